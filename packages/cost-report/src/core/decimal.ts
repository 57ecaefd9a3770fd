import Big from 'big.js';

/** Strict: refuses JavaScript numbers, so that no money ever passes through binary floating point. */
const DecimalConstructor = Big();
DecimalConstructor.strict = true;
DecimalConstructor.DP = 20;
DecimalConstructor.RM = Big.roundHalfUp;

export type Decimal = Big;

/** `text` is decimal notation such as `0.03`. */
export function decimal(text: string): Decimal {
  return new DecimalConstructor(text);
}

export const ZERO = decimal('0');

/** The sum, or undefined as soon as one part is unknown: an unknown is never counted as 0. */
export function sum(parts: readonly (Decimal | undefined)[]): Decimal | undefined {
  let total = ZERO;
  for (const part of parts) {
    if (part === undefined) return undefined;
    total = total.plus(part);
  }
  return total;
}

export function max(a: Decimal, b: Decimal): Decimal {
  return a.gt(b) ? a : b;
}

/** Plain notation with every digit, never an exponent. */
export function exact(value: Decimal): string {
  return value.toFixed();
}
