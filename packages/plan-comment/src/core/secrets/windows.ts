import { parseEmbedded } from '../read/json.ts';
import { hashOf, rolled, SHORTEST_PART, SIEVE_SIZE } from './hash.ts';

/** Beyond this many, literals are found as a whole only. */
const MOST_WINDOWS = 200_000;
/** One character repeated says nothing: dashes of a header, zeros. */
const LEAST_DISTINCT = 2;

/** Every six characters in a row of a password-like literal: a part of it is as secret as the whole. */
export function windowsOf(literals: ReadonlySet<string>): Set<string> {
  const windows = new Set<string>();
  for (const literal of literals) {
    if (windows.size > MOST_WINDOWS) break;
    for (const part of passwordLikeParts(literal)) {
      for (let at = 0; at + SHORTEST_PART <= part.length; at++) {
        const window = part.slice(at, at + SHORTEST_PART);
        if (!/\s/.test(window) && new Set(window).size >= LEAST_DISTINCT) windows.add(window);
      }
    }
  }
  return windows;
}

/**
 * What of a literal nobody could know otherwise: all of one line; of an address its tokens, for hosts and paths are public. What a
 * document holds is a literal of its own.
 */
function passwordLikeParts(literal: string): string[] {
  if (!/^.{8,512}$/.test(literal) || literal.startsWith('arn:') || parseEmbedded(literal) !== undefined) return [];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(literal)) return [literal];
  return literal.split(/[/?#&=:@]+/).filter((part) => /^(?=.*[0-9])(?=.*[A-Za-z])[\w-]{8,}$/.test(part));
}

/** Without the windows that a name shows anyway, unless that name holds a secret. */
export function withoutNames(windows: Set<string>, names: Iterable<string>, isClean: (name: string) => boolean): void {
  if (windows.size === 0) return;
  const sieve = new Uint8Array(SIEVE_SIZE);
  for (const window of windows) sieve[hashOf(window, 0) & (SIEVE_SIZE - 1)] = 1;
  for (const name of names) {
    if (name.length >= SHORTEST_PART && isClean(name)) forget(name, windows, sieve);
  }
}

function forget(name: string, windows: Set<string>, sieve: Uint8Array): void {
  let hash = hashOf(name, 0);
  for (let at = 0; at + SHORTEST_PART <= name.length; at++) {
    if (at > 0) hash = rolled(hash, name.charCodeAt(at - 1), name.charCodeAt(at + SHORTEST_PART - 1));
    if (sieve[hash & (SIEVE_SIZE - 1)] === 1) windows.delete(name.slice(at, at + SHORTEST_PART));
  }
}
