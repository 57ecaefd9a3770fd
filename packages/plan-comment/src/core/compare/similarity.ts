import { canonical, isArray, isObject, type Json } from '../read/json.ts';
import { isNothing } from './spot.ts';

/** Beyond this many comparisons elements count as come and gone: the time grows with the square of the changes. */
const MOST_COMPARISONS = 40_000;
/** Half of what they hold: below that, it is a different element. */
const LEAST_ALIKE = 0.5;

/** Pairs the elements of two lists that have most in common: place after → place before. A single block that changes is the same block. */
export function pairSimilar(
  before: readonly Json[],
  after: readonly Json[],
  gone: readonly number[],
  come: readonly number[],
): ReadonlyMap<number, number> {
  if (before.length === 1 && after.length === 1 && gone.length === 1 && come.length === 1) {
    return new Map([[0, 0]]);
  }
  const pairs = new Map<number, number>();
  if (gone.length * come.length > MOST_COMPARISONS) return pairs;
  const old = gone.map((index) => ({ index, leaves: leavesOf(before[index] ?? null) }));
  const now = come.map((index) => ({ index, leaves: leavesOf(after[index] ?? null) }));
  const candidates = old
    .flatMap((one) =>
      now.map((other) => ({ from: one.index, to: other.index, alike: alike(one.leaves, other.leaves) })),
    )
    .filter((each) => each.alike >= LEAST_ALIKE)
    .sort((a, b) => b.alike - a.alike || Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
  const taken = new Set<number>();
  for (const { from, to } of candidates) {
    if (taken.has(from) || pairs.has(to)) continue;
    taken.add(from);
    pairs.set(to, from);
  }
  return pairs;
}

/** Values with their places; what is empty makes nothing alike. */
function leavesOf(value: Json, place = '', found = new Set<string>()): Set<string> {
  if (isNothing(value)) return found;
  if (isArray(value)) for (const inner of value) leavesOf(inner, `${place}[]`, found);
  else if (isObject(value)) for (const [key, inner] of Object.entries(value)) leavesOf(inner, `${place}.${key}`, found);
  else found.add(`${place}=${canonical(value)}`);
  return found;
}

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const leaf of a) if (b.has(leaf)) common++;
  return common / Math.max(a.size, b.size, 1);
}
