const SHORTEST = 16;
/** Bits for each character: words have about 3, 20 random letters and digits about 4. */
const LEAST_ENTROPY = 3.3;

/** Whether a text has a run of characters that nobody chose: letters and digits mixed, few of them repeated. */
export function looksRandom(text: string): boolean {
  if (UUID.test(text)) return false;
  return text.split(/[^A-Za-z0-9+_=]+/).some((part) => {
    if (part.length < SHORTEST || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false;
    return entropyOf(part) >= LEAST_ENTROPY;
  });
}

/** An id more often than a secret. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
