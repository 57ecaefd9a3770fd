import { canonical, child, isArray, isObject, type Json, parseEmbedded } from './json.ts';
import { label, pairElements } from './list-diff.ts';
import type { Path } from './plan.ts';
import { type Scrubber, SENSITIVE } from './scrub.ts';
import { multiLineDiff } from './text-diff.ts';

export const UNKNOWN = '(known after apply)';

/** What changes in one resource, as lines of a diff (`+`, `-`, `!` for a remark, a space for context). */
export interface AttributeDiff {
  readonly lines: readonly string[];
  /** Top-level attributes that change. */
  readonly attributes: readonly string[];
  /** Attributes that nothing says more of than that they get their value later. */
  readonly computed: readonly string[];
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
}

/** One place in both documents. */
interface Spot {
  readonly label: string;
  readonly path: Path;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
  readonly beforeMask: Json | undefined;
  readonly afterMask: Json | undefined;
}

export function diffAttributes(input: DiffInput, scrubber: Scrubber): AttributeDiff {
  const differ = new Differ(input, scrubber);
  const { before, after, unknown, beforeSensitive: beforeMask, afterSensitive: afterMask } = input;
  differ.visit({ label: '', path: [], before, after, unknown, beforeMask, afterMask });
  return { lines: differ.lines, attributes: [...differ.attributes], computed: differ.computed };
}

class Differ {
  readonly lines: string[] = [];
  readonly attributes = new Set<string>();
  readonly computed: string[] = [];
  readonly #input: DiffInput;
  readonly #scrubber: Scrubber;

  constructor(input: DiffInput, scrubber: Scrubber) {
    this.#input = input;
    this.#scrubber = scrubber;
  }

  visit(spot: Spot): void {
    const { before, after, unknown, beforeMask, afterMask } = spot;
    const shapes = new Set([before, after].filter((value) => (value ?? null) !== null).map(shapeOf));
    if (beforeMask === true || afterMask === true) this.#masked(spot);
    else if (unknown === true) this.#unknown(spot);
    else if (shapes.size > 1) this.#leaf(spot);
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
    const sides = [spot.after, spot.before, spot.unknown].filter(isObject);
    for (const key of new Set(sides.flatMap((side) => Object.keys(side)))) {
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
      this.visit(this.#step(spot, pair.before, pair.after, `${spot.label}[${pair.name}]`));
    }
    if (pairs.isReordered) this.#write(spot, [`! ${this.#name(spot)}: order changed`]);
  }

  #isEmptyAgainstNothing({ before, after }: Spot): boolean {
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
      this.computed.push(name);
      return;
    }
    this.#write(spot, [`- ${name} = ${this.#show(spot.before)}`, `+ ${name} = ${UNKNOWN}${this.#remark(spot)}`]);
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
    const bothFit = (old === null || oldJson !== undefined) && (now === null || nowJson !== undefined);
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
    this.#write(spot, [`  ${this.#name(spot)}:${this.#remark(spot)}`, ...lines]);
  }

  #leaf(spot: Spot): void {
    const { before = null, after = null } = spot;
    if (before === after || canonical(before) === canonical(after)) return;
    const isNothing = (value: Json) =>
      value === null || canonical(value) === '[]' || canonical(value) === '{}' || value === '';
    if (this.#input.isWhole && isNothing(before) && isNothing(after)) return;
    const name = this.#name(spot);
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

  #write(spot: Spot, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const attribute = spot.path[0];
    if (attribute !== undefined) this.attributes.add(this.#scrubber.text(String(attribute)));
    this.lines.push(...lines);
  }
}

function shapeOf(value: Json | undefined): string {
  return isArray(value) ? 'list' : isObject(value) ? 'object' : 'scalar';
}
