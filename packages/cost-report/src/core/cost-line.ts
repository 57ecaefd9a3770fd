import { decimal, ZERO } from './decimal.ts';
import { dollars, grouped } from './format.ts';

/** USD a month as an exact decimal string; null when unknown. */
export interface Monthly {
  readonly monthly: string | null;
}

/**
 * One line on a change: `$33.35 → $14.00 a month (−58 %)`. Without `before`, what there is after it alone; an unknown
 * side is named, never counted as 0.
 */
export function costLine(before: Monthly | undefined, after: Monthly): string {
  const now = dollars(after.monthly);
  if (before === undefined) return `${now} a month`;
  if (before.monthly === null || after.monthly === null) return `${dollars(before.monthly)} → ${now} a month`;
  const [from, to] = [decimal(before.monthly), decimal(after.monthly)];
  if (from.eq(to)) return `${now} a month, unchanged`;
  const change = to.minus(from);
  if (from.lte(ZERO)) return `${dollars(before.monthly)} → ${now} a month`;
  const percent = grouped(change.div(from).times(decimal('100')), 0);
  return `${dollars(before.monthly)} → ${now} a month (${signed(percent)} %)`;
}

function signed(percent: string): string {
  return percent.startsWith('−') || percent === '0' ? percent : `+${percent}`;
}
