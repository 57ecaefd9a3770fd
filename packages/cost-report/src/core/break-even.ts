import { type Decimal, decimal, exact, ZERO } from './decimal.ts';
import { kinks, type LineModel, totalAt } from './line.ts';
import type { BreakEven } from './report.ts';

/**
 * Where two columns cost the same. Both are piecewise linear in the volume, so between two neighbouring kinks the
 * crossing is solved exactly. There may be none, one or several. Null when an amount is unknown.
 */
export function breakEven(loki: readonly LineModel[], other: readonly LineModel[]): BreakEven | null {
  const lines = [...loki, ...other];
  const limits = lines.flatMap((line) => (line.validUpTo === undefined ? [] : [line.validUpTo]));
  const end = limits.reduce<Decimal | undefined>((least, limit) => (least?.lt(limit) ? least : limit), undefined);
  const difference = (volume: Decimal): Decimal | undefined => {
    const [own, others] = [totalAt(loki, volume), totalAt(other, volume)];
    return own === undefined || others === undefined ? undefined : own.minus(others);
  };
  const points: Point[] = [];
  for (const volume of volumes(lines.flatMap(kinks), end)) {
    const value = difference(volume);
    if (value === undefined) return null;
    points.push({ volume, value });
  }
  const crossings: Decimal[] = [];
  for (const [index, right] of points.entries()) {
    const left = points[index - 1];
    const isLast = index === points.length - 1 && end === undefined;
    const found = left && crossing(left, right, isLast);
    if (found?.gt(ZERO)) crossings.push(found);
  }
  return {
    volumesGb: crossings.map(exact),
    cheaperAtFirst: sideAtFirst(points),
    upToGb: end === undefined ? null : exact(end),
  };
}

/** What Loki costs more than the other column at a volume. */
interface Point {
  readonly volume: Decimal;
  readonly value: Decimal;
}

/** The zero of one straight piece, its left end excluded; beyond the last kink a piece has no right end. */
function crossing(left: Point, right: Point, endless: boolean): Decimal | undefined {
  const slope = right.value.minus(left.value);
  if (slope.eq(ZERO)) return undefined;
  const share = left.value.times(decimal('-1')).div(slope);
  if (share.lte(ZERO) || (!endless && share.gt(decimal('1')))) return undefined;
  return left.volume.plus(right.volume.minus(left.volume).times(share));
}

/** 0, the kinks in order, and the end of the model (or one volume beyond the last kink when it has none). */
function volumes(found: readonly Decimal[], end: Decimal | undefined): Decimal[] {
  const inside = found.filter((volume) => volume.gt(ZERO) && (end === undefined || volume.lt(end)));
  const sorted = [ZERO, ...inside].sort((a, b) => a.cmp(b));
  return [...sorted, end ?? (sorted.at(-1) ?? ZERO).plus(decimal('1'))];
}

function sideAtFirst(points: readonly Point[]): BreakEven['cheaperAtFirst'] {
  const first = points.find(({ value }) => !value.eq(ZERO));
  if (first === undefined) return 'equal';
  return first.value.lt(ZERO) ? 'loki' : 'other';
}
