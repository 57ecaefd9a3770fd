import { canonical, child, isArray, isObject, type Json, parseEmbedded } from '../read/json.ts';
import type { Path } from '../read/plan.ts';
import { type Scrubber, SENSITIVE } from '../secrets/scrub.ts';
import { label, pairElements } from './list-diff.ts';
import { haveDifferentShapes, holdsTrue, isNothing, isSameScalar, keysOf, type Spot, without } from './spot.ts';
import { multiLineDiff } from './text-diff.ts';

export const UNKNOWN = '(known after apply)';

/** What changes in one resource, as lines of a diff (`+`, `-`, `!` for a remark, a space for context). */
export interface AttributeDiff {
  readonly lines: readonly string[];
  /** Top-level attributes that change. */
  readonly attributes: readonly string[];
  /** Attributes that nothing says more of than that they get their value later. */
  readonly computed: readonly string[];
  /** Places where only one kind of nothing becomes another: null, `""`, `[]`, `{}`. Always empty unless it is brief. */
  readonly empties: readonly string[];
}

/** What a comment leaves to the full text. */
export interface Brief {
  /** Attributes that the configuration gives: that others of a new object come later is no news. */
  readonly configured: ReadonlySet<string> | undefined;
  /** Words for where the comment shows this change of a long text already. */
  readonly shownElsewhere: (diff: readonly string[]) => string | undefined;
}

export interface DiffInput {
  readonly before: Json;
  readonly after: Json;
  readonly unknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  readonly replacePaths: readonly Path[];
  /** A new object: empty values tell nothing and are left out. */
  readonly isWhole: boolean;
  /** A replaced object: everything computed is computed anew, which is no news. */
  readonly isReplaced: boolean;
  /** `undefined` tells everything. */
  readonly brief?: Brief | undefined;
}

export function diffAttributes(input: DiffInput, scrubber: Scrubber): AttributeDiff {
  const differ = new Differ(input, scrubber);
  const { before, after, unknown, beforeSensitive: beforeMask, afterSensitive: afterMask } = input;
  differ.visit({ label: '', path: [], before, after, unknown, beforeMask, afterMask });
  return {
    lines: differ.lines,
    attributes: [...differ.attributes],
    computed: differ.computed,
    empties: differ.empties,
  };
}

const LONGEST_SHORT = 260;

class Differ {
  readonly lines: string[] = [];
  readonly attributes = new Set<string>();
  readonly computed: string[] = [];
  readonly empties: string[] = [];
  readonly #input: DiffInput;
  readonly #scrubber: Scrubber;

  constructor(input: DiffInput, scrubber: Scrubber) {
    this.#input = input;
    this.#scrubber = scrubber;
  }

  visit(spot: Spot): void {
    const { before, after, unknown, beforeMask, afterMask } = spot;
    const short = this.#short(spot);
    if (beforeMask === true || afterMask === true) this.#masked(spot);
    else if (unknown === true) this.#unknown(spot);
    else if (short !== undefined) this.#write(spot, [short]);
    else if (haveDifferentShapes(before, after)) this.#leaf(spot);
    else if (isObject(before) || isObject(after)) this.#object(spot);
    else if (isArray(before) || isArray(after)) this.#list(spot);
    else if (typeof before === 'string' || typeof after === 'string') this.#string(spot);
    else this.#leaf(spot);
  }

  #object(spot: Spot): void {
    if (this.#isEmptyAgainstNothing(spot)) {
      this.#leaf(spot);
      return;
    }
    for (const key of keysOf(spot.after, spot.before, spot.unknown)) {
      if (isSameScalar(spot, key) || (key === 'tags_all' && this.#repeatsTags(spot))) continue;
      this.visit(this.#step(spot, key, key, `${spot.label}${label(key, spot.label === '')}`));
    }
  }

  #list(spot: Spot): void {
    if (this.#isEmptyAgainstNothing(spot)) {
      this.#leaf(spot);
      return;
    }
    const before = isArray(spot.before) ? spot.before : [];
    const after = isArray(spot.after) ? spot.after : [];
    const pairs = pairElements(before, after, (index) => child(spot.unknown, index) === true);
    for (const pair of pairs.elements) {
      this.#element(this.#step(spot, pair.before, pair.after, `${spot.label}[${pair.name}]`), pairs.identity);
    }
    if (pairs.isReordered) this.#write(spot, [`! ${this.#name(spot)}: order changed`]);
  }

  /** An element that comes or goes has its name between the brackets: once is enough, unless it is all that there is. */
  #element(spot: Spot, identity: string | undefined): void {
    const isOneSided = (spot.before ?? null) === null || (spot.after ?? null) === null;
    if (identity === undefined || !isOneSided) {
      this.visit(spot);
      return;
    }
    const [before, after] = [spot.before, spot.after].map((side) => without(side, identity));
    const hasMore = [before, after].some((side) => isObject(side) && Object.keys(side).length > 0);
    if (!hasMore) {
      this.visit(spot);
      return;
    }
    const [lines, computed] = [this.lines.length, this.computed.length];
    this.visit({ ...spot, before, after });
    if (this.lines.length > lines) return;
    this.computed.length = computed;
    this.visit(spot);
  }

  /** The provider adds its default tags to those of the resource: what both say is said once. */
  #repeatsTags({ label: place, before, after }: Spot): boolean {
    if (this.#input.brief === undefined || place !== '') return false;
    if (this.#input.isWhole) return true;
    const at = (side: Json | undefined, attribute: string, key: string) =>
      canonical(child(child(side, attribute), key));
    const keys = [before, after].map((side) => child(side, 'tags_all')).flatMap((tags) => Object.keys(tags ?? {}));
    return keys
      .filter((key) => at(before, 'tags_all', key) !== at(after, 'tags_all', key))
      .every((key) => [before, after].every((side) => at(side, 'tags_all', key) === at(side, 'tags', key)));
  }

  /** One line for a small object or list that comes or goes as a whole: `= {containerPort = 3100, protocol = "tcp"}`. */
  #short(spot: Spot): string | undefined {
    const { before = null, after = null } = spot;
    if (spot.path.length === 0 || (before !== null && after !== null)) return undefined;
    const value = before ?? after;
    if (!(isArray(value) || isObject(value)) || [spot.unknown, spot.beforeMask, spot.afterMask].some(holdsTrue)) return;
    const shown = this.#inline(value, 2);
    if (shown === undefined || shown.count < 2) return undefined;
    const line = `${before === null ? '+' : '-'} ${this.#name(spot)} = ${shown.text}${this.#remark(spot)}`;
    return line.length <= LONGEST_SHORT ? line : undefined;
  }

  /** `undefined` for what needs lines of its own: deep objects, texts of several lines, JSON in strings. */
  #inline(value: Json, depth: number): { text: string; count: number } | undefined {
    if (typeof value === 'string' && (value.includes('\n') || parseEmbedded(value) !== undefined)) return undefined;
    if (!isArray(value) && !isObject(value)) return { text: this.#show(value), count: 1 };
    if (depth === 0) return undefined;
    const parts: string[] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (isNothing(inner) && !isArray(value)) continue;
      const shown = isObject(inner) ? undefined : this.#inline(inner, depth - 1);
      if (shown === undefined) return undefined;
      parts.push(isArray(value) ? shown.text : `${this.#scrubber.text(label(key, true))} = ${shown.text}`);
    }
    return { text: isArray(value) ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`, count: parts.length };
  }

  #isEmptyAgainstNothing({ before, after, unknown }: Spot): boolean {
    // What is empty now because all of it comes later is no empty value.
    if (holdsTrue(unknown)) return false;
    const isEmpty = (value: Json | undefined) =>
      (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
    return (isEmpty(before) && (after ?? null) === null) || (isEmpty(after) && (before ?? null) === null);
  }

  #step(spot: Spot, before: string | number | undefined, after: string | number | undefined, name: string): Spot {
    const at = (value: Json | undefined, key: string | number | undefined) =>
      key === undefined ? undefined : child(value, key);
    return {
      label: name,
      path: [...spot.path, after ?? before ?? ''],
      before: at(spot.before, before),
      after: at(spot.after, after),
      unknown: spot.unknown === true ? true : at(spot.unknown, after),
      beforeMask: at(spot.beforeMask, before),
      afterMask: at(spot.afterMask, after),
    };
  }

  #masked(spot: Spot): void {
    const { before = null, after = null, beforeMask, afterMask } = spot;
    const name = this.#name(spot);
    if (before === null && after === null && spot.unknown !== true) return;
    const isSame = spot.unknown !== true && canonical(before) === canonical(after);
    if (isSame && (beforeMask === true) === (afterMask === true)) return;
    if (isSame) {
      this.#write(spot, [`! ${name}: ${afterMask === true ? 'becomes' : 'is no longer'} sensitive`]);
      return;
    }
    const lines = before === null ? [] : [`- ${name} = ${SENSITIVE}`];
    if (spot.unknown === true) lines.push(`+ ${name} = ${SENSITIVE} ${UNKNOWN}${this.#remark(spot)}`);
    else if (after !== null) lines.push(`+ ${name} = ${SENSITIVE}${this.#remark(spot)}`);
    this.#write(spot, lines);
  }

  #unknown(spot: Spot): void {
    const name = this.#name(spot);
    const isNews = (spot.before ?? null) !== null && (!this.#input.isReplaced || this.#forces(spot));
    if (!isNews) {
      if (!this.#isFilledIn(spot)) this.computed.push(name);
      return;
    }
    this.#write(spot, [`- ${name} = ${this.#show(spot.before)}`, `+ ${name} = ${UNKNOWN}${this.#remark(spot)}`]);
  }

  /** Whether the provider, not the configuration, gives a new object this attribute. */
  #isFilledIn({ path: [attribute] }: Spot): boolean {
    const { brief, isWhole, isReplaced } = this.#input;
    const configured = brief?.configured;
    return (isWhole || isReplaced) && configured !== undefined && !configured.has(String(attribute));
  }

  /** Strings that hold JSON are compared as data, those of several lines by line. */
  #string(spot: Spot): void {
    const { before = null, after = null } = spot;
    if (before === after) return;
    const texts = [before, after].map((side) => (typeof side === 'string' ? this.#scrubber.text(side) : side));
    const [old = null, now = null] = texts;
    if (old === now) {
      this.#write(spot, [`! ${this.#name(spot)}: changes inside of ${SENSITIVE}`]);
      return;
    }
    const [oldJson, nowJson] = texts.map((side) => (typeof side === 'string' ? parseEmbedded(side) : undefined));
    const fits = (side: Json, json: Json | undefined) => side === null || side === '' || json !== undefined;
    const bothFit = fits(old, oldJson) && fits(now, nowJson) && (oldJson ?? nowJson) !== undefined;
    if (bothFit && spot.path.length > 0) {
      const count = this.lines.length;
      this.visit({ ...spot, before: oldJson, after: nowJson, beforeMask: false, afterMask: false, unknown: false });
      if (this.lines.length === count && !this.#input.isWhole)
        this.#write(spot, [`! ${this.#name(spot)}: only spacing or nulls change`]);
      return;
    }
    const isLong = [old, now].some((side) => typeof side === 'string' && side.trimEnd().includes('\n'));
    if (!isLong) {
      this.#leaf(spot);
      return;
    }
    const lines = multiLineDiff(typeof old === 'string' ? old : '', typeof now === 'string' ? now : '');
    const where = this.#input.brief?.shownElsewhere(lines);
    if (where === undefined) this.#write(spot, [`  ${this.#name(spot)}:${this.#remark(spot)}`, ...lines]);
    else this.#write(spot, [`${old === null ? '+' : '!'} ${this.#name(spot)}: ${where}${this.#remark(spot)}`]);
  }

  #leaf(spot: Spot): void {
    const { before = null, after = null } = spot;
    if (before === after) return;
    const areScalars = typeof before !== 'object' && typeof after !== 'object';
    if (!areScalars && canonical(before) === canonical(after)) return;
    const name = this.#name(spot);
    if (isNothing(before) && isNothing(after)) {
      if (this.#input.isWhole) return;
      if (this.#input.brief && !this.#isTheReason(spot)) {
        this.empties.push(name);
        return;
      }
    }
    const lines = before === null ? [] : [`- ${name} = ${this.#show(before)}`];
    if (after !== null) lines.push(`+ ${name} = ${this.#show(after)}`);
    this.#write(spot, lines.with(-1, `${lines.at(-1)}${this.#remark(spot)}`));
  }

  #show(value: Json | undefined): string {
    if (isArray(value)) return value.length === 0 ? '[]' : '[…]';
    if (isObject(value)) return Object.keys(value).length === 0 ? '{}' : '{…}';
    const shown = this.#scrubber.text(typeof value === 'string' ? value : String(value ?? null));
    return shown === SENSITIVE || typeof value !== 'string' ? shown : JSON.stringify(shown);
  }

  #name(spot: Spot): string {
    return this.#scrubber.text(spot.label);
  }

  #remark(spot: Spot): string {
    return this.#forces(spot) ? ' # forces replacement' : '';
  }

  #forces(spot: Spot): boolean {
    return this.#input.replacePaths.some((path) => {
      const length = Math.min(path.length, spot.path.length);
      return length > 0 && path.slice(0, length).every((step, index) => step === spot.path[index]);
    });
  }

  /** Whether it forces the replacement itself, not as a part of what does. */
  #isTheReason(spot: Spot): boolean {
    return this.#input.replacePaths.some((path) => canonical([...path]) === canonical([...spot.path]));
  }

  #write(spot: Spot, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const attribute = spot.path[0];
    if (attribute !== undefined) this.attributes.add(this.#scrubber.text(String(attribute)));
    this.lines.push(...lines);
  }
}
