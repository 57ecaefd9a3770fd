import { decimal, sum } from './decimal.ts';
import { amount, dollars, percentAgainst, quantity } from './format.ts';
import { textOf } from './line.ts';
import { cell, details, table } from './markdown.ts';
import { references } from './notes.ts';
import { crossingText, sensitivityTable } from './render-parts.ts';
import { renderSeed } from './render-seed.ts';
import { type Column, type CostLine, type CostReport, ROWS, type Row } from './report.ts';

const NOTHING = '–';
const ICONS = { pass: '✅', fail: '❌', unknown: '❔' } as const;

/** The report as GitHub Markdown: the verdict first, what explains it folded away. */
export function renderReport(report: CostReport): string {
  const parts = report.assumptionSet === 'seed' ? renderSeed(report) : corrected(report);
  return `${[title(report), ...parts, footer(report)].join('\n\n')}\n`;
}

function corrected(report: CostReport): string[] {
  return [
    verdictSentence(report),
    mainTable(report),
    breakEvenSentence(report),
    sensitivityTable(report),
    details("Why it differs from the design's estimate", designTable(report)),
    details('How each line is calculated', lineTable(report)),
    details('Assumptions', assumptionList(report)),
    details('Prices', priceTable(report)),
    report.notes.map((note) => `- ${note}`).join('\n'),
  ];
}

function title(report: CostReport): string {
  const { saving, budget } = report;
  const minimum = budget.minimumSavingPercent;
  const shown = percentAgainst(saving.percent, minimum);
  const estimate = report.assumptionSet === 'seed' ? "the design's estimate" : 'forecast';
  return `## Logging spend of ${cell(report.environment)}, ${estimate} · ${ICONS[budget.verdict]} saving ${shown}, budget ${minimum} %`;
}

function verdictSentence(report: CostReport): string {
  const { saving, budget, cloudwatch, loki, infrequentAccess } = report;
  const minimum = `${budget.minimumSavingPercent} %`;
  if (saving.monthly === null) {
    return `Part of the cost is unknown, so is the saving: the budget of ${minimum} can't be checked. What is missing is named below.`;
  }
  const dearer = decimal(saving.monthly).lt(decimal('0'));
  const difference = dollars(textOf(decimal(saving.monthly).abs()));
  const year = dollars(textOf(decimal(saving.annual ?? '0').abs()), 0);
  const sentences = [
    `At ${quantity(decimal(report.volumeGb))} GB a month, logging costs **${dollars(loki.total)}** with Loki and **${dollars(cloudwatch.total)}** with CloudWatch as it is: ` +
      `${difference} ${dearer ? 'more' : 'less'} a month, ${year} a year.`,
    budget.verdict === 'pass'
      ? `The budget (at least ${minimum} less) is met.`
      : `The budget (at least ${minimum} less) is **not met**.`,
  ];
  if (infrequentAccess?.total != null && loki.total !== null) {
    const cheaper = decimal(infrequentAccess.total).lt(decimal(loki.total));
    sentences.push(
      `Changing no more than the log class to Infrequent Access would cost ${dollars(infrequentAccess.total)}, ` +
        `${cheaper ? '**less than Loki**' : 'more than Loki'}, without Live Tail and metric filters.`,
    );
  }
  return sentences.join(' ');
}

function mainTable(report: CostReport): string {
  const sides = [report.cloudwatch, report.infrequentAccess, report.loki].filter((side) => side !== null);
  const used = rowsOf(sides);
  const rows = used.map((row) => [ROWS[row], ...sides.map((side) => rowAmount(side, row) ?? NOTHING)]);
  const total = ['**total**', ...sides.map((side) => `**${dollars(side.total)}**`)];
  return table('lrrr', ['USD per month', 'CloudWatch', 'CloudWatch Infrequent Access', 'Loki'], [...rows, total]);
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

function breakEvenSentence(report: CostReport): string {
  const lines = [...report.cloudwatch.lines, ...report.loki.lines];
  const labels = (scales: CostLine['scales']) => [
    ...new Set(lines.filter((line) => line.scales === scales).map((line) => line.label)),
  ];
  const { cloudwatch, infrequentAccess } = report.breakEven;
  return (
    `**Break-even:** ${crossingText(cloudwatch, 'CloudWatch')} (now ${quantity(decimal(report.volumeGb))} GB). ` +
    `${crossingText(infrequentAccess, 'Infrequent Access')}. ` +
    `The volume moves all lines but these: ${labels('fixed').join('; ')}. With a floor: ${labels('partly').join('; ')}.`
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
  return table('lrrl', ['line', 'design', 'here', 'why'], rows);
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
    price.date,
    cell(price.source),
  ]);
  return table('llllll', ['item', 'region', 'usage type', 'SKU', 'date', 'source'], rows);
}

function footer(report: CostReport): string {
  const sides = [report.cloudwatch, report.infrequentAccess, report.loki].filter((side) => side !== null);
  const used = references(sides);
  const dates = used.map((price) => price.date).sort();
  const borrowed = used.some((price) => price.region !== report.region) ? ' (some of another region, see above)' : '';
  const [first, last] = [dates[0], dates.at(-1)];
  const age = first === undefined || last === undefined ? '' : `, dated ${first} to ${last}`;
  const prices =
    report.assumptionSet === 'seed'
      ? "the design's prices"
      : `AWS list prices for ${cell(report.region)}${borrowed}${age}`;
  return `<sub>Forecast, not a bill: ${prices}, USD, without free tier, discounts and taxes. Assumptions: \`${report.assumptionSet}\`.</sub>`;
}
