import { UserError } from '@loki-adoption/errors';
import { type Json, parseJson } from './json.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COLON, COMMA] = [0x7b, 0x7d, 0x5b, 0x5d, 0x3a, 0x2c];
const DEEPEST = 2000;

/**
 * Walks over JSON in UTF-8 without building all of it: what nobody asks for is only stepped over, and no single string or
 * document has to fit into one string of JavaScript (512 MB).
 *
 * @throws UserError in one line for JSON that ends early or is damaged; it never quotes the content, which may hold secrets.
 */
export class JsonReader {
  /** Index of the next byte. */
  at: number;
  readonly bytes: Buffer;
  readonly #source: string;
  /** Whether what was stepped over last holds a number that a double may not hold. */
  #mayBeLong = false;

  constructor(bytes: Buffer, source: string, at = 0) {
    this.bytes = bytes;
    this.#source = source;
    this.at = at;
  }

  /** Calls `member` at the value of each member; what it doesn't read is skipped. Any other value than an object is skipped. */
  object(member: (key: string) => void): void {
    this.#collection(OPEN_OBJECT, CLOSE_OBJECT, () => {
      const key = this.#peek() === QUOTE ? this.value() : this.#damaged();
      this.#expect(COLON);
      this.#peek();
      const start = this.at;
      member(String(key));
      if (this.at === start) this.skip();
    });
  }

  /** The same for the elements of an array. */
  array(element: (index: number) => void): void {
    let index = 0;
    this.#collection(OPEN_ARRAY, CLOSE_ARRAY, () => {
      this.#peek();
      const start = this.at;
      element(index++);
      if (this.at === start) this.skip();
    });
  }

  isAtArray(): boolean {
    return this.#peek() === OPEN_ARRAY;
  }

  /** The next value, whole. */
  value(): Json {
    const start = this.skip();
    return this.parse(start, this.at, this.#mayBeLong);
  }

  /** What stands between two places that `skip` gave. */
  parse(start: number, end: number, mayBeLong?: boolean): Json {
    const text = this.bytes.toString('utf8', start, end);
    try {
      return parseJson(text, mayBeLong);
    } catch {
      this.at = start;
      return this.#damaged();
    }
  }

  /** Steps over the next value and returns where it starts. */
  skip(): number {
    this.#peek();
    const start = this.at;
    const { bytes } = this;
    let depth = 0;
    this.#mayBeLong = false;
    do {
      const byte = this.#peek();
      if (byte === QUOTE) this.#skipString();
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (++depth > DEEPEST) this.#damaged();
        this.at++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (--depth < 0) this.#damaged();
        this.at++;
      } else if (byte === COLON || byte === COMMA) {
        if (depth === 0) this.#damaged();
        this.at++;
      } else {
        const before = this.at;
        while (isOfScalar(bytes[this.at])) this.at++;
        if (this.at === before) this.#damaged();
        if (isLong(bytes, before, this.at)) this.#mayBeLong = true;
      }
    } while (depth > 0);
    return start;
  }

  #collection(open: number, close: number, step: () => void): void {
    if (this.#peek() !== open) {
      this.skip();
      return;
    }
    this.at++;
    if (this.#peek() === close) {
      this.at++;
      return;
    }
    for (;;) {
      step();
      const byte = this.#peek();
      this.at++;
      if (byte === close) return;
      if (byte !== COMMA) {
        this.at--;
        this.#damaged();
      }
    }
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte) this.#damaged();
    this.at++;
  }

  /** The next byte that is not whitespace. */
  #peek(): number {
    const { bytes } = this;
    for (let byte = bytes[this.at]; byte !== undefined; byte = bytes[++this.at]) {
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
    }
    return this.#truncated();
  }

  #skipString(): void {
    const { bytes } = this;
    let at = this.at + 1;
    for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
      if (byte === undefined) this.#truncated();
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.at = at + 1;
  }

  #truncated(): never {
    throw new UserError(
      `${this.#source} ends in the middle of its JSON (after ${this.bytes.length} bytes): write it again, the disk may be full or the command was killed.`,
    );
  }

  #damaged(): never {
    throw this.problem(`the JSON is broken at byte ${this.at}`);
  }

  /** For what is JSON but not as Terraform writes it. */
  problem(what: string): UserError {
    return new UserError(
      `${this.#source} is damaged, ${what}: write it again with \`terraform show -json PLANFILE\`, and edit nothing.`,
    );
  }
}

/** Of a number, `true`, `false` or `null`. */
function isOfScalar(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x2b && byte <= 0x39 && byte !== COMMA) || byte === 0x45;
}

/** Of 16 characters, or with an exponent. */
function isLong(bytes: Buffer, start: number, end: number): boolean {
  if ((bytes[start] ?? 0) > 0x39) return false;
  if (end - start >= 16) return true;
  for (let at = start; at < end; at++) if (((bytes[at] ?? 0) | 0x20) === 0x65) return true;
  return false;
}
