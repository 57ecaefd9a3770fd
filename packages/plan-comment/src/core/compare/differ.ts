import { child, isArray, isEqual, isObject, isScalar, type Json, parseEmbedded } from '../read/json.ts';
import { type Clean, fromSource, joined, own } from '../secrets/clean.ts';
import { type Scrubber, SENSITIVE } from '../secrets/scrub.ts';
import type { DiffInput } from './diff-input.ts';
import { embeddedRemark } from './embedded.ts';
import { type ElementPair, newOrder, pairElements } from './list-diff.ts';
import { movedOf } from './order.ts';
import { type Place, placeText } from './place.ts';
import { isSet } from './sets.ts';
import {
  haveDifferentShapes,
  holdsTrue,
  isNothing,
  isSameScalar,
  keysOf,
  onlyAfter,
  onlyBefore,
  type Spot,
  without,
} from './spot.ts';
import { multiLineDiff } from './text-diff.ts';
import { LONGEST_SHORT, UNKNOWN, Values } from './values.ts';
import { Marks, type Writer } from './writer.ts';

const SIGN = { '-': own`-`, '+': own`+` };

/** Walks over both sides of a change and writes down what differs. */
export class Differ {
  /** Those that it writes to at the moment. */
  #writers: readonly Writer[];
  readonly #input: DiffInput;
  readonly #scrubber: Scrubber;
  readonly #values: Values;

  constructor(input: DiffInput, scrubber: Scrubber, writers: readonly Writer[]) {
    this.#writers = writers;
    this.#input = input;
    this.#scrubber = scrubber;
    this.#values = new Values(scrubber);
  }

  visit(spot: Spot): void {
    const { before, after, unknown, beforeMask, afterMask } = spot;
    const short = this.#short(spot);
    if (beforeMask === true || afterMask === true) this.#masked(spot);
    else if (unknown === true) this.#unknown(spot);
    else if (short !== undefined) this.#write(spot, [short]);
    else if (haveDifferentShapes(before, after)) this.#bothSides(spot);
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
    const kind = spot.path.length === 0 ? 'attribute' : 'key';
    for (const key of keysOf(spot.after, spot.before, spot.unknown)) {
      if (isSameScalar(spot, key)) continue;
      const step = this.#step(spot, key, key, { parent: spot.place, name: key, kind });
      if (key === 'tags_all' && this.#repeatsTags(spot))
        this.#for(
          (writer) => !writer.isBrief,
          () => this.visit(step),
        );
      else this.visit(step);
    }
  }

  #list(given: Spot): void {
    if (this.#isEmptyAgainstNothing(given)) {
      this.#leaf(given);
      return;
    }
    const spot = withAllElements(given);
    const before = isArray(spot.before) ? spot.before : [];
    const after = isArray(spot.after) ? spot.after : [];
    const pairs = pairElements(before, after, (index) => child(spot.unknown, index) === true);
    const order = this.#newOrder(spot, pairs.elements, pairs.identity !== undefined);
    if (order !== undefined && [...before, ...after].every(isScalar)) {
      this.#reorderedScalars(spot, pairs.elements, order);
      return;
    }
    this.#elements(spot, pairs.elements, pairs.identity);
    if (order === undefined) return;
    const names = (of: readonly ElementPair[]) =>
      of.map(({ name, before: place }) =>
        pairs.identity === undefined ? fromSource(String(place)) : this.#scrubber.key(name),
      );
    const old = order.toSorted((a, b) => (a.before ?? 0) - (b.before ?? 0));
    this.#write(spot, [
      own`! ${this.#name(spot)}: order changed: ${joined(names(old), ', ')} → ${joined(names(order), ', ')}`,
    ]);
  }

  #elements(spot: Spot, pairs: readonly ElementPair[], identity: string | undefined): void {
    for (const { before, after, name } of pairs) {
      this.#element(this.#step(spot, before, after, { parent: spot.place, name, kind: 'element' }), identity);
    }
  }

  /** `undefined` where the order is the old one, or means nothing. */
  #newOrder(spot: Spot, pairs: readonly ElementPair[], hasNames: boolean): readonly ElementPair[] | undefined {
    const order = newOrder(pairs);
    if (order === undefined) return undefined;
    const kind = spot.isJson ? 'list' : isSet(this.#input.type, spot.path);
    if (kind === 'set') return undefined;
    if (kind === 'list' && hasNames) return order;
    // Terraform sorts sets: what is equal on both sides keeps its order there, what changes doesn't.
    const isSame = ({ before, after }: ElementPair) =>
      isEqual(child(spot.before, before ?? -1), child(spot.after, after ?? -1));
    return newOrder(pairs.filter(isSame));
  }

  /** Both orders where they fit on a line each, else what moves. */
  #reorderedScalars(spot: Spot, pairs: readonly ElementPair[], order: readonly ElementPair[]): void {
    const name = this.#name(spot);
    const [old, now] = [
      this.#values.list(isArray(spot.before) ? spot.before : [], spot.beforeMask, false),
      this.#values.list(isArray(spot.after) ? spot.after : [], spot.afterMask, spot.unknown),
    ];
    if (old !== undefined && now !== undefined) {
      const same = old === now ? [own`! ${name}: order changed inside of ${SENSITIVE}`] : [];
      this.#write(spot, [own`- ${name} = ${old}`, own`+ ${name} = ${now}${this.#remark(spot)}`, ...same]);
      return;
    }
    this.#elements(spot, pairs, undefined);
    const moved = movedOf(order);
    this.#write(spot, [own`! ${name}: order changed, ${moved.length} of ${order.length} elements move`]);
    for (const { before = 0, after = 0 } of moved) {
      const at = (index: number): Place => ({ parent: spot.place, name: String(index), kind: 'element' });
      const step = this.#step(spot, before, after, at(before));
      this.#side({ ...onlyBefore(step) }, '-');
      this.#side({ ...onlyAfter(step), place: at(after) }, '+');
    }
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
    const marks = new Marks(this.#writers);
    this.visit({ ...spot, before, after });
    const { silent } = marks;
    for (const writer of silent) marks.undoComputed(writer);
    this.#for(
      (writer) => silent.includes(writer),
      () => this.visit(spot),
    );
  }

  /** Writes to some of the writers only. */
  #for(isMeant: (writer: Writer) => boolean, write: () => void): void {
    const all = this.#writers;
    const some = all.filter(isMeant);
    if (some.length === 0) return;
    this.#writers = some;
    write();
    this.#writers = all;
  }

  /** The provider adds its default tags to those of the resource: what both say is said once. */
  #repeatsTags({ path, before, after }: Spot): boolean {
    if (path.length > 0) return false;
    if (this.#input.isWhole) return true;
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
    const shown = this.#values.inline(value);
    if (shown === undefined || shown.count < 2) return undefined;
    const line = own`${before === null ? own`+` : own`-`} ${this.#name(spot)} = ${shown.text}${this.#remark(spot)}`;
    return line.length <= LONGEST_SHORT ? line : undefined;
  }

  #isEmptyAgainstNothing({ before, after, unknown }: Spot): boolean {
    // What is empty now because all of it comes later is no empty value.
    if (holdsTrue(unknown)) return false;
    const isEmpty = (value: Json | undefined) => value !== undefined && !isScalar(value) && isNothing(value);
    return (isEmpty(before) && (after ?? null) === null) || (isEmpty(after) && (before ?? null) === null);
  }

  #step(spot: Spot, before: string | number | undefined, after: string | number | undefined, place: Place): Spot {
    const at = (value: Json | undefined, key: string | number | undefined) =>
      key === undefined ? undefined : child(value, key);
    return {
      place,
      path: [...spot.path, after ?? before ?? ''],
      isJson: spot.isJson,
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
    const isSame = spot.unknown !== true && isEqual(before, after);
    if (isSame && (beforeMask === true) === (afterMask === true)) return;
    if (isSame) {
      this.#write(spot, [own`! ${name}: ${afterMask === true ? own`becomes` : own`is no longer`} sensitive`]);
      return;
    }
    const lines = before === null ? [] : [own`- ${name} = ${SENSITIVE}`];
    if (spot.unknown === true) lines.push(own`+ ${name} = ${SENSITIVE} ${UNKNOWN}${this.#remark(spot)}`);
    else if (after !== null) lines.push(own`+ ${name} = ${SENSITIVE}${this.#remark(spot)}`);
    this.#write(spot, lines);
  }

  #unknown(spot: Spot): void {
    const isNews = (spot.before ?? null) !== null && (!this.#input.isReplaced || this.#forces(spot));
    if (!isNews) {
      const isFilledIn = this.#isFilledIn(spot);
      const name = this.#name(spot);
      for (const { isBrief, computed } of this.#writers) if (!isBrief || !isFilledIn) computed.push(name);
      return;
    }
    this.#side(onlyBefore(spot), '-');
    this.#write(spot, [own`+ ${this.#name(spot)} = ${UNKNOWN}${this.#remark(spot)}`]);
  }

  /** A value that becomes one of another shape: all of the old one, then all of the new one. */
  #bothSides(spot: Spot): void {
    this.#side(onlyBefore(spot), '-');
    this.#side(onlyAfter(spot), '+');
  }

  /** All of a side, on one line where it fits. */
  #side(spot: Spot, sign: '-' | '+'): void {
    const value = (sign === '-' ? spot.before : spot.after) ?? null;
    const mask = sign === '-' ? spot.beforeMask : spot.afterMask;
    const isPlain = ![spot.unknown, mask].some(holdsTrue);
    const shown = isPlain ? this.#values.inline(value)?.text : undefined;
    if (shown !== undefined && (isScalar(value) || shown.length <= LONGEST_SHORT)) {
      this.#write(spot, [
        own`${SIGN[sign]} ${this.#name(spot)} = ${shown}${sign === '+' ? this.#remark(spot) : own``}`,
      ]);
      return;
    }
    this.visit(spot);
  }

  /**
   * Whether the provider, not the configuration, gives a new object this attribute. A `dynamic` block isn't in the configuration of a plan:
   * what is known of its values came from somewhere.
   */
  #isFilledIn({ path: [attribute = ''] }: Spot): boolean {
    const { brief, isWhole, isReplaced, after } = this.#input;
    if ((!isWhole && !isReplaced) || brief?.configured === undefined) return false;
    const isPartlyKnown = !isNothing(child(after, attribute) ?? null);
    return !isPartlyKnown && !brief.configured.has(String(attribute));
  }

  /** Strings that hold JSON are compared as data, those of several lines by line. */
  #string(spot: Spot): void {
    const { before = null, after = null } = spot;
    if (before === after) return;
    const texts = [before, after].map((side) => (typeof side === 'string' ? this.#scrubber.text(side) : undefined));
    const [old, now] = texts;
    if (old === now && old !== undefined) {
      this.#write(spot, [own`! ${this.#name(spot)}: changes inside of ${SENSITIVE}`]);
      return;
    }
    const [oldJson, nowJson] = texts.map((side) => (side === undefined ? undefined : parseEmbedded(side)));
    const fits = (side: Json, json: Json | undefined) => side === null || side === '' || json !== undefined;
    const bothFit = fits(before, oldJson) && fits(after, nowJson) && (oldJson ?? nowJson) !== undefined;
    if (bothFit && spot.path.length > 0) {
      const marks = new Marks(this.#writers);
      const masks = { beforeMask: false, afterMask: false, unknown: false };
      this.visit({ ...spot, ...masks, before: oldJson, after: nowJson, isJson: true });
      const { silent } = marks;
      if (silent.length === 0 || this.#input.isWhole) return;
      const remark = embeddedRemark(old ?? '', now ?? '');
      this.#for(
        (writer) => silent.includes(writer),
        () => {
          if (remark === undefined) this.#leaf(spot);
          else this.#write(spot, [own`! ${this.#name(spot)}: ${remark}`]);
        },
      );
      return;
    }
    const isLong = texts.some((side) => side?.trimEnd().includes('\n'));
    const isText = [before, after].every((side) => side === null || typeof side === 'string');
    if (!isLong || !isText) {
      this.#leaf(spot, texts);
      return;
    }
    this.#longText(spot, old ?? own``, now ?? own``);
  }

  #longText(spot: Spot, old: Clean, now: Clean): void {
    const { lines, remarks } = multiLineDiff(old, now);
    const name = this.#name(spot);
    const ends = remarks.map((remark) => own`! ${name}: ${remark}${lines.length === 0 ? this.#remark(spot) : own``}`);
    const shown = lines.length === 0 ? ends : [own`  ${name}:${this.#remark(spot)}`, ...lines, ...ends];
    const where = this.#input.brief?.shownElsewhere(lines);
    const sign = (spot.before ?? null) === null ? own`+` : own`!`;
    const brief = where === undefined ? shown : [own`${sign} ${name}: ${where}${this.#remark(spot)}`, ...ends];
    this.#for(
      (writer) => !writer.isBrief,
      () => this.#write(spot, shown),
    );
    this.#for(
      (writer) => writer.isBrief,
      () => this.#write(spot, brief),
    );
  }

  #leaf(spot: Spot, texts?: readonly (Clean | undefined)[]): void {
    const { before = null, after = null } = spot;
    if (isEqual(before, after)) return;
    const isEmpty = isNothing(before) && isNothing(after);
    if (isEmpty && this.#input.isWhole) return;
    const name = this.#name(spot);
    const write = () => this.#writeSides(spot, name, texts);
    if (!isEmpty || this.#isTheReason(spot)) {
      write();
      return;
    }
    for (const { isBrief, empties } of this.#writers) if (isBrief) empties.push(name);
    this.#for((writer) => !writer.isBrief, write);
  }

  #writeSides(spot: Spot, name: Clean, texts: readonly (Clean | undefined)[] | undefined): void {
    const { before = null, after = null } = spot;
    const [old, now] =
      isScalar(before) && isScalar(after)
        ? this.#values.pair(before, after, texts)
        : [before, after].map((side) => this.#values.inline(side)?.text ?? own``);
    const lines = before === null ? [] : [own`- ${name} = ${old ?? own``}`];
    if (after !== null) lines.push(own`+ ${name} = ${now ?? own``}`);
    this.#write(spot, lines.with(-1, own`${lines.at(-1) ?? own``}${this.#remark(spot)}`));
  }

  #name(spot: Spot): Clean {
    return placeText(spot.place, this.#scrubber);
  }

  #remark(spot: Spot): Clean {
    return this.#forces(spot) ? own` # forces replacement` : own``;
  }

  #forces(spot: Spot): boolean {
    return this.#input.replacePaths.some((path) => {
      const length = Math.min(path.length, spot.path.length);
      return length > 0 && path.slice(0, length).every((step, index) => step === spot.path[index]);
    });
  }

  /** Whether it forces the replacement itself, not as a part of what does. */
  #isTheReason(spot: Spot): boolean {
    return this.#input.replacePaths.some((path) => isEqual([...path], [...spot.path]));
  }

  #write(spot: Spot, lines: readonly Clean[]): void {
    if (lines.length === 0) return;
    const attribute = spot.path[0];
    for (const writer of this.#writers) {
      if (attribute !== undefined) writer.attributes.add(fromSource(String(attribute)));
      writer.lines.push(...lines);
    }
  }
}

/** Elements that are known only later may be missing from the list of values. */
function withAllElements(spot: Spot): Spot {
  const { after, unknown } = spot;
  if (!isArray(unknown) || unknown.length <= (isArray(after) ? after.length : 0)) return spot;
  const known = isArray(after) ? after : [];
  return { ...spot, after: [...known, ...unknown.slice(known.length).map(() => null)] };
}
