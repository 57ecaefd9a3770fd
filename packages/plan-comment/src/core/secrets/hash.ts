/** Shorter literals would tear holes into ordinary text: only their own mask hides them. */
export const SHORTEST_PART = 6;

/** A sieve answers "surely none" without a look-up. */
export const SIEVE_SIZE = 1 << 18;

const BASE = 31;
const BASE_OF_FIRST = BASE ** (SHORTEST_PART - 1);

/** Of the characters from a place on. */
export function hashOf(value: string, from: number): number {
  let hash = 0;
  for (let i = from; i < from + SHORTEST_PART; i++) hash = (Math.imul(hash, BASE) + value.charCodeAt(i)) | 0;
  return hash;
}

/** The hash one character further. */
export function rolled(hash: number, leaving: number, entering: number): number {
  return (Math.imul(hash - Math.imul(leaving, BASE_OF_FIRST), BASE) + entering) | 0;
}
