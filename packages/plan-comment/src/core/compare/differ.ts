import { child, isArray, isEqual, isObject, isScalar, type Json } from '../read/json.ts';
import { type Clean, own } from '../secrets/clean.ts';
import { SENSITIVE } from '../secrets/scrub.ts';
import { Comparison } from './comparison.ts';
import { compareLists } from './lists.ts';
import {
  haveDifferentShapes,
  holdsTrue,
  isNothing,
  isSameScalar,
  keysOf,
  onlyAfter,
  onlyBefore,
  type Spot,
} from './spot.ts';
import { compareStrings } from './strings.ts';
import { LONGEST_SHORT, UNKNOWN } from './values.ts';

/** Walks over both sides of a change and writes down what differs. */
export class Differ extends Comparison {
  visit(spot: Spot): void {
    const { before, after, unknown, beforeMask, afterMask } = spot;
    const short = this.#short(spot);
    if (beforeMask === true || afterMask === true) this.#masked(spot);
    else if (unknown === true) this.#unknown(spot);
    else if (short !== undefined) this.write(spot, [short]);
    else if (haveDifferentShapes(before, after)) this.#bothSides(spot);
    else if (isObject(before) || isObject(after)) this.#object(spot);
    else if (isArray(before) || isArray(after)) compareLists(this, spot);
    else if (typeof before === 'string' || typeof after === 'string') compareStrings(this, spot);
    else this.leaf(spot);
  }

  #object(spot: Spot): void {
    if (this.isEmptyAgainstNothing(spot)) {
      this.leaf(spot);
      return;
    }
    const kind = spot.path.length === 0 ? 'attribute' : 'key';
    for (const key of keysOf(spot.after, spot.before, spot.unknown)) {
      if (isSameScalar(spot, key)) continue;
      const step = this.step(spot, key, key, { parent: spot.place, name: key, kind });
      if (key === 'tags_all' && this.#repeatsTags(spot))
        this.only(
          (writer) => !writer.isBrief,
          () => this.visit(step),
        );
      else this.visit(step);
    }
  }

  /** The provider adds its default tags to those of the resource: what both say is said once. */
  #repeatsTags({ path, before, after }: Spot): boolean {
    if (path.length > 0) return false;
    if (this.input.isWhole) return true;
    const at = (side: Json | undefined, attribute: string, key: string) => child(child(side, attribute), key);
    const keys = [before, after].map((side) => child(side, 'tags_all')).flatMap((tags) => Object.keys(tags ?? {}));
    return keys
      .filter((key) => !isEqual(at(before, 'tags_all', key), at(after, 'tags_all', key)))
      .every((key) => [before, after].every((side) => isEqual(at(side, 'tags_all', key), at(side, 'tags', key))));
  }

  /** One line for a small object or list that comes or goes as a whole: `= {containerPort = 3100, protocol = "tcp"}`. */
  #short(spot: Spot): Clean | undefined {
    const { before = null, after = null } = spot;
    if (spot.path.length === 0 || (before !== null && after !== null)) return undefined;
    const value = before ?? after;
    if (isScalar(value) || [spot.unknown, spot.beforeMask, spot.afterMask].some(holdsTrue)) return;
    const shown = this.values.inline(value);
    if (shown === undefined || shown.count < 2) return undefined;
    const line = own`${before === null ? own`+` : own`-`} ${this.name(spot)} = ${shown.text}${this.remark(spot)}`;
    return line.length <= LONGEST_SHORT ? line : undefined;
  }

  #masked(spot: Spot): void {
    const { before = null, after = null, beforeMask, afterMask } = spot;
    const name = this.name(spot);
    if (before === null && after === null && spot.unknown !== true) return;
    const isSame = spot.unknown !== true && isEqual(before, after);
    if (isSame && (beforeMask === true) === (afterMask === true)) return;
    if (isSame) {
      this.write(spot, [own`! ${name}: ${afterMask === true ? own`becomes` : own`is no longer`} sensitive`]);
      return;
    }
    const lines = before === null ? [] : [own`- ${name} = ${SENSITIVE}`];
    if (spot.unknown === true) lines.push(own`+ ${name} = ${SENSITIVE} ${UNKNOWN}${this.remark(spot)}`);
    else if (after !== null) lines.push(own`+ ${name} = ${SENSITIVE}${this.remark(spot)}`);
    this.write(spot, lines);
  }

  #unknown(spot: Spot): void {
    const isNews = (spot.before ?? null) !== null && (!this.input.isReplaced || this.forces(spot));
    if (!isNews) {
      const isFilledIn = this.#isFilledIn(spot);
      const name = this.name(spot);
      for (const { isBrief, computed } of this.writers) if (!isBrief || !isFilledIn) computed.push(name);
      return;
    }
    this.side(onlyBefore(spot), '-');
    this.write(spot, [own`+ ${this.name(spot)} = ${UNKNOWN}${this.remark(spot)}`]);
  }

  /** A value that becomes one of another shape: all of the old one, then all of the new one. */
  #bothSides(spot: Spot): void {
    this.side(onlyBefore(spot), '-');
    this.side(onlyAfter(spot), '+');
  }

  /**
   * Whether the provider, not the configuration, gives a new object this attribute. A `dynamic` block isn't in the configuration of a plan:
   * what is known of its values came from somewhere.
   */
  #isFilledIn({ path: [attribute = ''] }: Spot): boolean {
    const { brief, isWhole, isReplaced, after } = this.input;
    if ((!isWhole && !isReplaced) || brief?.configured === undefined) return false;
    const isPartlyKnown = !isNothing(child(after, attribute) ?? null);
    return !isPartlyKnown && !brief.configured.has(String(attribute));
  }
}
