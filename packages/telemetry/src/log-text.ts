import { inspect } from 'node:util';

/**
 * Text that an application wrote: a line of its log. It may hold somebody's data, so it can be judged and can't be shown. Wherever it is
 * put into a text, into JSON or on a console, its length stands in its place.
 */
export class LogText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** In UTF-16 units, as JavaScript counts. */
  get length(): number {
    return this.#text.length;
  }

  /** What a rule finds in the text; a yes or no is all that leaves. */
  is(rule: (text: string) => boolean): boolean {
    return rule(this.#text) === true;
  }

  toString(): string {
    return `(${this.length} characters)`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
