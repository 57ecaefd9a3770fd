import { isEqual, isObject, isScalar, type Json, parseEmbedded } from '../read/json.ts';
import { type Clean, own } from '../secrets/clean.ts';

/** What differs between two texts that hold JSON where no value does; `undefined` where that can't be said, as with a key that is there twice. */
export function embeddedRemark(before: string, after: string): Clean | undefined {
  const [old, now] = [parseEmbedded(before), parseEmbedded(after)];
  if (!isEqual(old, now)) return own`only nulls change`;
  // Strings hold the same blanks on both sides, as values.
  const sizes = [before, after].map((text) => text.replace(/\s/g, '').length);
  return sizes[0] === sizes[1] && holdsEveryKey(before, old)
    ? own`only spacing or the order of keys changes`
    : undefined;
}

/** Of a key that is there twice, the parser keeps the last. */
function holdsEveryKey(text: string, value: Json | undefined): boolean {
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;
  let held = 0;
  const count = (each: Json) => {
    if (isScalar(each)) return;
    if (isObject(each)) held += Object.keys(each).length;
    for (const inner of Object.values(each as object)) count(inner as Json);
  };
  count(value ?? null);
  return written === held;
}
