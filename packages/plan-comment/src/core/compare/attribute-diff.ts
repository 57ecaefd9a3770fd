import type { Scrubber } from '../secrets/scrub.ts';
import type { AttributeDiff, Brief, DiffInput } from './diff-input.ts';
import { Differ } from './differ.ts';
import { Writer } from './writer.ts';

export type { AttributeDiff, Brief, DiffInput } from './diff-input.ts';

/** What changes: for the comment where `brief` is given, else for the full text. */
export function diffAttributes(input: DiffInput, scrubber: Scrubber): AttributeDiff {
  const writer = new Writer(input.brief !== undefined);
  compare(input, scrubber, [writer]);
  return writer.result();
}

/** The same for both, by one comparison. */
export function diffBoth(
  input: DiffInput & { readonly brief: Brief },
  scrubber: Scrubber,
): { readonly brief: AttributeDiff; readonly full: AttributeDiff } {
  const [brief, full] = [new Writer(true), new Writer(false)];
  compare(input, scrubber, [brief, full]);
  return { brief: brief.result(), full: full.result() };
}

function compare(input: DiffInput, scrubber: Scrubber, writers: readonly Writer[]): void {
  const { before, after, unknown, beforeSensitive: beforeMask, afterSensitive: afterMask } = input;
  const root = { place: undefined, path: [], isJson: false, before, after, unknown, beforeMask, afterMask };
  new Differ(input, scrubber, writers).visit(root);
}
