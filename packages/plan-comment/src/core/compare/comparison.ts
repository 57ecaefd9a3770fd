import { child, isEqual, isScalar, type Json } from '../read/json.ts';
import { type Clean, fromSource, own } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import type { DiffInput } from './diff-input.ts';
import { type Place, placeText } from './place.ts';
import { holdsTrue, isNothing, type Spot } from './spot.ts';
import { LONGEST_SHORT, Values } from './values.ts';
import type { Writer } from './writer.ts';

const SIGN = { '-': own`-`, '+': own`+` };

/** What every part of a comparison needs: where it stands, what it is called, and who records it. */
export abstract class Comparison {
  /** Those that it writes to at the moment. */
  writers: readonly Writer[];
  readonly input: DiffInput;
  readonly scrubber: Scrubber;
  readonly values: Values;

  constructor(input: DiffInput, scrubber: Scrubber, writers: readonly Writer[]) {
    this.writers = writers;
    this.input = input;
    this.scrubber = scrubber;
    this.values = new Values(scrubber);
  }

  /** Compares what stands at a place, whatever it is. */
  abstract visit(spot: Spot): void;

  step(spot: Spot, before: string | number | undefined, after: string | number | undefined, place: Place): Spot {
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

  /** All of a side, on one line where it fits. */
  side(spot: Spot, sign: '-' | '+'): void {
    const value = (sign === '-' ? spot.before : spot.after) ?? null;
    const mask = sign === '-' ? spot.beforeMask : spot.afterMask;
    const isPlain = ![spot.unknown, mask].some(holdsTrue);
    const shown = isPlain ? this.values.inline(value)?.text : undefined;
    if (shown !== undefined && (isScalar(value) || shown.length <= LONGEST_SHORT)) {
      this.write(spot, [own`${SIGN[sign]} ${this.name(spot)} = ${shown}${sign === '+' ? this.remark(spot) : own``}`]);
      return;
    }
    this.visit(spot);
  }

  leaf(spot: Spot, texts?: readonly (Clean | undefined)[]): void {
    const { before = null, after = null } = spot;
    if (isEqual(before, after)) return;
    const isEmpty = isNothing(before) && isNothing(after);
    if (isEmpty && this.input.isWhole) return;
    const name = this.name(spot);
    const write = () => this.#writeSides(spot, name, texts);
    if (!isEmpty || this.isTheReason(spot)) {
      write();
      return;
    }
    for (const { isBrief, empties } of this.writers) if (isBrief) empties.push(name);
    this.only((writer) => !writer.isBrief, write);
  }

  #writeSides(spot: Spot, name: Clean, texts: readonly (Clean | undefined)[] | undefined): void {
    const { before = null, after = null } = spot;
    const [old, now] =
      isScalar(before) && isScalar(after)
        ? this.values.pair(before, after, texts)
        : [before, after].map((side) => this.values.inline(side)?.text ?? own``);
    const lines = before === null ? [] : [own`- ${name} = ${old ?? own``}`];
    if (after !== null) lines.push(own`+ ${name} = ${now ?? own``}`);
    this.write(spot, lines.with(-1, own`${lines.at(-1) ?? own``}${this.remark(spot)}`));
  }

  /** Writes to some of the writers only. */
  only(isMeant: (writer: Writer) => boolean, write: () => void): void {
    const all = this.writers;
    const some = all.filter(isMeant);
    if (some.length === 0) return;
    this.writers = some;
    write();
    this.writers = all;
  }

  name(spot: Spot): Clean {
    return placeText(spot.place, this.scrubber);
  }

  remark(spot: Spot): Clean {
    return this.forces(spot) ? own` # forces replacement` : own``;
  }

  forces(spot: Spot): boolean {
    return this.input.replacePaths.some((path) => {
      const length = Math.min(path.length, spot.path.length);
      return length > 0 && path.slice(0, length).every((step, index) => step === spot.path[index]);
    });
  }

  /** Whether it forces the replacement itself, not as a part of what does. */
  isTheReason(spot: Spot): boolean {
    return this.input.replacePaths.some((path) => isEqual([...path], [...spot.path]));
  }

  write(spot: Spot, lines: readonly Clean[]): void {
    if (lines.length === 0) return;
    const attribute = spot.path[0];
    for (const writer of this.writers) {
      if (attribute !== undefined) writer.attributes.add(fromSource(String(attribute)));
      writer.lines.push(...lines);
    }
  }

  isEmptyAgainstNothing({ before, after, unknown }: Spot): boolean {
    // A value that is empty because none of it is known yet does not count as empty.
    if (holdsTrue(unknown)) return false;
    const isEmpty = (value: Json | undefined) => value !== undefined && !isScalar(value) && isNothing(value);
    return (isEmpty(before) && (after ?? null) === null) || (isEmpty(after) && (before ?? null) === null);
  }
}
