/**
 * A number with more digits than a double holds, as it is written. There is one object for each spelling, so that `===` compares them
 * and two long numbers that differ never look equal.
 */
export class LongNumber {
  static readonly #known = new Map<string, LongNumber>();
  readonly digits: string;

  private constructor(digits: string) {
    this.digits = digits;
  }

  static of(digits: string): LongNumber {
    const known = LongNumber.#known.get(digits) ?? new LongNumber(digits);
    LongNumber.#known.set(digits, known);
    return known;
  }

  /** Whether a double says the same as the text that it was read from. */
  static fits(value: number, source: string): boolean {
    const shown = String(value);
    return shown === source || significant(shown) === significant(source);
  }

  toString(): string {
    return this.digits;
  }
}

/** `-12.50e3` as `-.125e5`: the same text for the same number. */
function significant(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  return short === '' ? '0' : `${sign}.${short}e${Number(exponent) - fraction.length + digits.length}`;
}
