import {
  blocks,
  code,
  details,
  heading,
  html,
  join,
  list,
  type Markdown,
  md,
  prose,
  sub,
  table,
  text,
} from '@loki-adoption/markdown';
import { type Decimal, decimal, sum } from './decimal.ts';
import { amount, percentAgainst, quantity } from './format.ts';
import { textOf } from './line.ts';
import { references } from './notes.ts';
import { crossingText, sensitivityTable, usd } from './render-parts.ts';
import { renderSeed } from './render-seed.ts';
import { type Column, type CostLine, type CostReport, MEANINGS, ROWS, type Row } from './report.ts';

const NOTHING = md`–`;
const ICONS = { pass: md`✅`, fail: md`❌`, unknown: md`❔` } as const;

/** The report as GitHub Markdown: the verdict first, what explains it folded away. */
export function renderReport(report: CostReport): Markdown {
  const parts = report.assumptionSet === 'seed' ? renderSeed(report) : corrected(report);
  return md`${blocks([title(report), ...parts, footer(report)])}\n`;
}

function corrected(report: CostReport): Markdown[] {
  return [
    ...summary(report),
    mainTable(report),
    md`**If the volume grows**`,
    sensitivityTable(report),
    details(html`How each line is calculated`, lineTable(report)),
    details(html`Assumptions`, assumptionList(report)),
    details(html`Prices`, priceTable(report)),
    details(html`Why it differs from the estimate in the migration's design`, designTable(report)),
    md`**Notes**`,
    list(report.notes.map(prose)),
  ];
}

function title(report: CostReport): Markdown {
  const { saving, budget } = report;
  const minimum = budget.minimumSavingPercent;
  const shown = text(percentAgainst(saving.percent, minimum));
  const estimate = report.assumptionSet === 'seed' ? md`the design's estimate` : md`forecast`;
  return heading(
    2,
    md`Logging spend of ${text(report.environment)}, ${estimate} · ${ICONS[budget.verdict]} saving ${shown}, budget ${text(minimum)} %`,
  );
}

/** What is compared, what it costs, whether that is within the budget, and what else a reader should know: one line each. */
function summary(report: CostReport): Markdown[] {
  const volume = text(quantity(decimal(report.volumeGb)));
  return [
    md`What the services that move write in a month, **${volume} GB**: kept in CloudWatch Logs as now, or in Loki after the migration.`,
    list([...verdictPoints(report), breakEvenPoint(report), ...reasons(report)]),
  ];
}

function verdictPoints(report: CostReport): Markdown[] {
  const { saving, budget, cloudwatch, loki } = report;
  const minimum = text(`${budget.minimumSavingPercent} %`);
  if (saving.monthly === null) {
    return [
      md`**Unknown:** part of the cost is not known, so the budget of ${minimum} can't be checked. See the notes below.`,
    ];
  }
  const difference = usd(textOf(decimal(saving.monthly).abs()));
  const direction = decimal(saving.monthly).lt(decimal('0')) ? md`more` : md`less`;
  const year = usd(textOf(decimal(saving.annual ?? '0').abs()), 0);
  const met = budget.verdict === 'pass' ? md`met` : md`not met`;
  const shown = text(percentAgainst(saving.percent, budget.minimumSavingPercent));
  return [
    md`**Cost:** **${usd(loki.total)}** a month with Loki, **${usd(cloudwatch.total)}** with CloudWatch: ${difference} ${direction} a month, ${year} a year.`,
    md`**Budget ${met}:** saving ${shown}, at least ${minimum} is asked for.`,
    ...cheaperClass(report),
  ];
}

function cheaperClass({ infrequentAccess, loki }: CostReport): Markdown[] {
  if (infrequentAccess?.total == null || loki.total === null) return [];
  const cheaper = decimal(infrequentAccess.total).lt(decimal(loki.total));
  const comparison = cheaper ? md`**less than Loki**` : md`more than Loki`;
  return [
    md`${cheaper ? md`⚠️ ` : md``}**Staying, in a cheaper class:** Infrequent Access, without Live Tail and metric filters, costs ${usd(infrequentAccess.total)}, ${comparison}.`,
  ];
}

/** The biggest rows of each side, and how much of it the volume doesn't move. */
function reasons(report: CostReport): Markdown[] {
  const sides = [
    [md`CloudWatch`, report.cloudwatch],
    [md`Loki`, report.loki],
  ] as const;
  return sides.flatMap(([name, side]) => {
    if (side.total === null || decimal(side.total).eq(decimal('0'))) return [];
    const rows = rowsOf([side])
      .map((row) => ({ row, value: total(side.lines.filter((line) => line.row === row)) }))
      .sort((a, b) => b.value.cmp(a.value))
      .slice(0, 2)
      .map(({ row, value }) => md`${text(ROWS[row])} ${usd(textOf(value))}`);
    const fixed = total(side.lines.filter((line) => line.scales === 'fixed'));
    const steady = fixed.eq(decimal('0')) ? md`none` : usd(textOf(fixed));
    return [md`**${name}'s figure** is mostly ${join(rows, md` and `)}; ${steady} of it stays the same at any volume.`];
  });
}

function total(lines: readonly CostLine[]): Decimal {
  return sum(lines.map((line) => decimal(line.amount ?? '0'))) ?? decimal('0');
}

function mainTable(report: CostReport): Markdown {
  const sides = sidesOf(report);
  const rows = rowsOf(sides).map((row) => [
    text(ROWS[row]),
    ...sides.map((side) => rowAmount(side, row) ?? NOTHING),
    meaning(report, row),
  ]);
  const saved = text(percentAgainst(report.saving.percent, report.budget.minimumSavingPercent));
  const totals = [md`**total**`, ...sides.map((side) => md`**${usd(side.total)}**`), md`saving with Loki: ${saved}`];
  const head = [md`USD per month`, md`CloudWatch`, md`CloudWatch Infrequent Access`, md`Loki`, md`what it is`];
  return table(head, [...rows, totals], 'lrrrl');
}

function sidesOf(report: CostReport): Column[] {
  return [report.cloudwatch, report.infrequentAccess, report.loki].filter((side) => side !== null);
}

/** What Loki still pays of CloudWatch needs its reason. */
function meaning(report: CostReport, row: Row): Markdown {
  const kept = report.loki.lines.filter((line) => line.row === row && line.shared && line.why !== '');
  return join([text(MEANINGS[row]), ...kept.map((line) => md`with Loki it ${text(line.why)}`)], md`; `);
}

/** Sum of a column's lines in a row, `unknown` when one is, undefined when it has none. */
function rowAmount(side: Column, row: Row): Markdown | undefined {
  const lines = side.lines.filter((line) => line.row === row);
  if (lines.length === 0) return undefined;
  return text(amount(textOf(sum(lines.map((line) => (line.amount === null ? undefined : decimal(line.amount)))))));
}

function rowsOf(sides: readonly Column[]): Row[] {
  const present = new Set(sides.flatMap((side) => side.lines.map((line) => line.row)));
  return (Object.keys(ROWS) as Row[]).filter((row) => present.has(row));
}

function breakEvenPoint(report: CostReport): Markdown {
  const { cloudwatch, infrequentAccess } = report.breakEven;
  const now = text(quantity(decimal(report.volumeGb)));
  return md`**Break-even:** ${text(crossingText(cloudwatch, 'CloudWatch'))} (now ${now} GB). ${text(crossingText(infrequentAccess, 'Infrequent Access'))}.`;
}

function designTable(report: CostReport): Markdown {
  const { design } = report;
  if (design === null) return md``;
  const pairs = [
    { name: md`CloudWatch`, own: report.cloudwatch, other: design.cloudwatch },
    { name: md`Loki`, own: report.loki, other: design.loki },
  ];
  const rows = pairs.flatMap(({ name, own, other }) => [
    ...rowsOf([own, other]).map((row) => {
      const whys = own.lines.filter((line) => line.row === row && line.why !== '').map((line) => line.why);
      const [before, here] = [rowAmount(other, row) ?? NOTHING, rowAmount(own, row) ?? NOTHING];
      const why = before === here ? md`` : text([...new Set(whys)].join('; '));
      return [md`${name}: ${text(ROWS[row])}`, before, here, why];
    }),
    [md`**${name}, total**`, md`**${usd(other.total)}**`, md`**${usd(own.total)}**`, md``],
  ]);
  return blocks([
    md`The design estimated ${usd(design.cloudwatch.total)} for CloudWatch and ${usd(design.loki.total)} for Loki at this volume. This report replaces its unit costs and counts:`,
    table([md`line`, md`design`, md`here`, md`why`], rows, 'lrrl'),
  ]);
}

function lineTable(report: CostReport): Markdown {
  const sides = [
    { name: md`CloudWatch`, side: report.cloudwatch },
    { name: md`Loki`, side: report.loki },
  ];
  const rows = sides.flatMap(({ name, side }) =>
    side.lines.map((line) => [
      md`${name}: ${text(line.label)}`,
      text(line.quantity),
      text(line.unitPrice),
      text(amount(line.amount)),
      text(line.scales),
      text(line.formula),
    ]),
  );
  const head = [md`line`, md`quantity`, md`unit price`, md`USD per month`, md`scales`, md`quantity is`];
  return blocks([
    table(head, rows, 'lrrrll'),
    md`Infrequent Access differs from CloudWatch in the price of ingestion alone.`,
  ]);
}

function assumptionList(report: CostReport): Markdown {
  const rows = report.assumptions.map(({ name, value, from, note }) => [name, value, from, note].map(text));
  return table([md`what`, md`value`, md`from`, md`note`], rows);
}

function priceTable(report: CostReport): Markdown {
  const rows = references(sidesOf(report)).map((price) => [
    text(price.item),
    text(price.region),
    text(`${price.serviceCode} ${price.usageType}`),
    price.sku === undefined ? NOTHING : text(price.sku),
    price.date === undefined ? NOTHING : text(price.date),
    text(price.source),
  ]);
  return table([md`item`, md`region`, md`usage type`, md`SKU`, md`date`, md`source`], rows);
}

function footer(report: CostReport): Markdown {
  const prices = report.assumptionSet === 'seed' ? md`the design's prices` : listPrices(report);
  return sub(
    md`Forecast, not a bill: ${prices}, USD, without free tier, discounts and taxes. Assumptions: ${code(report.assumptionSet)}.`,
  );
}

function listPrices(report: CostReport): Markdown {
  const used = references(sidesOf(report));
  const yours = used.filter((price) => price.yours).length;
  const dates = used.flatMap((price) => price.date ?? []).sort();
  const borrowed = used.some((price) => price.region !== report.region)
    ? md` (some of another region, see above)`
    : md``;
  const [first, last] = [dates[0], dates.at(-1)];
  const age = first === undefined || last === undefined ? md`` : md`, dated ${text(first)} to ${text(last)}`;
  const own = yours === 0 ? md`` : md`, and ${yours} of your own`;
  return md`AWS list prices for ${text(report.region)}${borrowed}${age}${own}`;
}
