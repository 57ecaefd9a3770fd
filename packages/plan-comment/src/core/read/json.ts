import { LongNumber } from './long-number.ts';

export type Json = null | boolean | number | string | LongNumber | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LongNumber);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Everything but an object or an array. */
export function isScalar(value: Json | undefined): boolean {
  return typeof value !== 'object' || value === null || value instanceof LongNumber;
}

/** A key of an object or an index of an array, `undefined` where there is none; never what the prototype holds. */
export function child(value: Json | undefined, key: string | number): Json | undefined {
  if (isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function items(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The same text for the same data, whatever the order of keys. */
export function canonical(value: Json | undefined): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (value instanceof LongNumber) return value.digits;
  let text = '';
  if (isArray(value)) {
    for (const inner of value) text += `${text === '' ? '' : ','}${canonical(inner)}`;
    return `[${text}]`;
  }
  const fields = value as JsonObject;
  for (const key of sortedKeys(fields)) {
    text += `${text === '' ? '' : ','}${quoted(key)}:${canonical(fields[key])}`;
  }
  return `{${text}}`;
}

/** Terraform writes most of them sorted. */
function sortedKeys(fields: JsonObject): readonly string[] {
  const keys = Object.keys(fields);
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort();
  }
  return keys;
}

/** A plan has few different names of attributes, again and again. */
const QUOTED = new Map<string, string>();
const MOST_QUOTED = 10_000;

function quoted(key: string): string {
  const known = QUOTED.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (QUOTED.size < MOST_QUOTED) QUOTED.set(key, text);
  return text;
}

/** Whether two values are the same data. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isScalar(a) || isScalar(b)) return (a ?? null) === (b ?? null);
  if (isArray(a) || isArray(b)) {
    return isArray(a) && isArray(b) && a.length === b.length && a.every((inner, index) => isEqual(inner, b[index]));
  }
  const [one, other] = [a as JsonObject, b as JsonObject];
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]));
}

/** JSON with all digits of its numbers. A caller that has scanned the text knows whether one of them may be long. */
export function parseJson(text: string, mayBeLong = MAY_BE_LONG.test(text)): Json {
  return JSON.parse(text, mayBeLong ? keepDigits : undefined) as Json;
}

/** A number that a double may not hold: 16 digits, or an exponent of three. */
const MAY_BE_LONG = /[[:,\s]-?\d(?:[\d.]{15}|[\d.]*[eE][-+]?\d{3})|^-?\d[\d.]{15}/;

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && !LongNumber.fits(value, source)
    ? LongNumber.of(source)
    : value;
}

/** A string that holds a JSON object or array, as jsonencode() writes it. */
export function parseEmbedded(value: string): Json | undefined {
  const first = value.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return parseJson(value);
  } catch {
    return undefined;
  }
}
