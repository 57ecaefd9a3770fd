import { type Clean, fromSource, own, rewritten } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { escaped } from './look-alikes.ts';

/** Where a value stands. Names of attributes stand in the repository's own source: they are shown whatever they look like. */
export interface Place {
  readonly parent: Place | undefined;
  readonly name: string;
  readonly kind: 'attribute' | 'key' | 'element';
}

/** As people write it: `policy.Statement[0]["odd key"]`. */
export function placeText(place: Place | undefined, scrubber: Scrubber): Clean {
  if (place === undefined) return own``;
  const before = placeText(place.parent, scrubber);
  if (place.kind === 'element') return own`${before}[${scrubber.key(place.name)}]`;
  const name = place.kind === 'attribute' ? fromSource(place.name) : scrubber.key(place.name);
  return own`${before}${keyText(name, before === '')}`;
}

/** A step of a path: `.name`, or `["a key"]`, in which blanks that only look like one are written out. */
export function keyText(key: Clean, isFirst: boolean): Clean {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return own`[${rewritten(key, (text) => spelled(JSON.stringify(text)))}]`;
  return isFirst ? key : own`.${key}`;
}

/** Blanks other than the usual one, as escapes. */
function spelled(text: string): string {
  return text.replace(/[\p{Zs}--[ ]]/gv, escaped);
}
