import type { Scrubber } from '../secrets/scrub.ts';
import type { AttributeDiff, DiffInput } from './diff-input.ts';
import { Differ } from './differ.ts';

export type { AttributeDiff, Brief, DiffInput } from './diff-input.ts';

export function diffAttributes(input: DiffInput, scrubber: Scrubber): AttributeDiff {
  const differ = new Differ(input, scrubber);
  const { before, after, unknown, beforeSensitive: beforeMask, afterSensitive: afterMask } = input;
  differ.visit({ place: undefined, path: [], isJson: false, before, after, unknown, beforeMask, afterMask });
  return {
    lines: differ.lines,
    attributes: [...differ.attributes],
    computed: differ.computed,
    empties: differ.empties,
  };
}
