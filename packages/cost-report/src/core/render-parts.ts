import { type Markdown, md, table, text } from '@loki-adoption/markdown';
import { decimal } from './decimal.ts';
import { dollars, grouped, percent, quantity } from './format.ts';
import type { BreakEven, CostReport } from './report.ts';

/** `$34.50`, `−$1.20`, `unknown`. */
export function usd(value: string | null, digits = 2): Markdown {
  return text(dollars(value, digits));
}

/** `Loki costs less than CloudWatch above 26 GB a month`. */
export function crossingText(found: BreakEven | null, other: string): string {
  if (found === null) return `unknown against ${other}`;
  const range = found.upToGb === null ? '' : ` up to ${quantity(decimal(found.upToGb))} GB a month`;
  const [first, ...more] = found.volumesGb.map(shownVolume);
  if (first === undefined) {
    if (found.cheaperAtFirst === 'equal') return `Loki and ${other} cost the same at any volume${range}`;
    return `Loki costs ${found.cheaperAtFirst === 'loki' ? 'less' : 'more'} than ${other} at any volume${range}`;
  }
  const side = found.cheaperAtFirst === 'loki' ? 'below' : 'above';
  const again = more.length === 0 ? '' : `, and it turns again at ${more.join(' and ')}`;
  return `Loki costs less than ${other} ${side} ${first} a month${again}`;
}

/** Whole GB, but for volumes so small that a part of one matters. */
function shownVolume(volume: string): string {
  const value = decimal(volume);
  return `${grouped(value, value.lt(decimal('10')) ? 2 : 0)} GB`;
}

export function sensitivityTable(report: CostReport): Markdown {
  const head = [md`volume`, md`GB per month`, md`CloudWatch`, md`Infrequent Access`, md`Loki`, md`saving`];
  const rows = report.sensitivity.map((entry) => [
    md`${text(entry.factor)}×`,
    text(quantity(decimal(entry.volumeGb))),
    usd(entry.cloudwatch),
    usd(entry.infrequentAccess),
    usd(entry.loki),
    text(percent(entry.savingPercent)),
  ]);
  if (report.infrequentAccess !== null) return table(head, rows, 'lrrrrr');
  const without = (cells: readonly Markdown[]) => cells.filter((_text, index) => index !== 3);
  return table(without(head), rows.map(without), 'lrrrr');
}
