export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
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

/** The same text for the same data, whatever the order of keys. */
export function canonical(value: Json | undefined): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  let text = '';
  if (isArray(value)) {
    for (const inner of value) text += `${text === '' ? '' : ','}${canonical(inner)}`;
    return `[${text}]`;
  }
  const fields = value as JsonObject;
  for (const key of Object.keys(fields).sort()) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(fields[key])}`;
  }
  return `{${text}}`;
}

/** A string that holds a JSON object or array, as jsonencode() writes it. */
export function parseEmbedded(value: string): Json | undefined {
  const first = value.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}
