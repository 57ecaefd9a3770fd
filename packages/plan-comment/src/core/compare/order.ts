import type { ElementPair } from './list-diff.ts';

/** Of elements in their new order, the fewest that have to move to get there from the old one. */
export function movedOf(matched: readonly ElementPair[]): ElementPair[] {
  const stay = new Set(longestRun(matched.map(({ before = 0 }) => before)));
  return matched.filter((_, index) => !stay.has(index));
}

/** Indexes of a longest part of the numbers that rises, in n log n. */
function longestRun(numbers: readonly number[]): number[] {
  // ends[k]: index of the smallest number that a run of length k + 1 can end with.
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, number] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : (ends[low - 1] ?? -1));
    ends[low] = index;
  }
  const run: number[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) run.push(at);
  return run;
}
