import { isArray, isObject, isScalar, type Json, parseEmbedded } from '../read/json.ts';
import { LongNumber } from '../read/long-number.ts';
import { type Clean, fromSource, joined, own, rewritten } from '../secrets/clean.ts';
import { type Scrubber, SENSITIVE } from '../secrets/scrub.ts';
import { looksSame, spelledOut } from './look-alikes.ts';
import { keyText } from './place.ts';
import { holdsTrue, isNothing } from './spot.ts';

export const UNKNOWN = own`(known after apply)`;

/** The longest line that a list or an object is shown on. */
export const LONGEST_SHORT = 260;

/** Values as text, without secrets. Booleans are never taken for one: there are only two. */
export class Values {
  readonly #scrubber: Scrubber;

  constructor(scrubber: Scrubber) {
    this.#scrubber = scrubber;
  }

  scalar(value: Json | undefined): Clean {
    if (typeof value === 'number' || value instanceof LongNumber) return this.#scrubber.number(String(value));
    return typeof value === 'string' ? quoted(this.#scrubber.text(value)) : fromSource(String(value ?? null));
  }

  /** Both sides of a change; `texts` are those that are scrubbed already. Where a reader would take them for the same, characters are written out. */
  pair(before: Json, after: Json, texts: readonly (Clean | undefined)[] = []): readonly [Clean, Clean] {
    const shown = (side: Json, text: Clean | undefined) => (text === undefined ? this.scalar(side) : quoted(text));
    const [old, now] = [shown(before, texts[0]), shown(after, texts[1])];
    return old !== now && looksSame(old, now) ? [spelledOut(old), spelledOut(now)] : [old, now];
  }

  /** A value on one line, with how many values that shows; `undefined` for what needs lines of its own: deep objects, long texts, JSON in strings. */
  inline(value: Json, depth = 2): { readonly text: Clean; readonly count: number } | undefined {
    if (typeof value === 'string' && (value.includes('\n') || parseEmbedded(value) !== undefined)) return undefined;
    if (isScalar(value)) return { text: this.scalar(value), count: 1 };
    if (depth === 0 && !isNothing(value)) return undefined;
    const parts: Clean[] = [];
    const entries = Object.entries(value as object) as [string, Json][];
    const isBare = entries.every(([, inner]) => isNothing(inner));
    for (const [key, inner] of entries) {
      if (isNothing(inner) && !isArray(value) && !isBare) continue;
      const shown = isObject(inner) && !isNothing(inner) ? undefined : this.inline(inner, depth - 1);
      if (shown === undefined) return undefined;
      parts.push(isArray(value) ? shown.text : own`${keyText(this.#scrubber.key(key), true)} = ${shown.text}`);
    }
    return {
      text: isArray(value) ? own`[${joined(parts, ', ')}]` : own`{${joined(parts, ', ')}}`,
      count: parts.length,
    };
  }

  /** A list of scalars on one line, `undefined` where it holds anything else or is too long. */
  list(values: readonly Json[], mask: Json | undefined, unknown: Json | undefined): Clean | undefined {
    const shown: Clean[] = [];
    let length = 0;
    for (const [index, value] of values.entries()) {
      const [isHidden, isLater] = [mask, unknown].map(
        (side) => side === true || (isArray(side) && holdsTrue(side[index])),
      );
      const text = isHidden ? SENSITIVE : isLater ? UNKNOWN : this.inline(value, 0)?.text;
      length += (text?.length ?? 0) + 2;
      if (text === undefined || length > LONGEST_SHORT) return undefined;
      shown.push(text);
    }
    return own`[${joined(shown, ', ')}]`;
  }
}

function quoted(text: Clean): Clean {
  return text === SENSITIVE ? text : rewritten(text, (given) => JSON.stringify(given));
}
