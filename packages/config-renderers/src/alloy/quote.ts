const NAMED: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** What Go prints as it is: letters, marks, numbers, punctuation, symbols and the ASCII space. */
const PLAIN = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const KEYWORDS: readonly string[] = ['true', 'false', 'null'];

/** A string literal with the escapes of Go, which Alloy's are. Half a surrogate pair becomes U+FFFD: UTF-8 has none. */
export function quote(text: string): string {
  // Most strings need no look at each character.
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return `"${Array.from(text.toWellFormed(), escaped).join('')}"`;
}

/**
 * The name of an object's field. `alloy fmt` quotes what is between its quotes once more, with escapes for what its
 * Unicode tables don't know yet: a name that isn't plain ASCII, or holds a quote, can't be written so that it stays.
 */
export function fieldName(name: string): string {
  if (isIdentifier(name)) return name;
  if (/^[ !#-[\]-~]+$/.test(name)) return `"${name}"`;
  throw new Error(`alloy: ${quote(name)} can't be the name of a field: expected plain ASCII without quotes`);
}

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.includes(name);
}

function escaped(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  if (PLAIN.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
