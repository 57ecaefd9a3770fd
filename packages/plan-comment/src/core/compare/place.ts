import type { Scrubber } from '../secrets/scrub.ts';

/** Where a value stands. Names of attributes stand in the repository's own source: they are shown whatever they look like. */
export interface Place {
  readonly parent: Place | undefined;
  readonly name: string;
  readonly kind: 'attribute' | 'key' | 'element';
}

/** As people write it: `policy.Statement[0]["odd key"]`. */
export function placeText(place: Place | undefined, scrubber: Scrubber): string {
  if (place === undefined) return '';
  const before = placeText(place.parent, scrubber);
  if (place.kind === 'element') return `${before}[${scrubber.key(place.name)}]`;
  return `${before}${keyText(place.kind === 'attribute' ? place.name : scrubber.key(place.name), before === '')}`;
}

/** A step of a path: `.name`, or `["a key"]`, in which blanks that only look like one are written out. */
export function keyText(key: string, isFirst: boolean): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return `[${spelled(JSON.stringify(key))}]`;
  return isFirst ? key : `.${key}`;
}

/** Blanks other than the usual one, as escapes. */
function spelled(text: string): string {
  return text.replace(/[\p{Zs}--[ ]]/gv, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
