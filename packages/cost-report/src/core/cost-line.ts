import { decimal, ZERO } from './decimal.ts';
import { dollars, grouped } from './format.ts';

/** USD a month as an exact decimal string; null when unknown. */
export interface Monthly {
  readonly monthly: string | null;
}

/** A phase in which two systems are paid looks dear: what comes after it belongs beside it. */
interface Transition extends Monthly {
  readonly paying?: readonly string[];
  readonly settled?: string | null;
}

/**
 * One line on a change: `$33.35 → $14.00 a month (−58 %)`. Without `before`, what there is after it alone; an unknown
 * side is named, never counted as 0. While two systems are paid, it says what is left of that in the end.
 */
export function costLine(before: Monthly | undefined, after: Transition): string {
  return `${change(before, after)}${ending(after)}`;
}

function ending({ paying = [], settled }: Transition): string {
  return paying.length < 2 || settled == null
    ? ''
    : ` · CloudWatch and Loki are both paid; from cleanup on ${dollars(settled)}`;
}

function change(before: Monthly | undefined, after: Monthly): string {
  const now = dollars(after.monthly);
  if (before === undefined) return `${now} a month`;
  if (before.monthly === null || after.monthly === null) return `${dollars(before.monthly)} → ${now} a month`;
  const [from, to] = [decimal(before.monthly), decimal(after.monthly)];
  if (from.eq(to)) return `${now} a month, unchanged`;
  const difference = to.minus(from);
  if (from.lte(ZERO)) return `${dollars(before.monthly)} → ${now} a month`;
  const percent = grouped(difference.div(from).times(decimal('100')), 0);
  return `${dollars(before.monthly)} → ${now} a month (${signed(percent)} %)`;
}

function signed(percent: string): string {
  return percent.startsWith('−') || percent === '0' ? percent : `+${percent}`;
}
