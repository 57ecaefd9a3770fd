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
  const points = volumes(lines.flatMap(kinks), end);
  const values: Decimal[] = [];
  for (const point of points) {
    const value = difference(point);
    if (value === undefined) return null;
    values.push(value);
  }
  const crossings: Decimal[] = [];
  for (let index = 1; index < points.length; index += 1) {
    const [left, right] = [points[index - 1], points[index]];
    const [before, after] = [values[index - 1], values[index]];
    if (left === undefined || right === undefined || before === undefined || after === undefined) continue;
    const isLast = index === points.length - 1 && end === undefined;
    const found = crossing({ left, right, before, after }, isLast);
    if (found?.gt(ZERO)) crossings.push(found);
  }
  return {
    volumesGb: crossings.map(exact),
    cheaperAtFirst: sideAtFirst(values),
    upToGb: end === undefined ? null : exact(end),
  };
}

interface Segment {
  readonly left: Decimal;
  readonly right: Decimal;
  readonly before: Decimal;
  readonly after: Decimal;
}

/** The zero of one straight piece, its left end excluded; beyond the last kink a piece has no right end. */
function crossing({ left, right, before, after }: Segment, endless: boolean): Decimal | undefined {
  const slope = after.minus(before);
  if (slope.eq(ZERO)) return undefined;
  const share = before.times(decimal('-1')).div(slope);
  if (share.lte(ZERO) || (!endless && share.gt(decimal('1')))) return undefined;
  return left.plus(right.minus(left).times(share));
}

/** 0, the kinks in order, and the end of the model (or one volume beyond the last kink when it has none). */
function volumes(found: readonly Decimal[], end: Decimal | undefined): Decimal[] {
  const inside = found.filter((volume) => volume.gt(ZERO) && (end === undefined || volume.lt(end)));
  const sorted = [ZERO, ...inside].sort((a, b) => a.cmp(b));
  const unique = sorted.filter((volume, index) => index === 0 || !volume.eq(sorted[index - 1] ?? volume));
  return [...unique, end ?? (unique.at(-1) ?? ZERO).plus(decimal('1'))];
}

function sideAtFirst(values: readonly Decimal[]): BreakEven['cheaperAtFirst'] {
  const first = values.find((value) => !value.eq(ZERO));
  if (first === undefined) return 'equal';
  return first.lt(ZERO) ? 'loki' : 'other';
}
