import { type Decimal, decimal } from './decimal.ts';

const UNKNOWN = 'unknown';
const MINUS = '−';

/** Rounded half-up (away from zero) with thousands separators: `1,234.50`. */
export function grouped(value: Decimal, digits: number): string {
  const text = value.abs().toFixed(digits);
  const [whole = '0', fraction] = text.split('.');
  const shown = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return value.lt(decimal('0')) && /[1-9]/.test(text) ? `${MINUS}${shown}` : shown;
}

/** Dollars with cents, without a sign for the currency: `34.50`. */
export function amount(value: string | null): string {
  return value === null ? UNKNOWN : grouped(decimal(value), 2);
}

/** `$34.50`, `−$1.20`, `unknown`. */
export function dollars(value: string | null, digits = 2): string {
  if (value === null) return UNKNOWN;
  const text = grouped(decimal(value), digits);
  return text.startsWith(MINUS) ? `${MINUS}$${text.slice(1)}` : `$${text}`;
}

/** A whole percentage, `58 %`. */
export function percent(value: string | null): string {
  return value === null ? UNKNOWN : `${grouped(decimal(value), 0)} %`;
}

/**
 * A percentage beside the limit it was held against, with as many digits as it takes for the reader to agree with the
 * comparison: 49.6 against 50 is `49.6 %`, not `50 %`.
 */
export function percentAgainst(value: string | null, limit: string): string {
  if (value === null) return UNKNOWN;
  const exactValue = decimal(value);
  const border = decimal(limit);
  for (let digits = 0; digits < 6; digits += 1) {
    const rounded = decimal(exactValue.toFixed(digits));
    if (rounded.gte(border) === exactValue.gte(border)) return `${grouped(exactValue, digits)} %`;
  }
  return `${value} %`;
}

/** A quantity for people: few digits where it is large, enough where it is small. */
export function quantity(value: Decimal): string {
  if (value.eq(value.toFixed(0))) return grouped(value, 0);
  return grouped(value, value.abs().gte(decimal('100')) ? 0 : 2);
}

/** `1 zone`, `2 zones`. */
export function counted(count: string | number, noun: string): string {
  return `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
}
