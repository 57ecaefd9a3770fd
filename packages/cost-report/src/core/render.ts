import { type Decimal, decimal, sum } from './decimal.ts';
import { amount, dollars, percentAgainst, quantity } from './format.ts';
import { textOf } from './line.ts';
import { cell, details, table } from './markdown.ts';
import { references } from './notes.ts';
import { crossingText, sensitivityTable } from './render-parts.ts';
import { renderSeed } from './render-seed.ts';
import { type Column, type CostLine, type CostReport, MEANINGS, ROWS, type Row } from './report.ts';

const NOTHING = '–';
const ICONS = { pass: '✅', fail: '❌', unknown: '❔' } as const;

/** The report as GitHub Markdown: the verdict first, what explains it folded away. */
export function renderReport(report: CostReport): string {
  const parts = report.assumptionSet === 'seed' ? renderSeed(report) : corrected(report);
  return `${[title(report), ...parts, footer(report)].join('\n\n')}\n`;
}

function corrected(report: CostReport): string[] {
  return [
    summary(report),
    mainTable(report),
    `**If the volume grows**\n\n${sensitivityTable(report)}`,
    details('How each line is calculated', lineTable(report)),
    details('Assumptions', assumptionList(report)),
    details('Prices', priceTable(report)),
    details("Why it differs from the estimate in the migration's design", designTable(report)),
    `**Notes**\n\n${report.notes.map((note) => `- ${note}`).join('\n')}`,
  ];
}

function title(report: CostReport): string {
  const { saving, budget } = report;
  const minimum = budget.minimumSavingPercent;
  const shown = percentAgainst(saving.percent, minimum);
  const estimate = report.assumptionSet === 'seed' ? "the design's estimate" : 'forecast';
  return `## Logging spend of ${cell(report.environment)}, ${estimate} · ${ICONS[budget.verdict]} saving ${shown}, budget ${minimum} %`;
}

/** What is compared, what it costs, whether that is within the budget, and what else a reader should know: one line each. */
function summary(report: CostReport): string {
  const what =
    `What the services that move write in a month, **${quantity(decimal(report.volumeGb))} GB**: ` +
    'kept in CloudWatch Logs as now, or in Loki after the migration.';
  const points = [...verdictPoints(report), breakEvenPoint(report), ...reasons(report)];
  return `${what}\n\n${points.map((point) => `- ${point}`).join('\n')}`;
}

function verdictPoints(report: CostReport): string[] {
  const { saving, budget, cloudwatch, loki } = report;
  const minimum = `${budget.minimumSavingPercent} %`;
  if (saving.monthly === null) {
    return [
      `**Unknown:** part of the cost is not known, so the budget of ${minimum} can't be checked. See the notes below.`,
    ];
  }
  const dearer = decimal(saving.monthly).lt(decimal('0'));
  const difference = dollars(textOf(decimal(saving.monthly).abs()));
  const year = dollars(textOf(decimal(saving.annual ?? '0').abs()), 0);
  return [
    `**Cost:** **${dollars(loki.total)}** a month with Loki, **${dollars(cloudwatch.total)}** with CloudWatch: ` +
      `${difference} ${dearer ? 'more' : 'less'} a month, ${year} a year.`,
    `**Budget ${budget.verdict === 'pass' ? 'met' : 'not met'}:** saving ${percentAgainst(saving.percent, budget.minimumSavingPercent)}, at least ${minimum} is asked for.`,
    ...cheaperClass(report),
  ];
}

function cheaperClass({ infrequentAccess, loki }: CostReport): string[] {
  if (infrequentAccess?.total == null || loki.total === null) return [];
  const cheaper = decimal(infrequentAccess.total).lt(decimal(loki.total));
  return [
    `${cheaper ? '⚠️ ' : ''}**Staying, in a cheaper class:** Infrequent Access, without Live Tail and metric filters, costs ` +
      `${dollars(infrequentAccess.total)}, ${cheaper ? '**less than Loki**' : 'more than Loki'}.`,
  ];
}

/** The biggest rows of each side, and how much of it the volume doesn't move. */
function reasons(report: CostReport): string[] {
  const sides = [
    ['CloudWatch', report.cloudwatch],
    ['Loki', report.loki],
  ] as const;
  return sides.flatMap(([name, side]) => {
    if (side.total === null || decimal(side.total).eq(decimal('0'))) return [];
    const rows = rowsOf([side])
      .map((row) => ({ row, value: total(side.lines.filter((line) => line.row === row)) }))
      .sort((a, b) => b.value.cmp(a.value))
      .slice(0, 2)
      .map(({ row, value }) => `${ROWS[row]} ${dollars(textOf(value))}`);
    const fixed = total(side.lines.filter((line) => line.scales === 'fixed'));
    return [
      `**${name}'s figure** is mostly ${rows.join(' and ')}; ` +
        `${fixed.eq(decimal('0')) ? 'none' : dollars(textOf(fixed))} of it stays the same at any volume.`,
    ];
  });
}

function total(lines: readonly CostLine[]): Decimal {
  return sum(lines.map((line) => decimal(line.amount ?? '0'))) ?? decimal('0');
}

function mainTable(report: CostReport): string {
  const sides = [report.cloudwatch, report.infrequentAccess, report.loki].filter((side) => side !== null);
  const used = rowsOf(sides);
  const rows = used.map((row) => [
    ROWS[row],
    ...sides.map((side) => rowAmount(side, row) ?? NOTHING),
    meaning(report, row),
  ]);
  const saved = percentAgainst(report.saving.percent, report.budget.minimumSavingPercent);
  const totals = ['**total**', ...sides.map((side) => `**${dollars(side.total)}**`), `saving with Loki: ${saved}`];
  const head = ['USD per month', 'CloudWatch', 'CloudWatch Infrequent Access', 'Loki', 'what it is'];
  return table('lrrrl', head, [...rows, totals]);
}

/** What Loki still pays of CloudWatch needs its reason. */
function meaning(report: CostReport, row: Row): string {
  const kept = report.loki.lines.filter((line) => line.row === row && line.shared && line.why !== '');
  return [MEANINGS[row], ...kept.map((line) => `with Loki it ${cell(line.why)}`)].join('; ');
}

/** Sum of a column's lines in a row, `unknown` when one is, undefined when it has none. */
function rowAmount(side: Column, row: Row): string | undefined {
  const lines = side.lines.filter((line) => line.row === row);
  if (lines.length === 0) return undefined;
  return amount(textOf(sum(lines.map((line) => (line.amount === null ? undefined : decimal(line.amount))))));
}

function rowsOf(sides: readonly Column[]): Row[] {
  const present = new Set(sides.flatMap((side) => side.lines.map((line) => line.row)));
  return (Object.keys(ROWS) as Row[]).filter((row) => present.has(row));
}

function breakEvenPoint(report: CostReport): string {
  const { cloudwatch, infrequentAccess } = report.breakEven;
  return (
    `**Break-even:** ${crossingText(cloudwatch, 'CloudWatch')} (now ${quantity(decimal(report.volumeGb))} GB). ` +
    `${crossingText(infrequentAccess, 'Infrequent Access')}.`
  );
}

function designTable(report: CostReport): string {
  const { design } = report;
  if (design === null) return '';
  const pairs = [
    { name: 'CloudWatch', own: report.cloudwatch, other: design.cloudwatch },
    { name: 'Loki', own: report.loki, other: design.loki },
  ];
  const rows = pairs.flatMap(({ name, own, other }) => [
    ...rowsOf([own, other]).map((row) => {
      const whys = own.lines.filter((line) => line.row === row && line.why !== '').map((line) => line.why);
      const [before, here] = [rowAmount(other, row) ?? NOTHING, rowAmount(own, row) ?? NOTHING];
      const why = before === here ? '' : cell([...new Set(whys)].join('; '));
      return [`${name}: ${ROWS[row]}`, before, here, why];
    }),
    [`**${name}, total**`, `**${dollars(other.total)}**`, `**${dollars(own.total)}**`, ''],
  ]);
  const intro =
    `The design estimated ${dollars(design.cloudwatch.total)} for CloudWatch and ${dollars(design.loki.total)} for Loki at this volume. ` +
    'This report replaces its unit costs and counts:';
  return `${intro}\n\n${table('lrrl', ['line', 'design', 'here', 'why'], rows)}`;
}

function lineTable(report: CostReport): string {
  const sides = [
    { name: 'CloudWatch', side: report.cloudwatch },
    { name: 'Loki', side: report.loki },
  ];
  const rows = sides.flatMap(({ name, side }) =>
    side.lines.map((line) => [
      `${name}: ${cell(line.label)}`,
      cell(line.quantity),
      cell(line.unitPrice),
      amount(line.amount),
      line.scales,
      cell(line.formula),
    ]),
  );
  const note = 'Infrequent Access differs from CloudWatch in the price of ingestion alone.';
  return `${table('lrrrll', ['line', 'quantity', 'unit price', 'USD per month', 'scales', 'quantity is'], rows)}\n\n${note}`;
}

function assumptionList(report: CostReport): string {
  const rows = report.assumptions.map((entry) => [cell(entry.name), cell(entry.value), entry.from, cell(entry.note)]);
  return table('llll', ['what', 'value', 'from', 'note'], rows);
}

function priceTable(report: CostReport): string {
  const sides = [report.cloudwatch, report.infrequentAccess, report.loki].filter((side) => side !== null);
  const rows = references(sides).map((price) => [
    cell(price.item),
    cell(price.region),
    cell(`${price.serviceCode} ${price.usageType}`),
    price.sku ?? NOTHING,
    price.date ?? NOTHING,
    cell(price.source),
  ]);
  return table('llllll', ['item', 'region', 'usage type', 'SKU', 'date', 'source'], rows);
}

function footer(report: CostReport): string {
  const sides = [report.cloudwatch, report.infrequentAccess, report.loki].filter((side) => side !== null);
  const used = references(sides);
  const yours = used.filter((price) => price.yours).length;
  const dates = used.flatMap((price) => price.date ?? []).sort();
  const borrowed = used.some((price) => price.region !== report.region) ? ' (some of another region, see above)' : '';
  const [first, last] = [dates[0], dates.at(-1)];
  const age = first === undefined || last === undefined ? '' : `, dated ${first} to ${last}`;
  const prices =
    report.assumptionSet === 'seed'
      ? "the design's prices"
      : `AWS list prices for ${cell(report.region)}${borrowed}${age}${yours === 0 ? '' : `, and ${yours} of your own`}`;
  return `<sub>Forecast, not a bill: ${prices}, USD, without free tier, discounts and taxes. Assumptions: \`${report.assumptionSet}\`.</sub>`;
}
