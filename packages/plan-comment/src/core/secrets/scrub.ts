import type { Clean } from './clean.ts';
import { hashOf, rolled, SHORTEST_PART, SIEVE_SIZE } from './hash.ts';
import { hideLines, secretLines } from './lines.ts';
import { type Pattern, patternsOf } from './patterns.ts';
import { windowsOf, withoutNames } from './windows.ts';

export const SENSITIVE = '(sensitive)' as Clean;

export interface Scrubber {
  /** How many sensitive literals it knows. */
  readonly count: number;
  /** The text with every sensitive literal in it replaced, in whatever form it was encoded. */
  text(value: string): Clean;
  /** A number that stands alone: it is hidden where it is a literal of 6 digits or more, whole. */
  number(digits: string): Clean;
  /** A key of a map or a name of an element: a name of the source stays as it is. */
  key(value: string): Clean;
  /** An address: types, names and modules stand in the source, only what stands between `["` and `"]` is a value. */
  address(value: string): Clean;
}

/** Patterns by the hash of their first characters. */
interface Index {
  readonly buckets: Map<number, Pattern[]>;
  readonly windows: Set<string>;
  readonly sieve: Uint8Array;
}

/**
 * Finds all literals in one pass: the time grows with the length of the text, not with the number of secrets. Of a password-like
 * literal, any six characters in a row are found too, unless they stand in `names`: what the repository's own source calls things.
 */
export function createScrubber(literals: ReadonlySet<string>, names: ReadonlySet<string> = new Set()): Scrubber {
  const index = indexOf(literals, names);
  const lines = secretLines(literals);
  const isIdle = index.buckets.size === 0;
  const text = (value: string) => {
    if (value.length < SHORTEST_PART || isIdle) return value as Clean;
    if (literals.has(value)) return SENSITIVE;
    return hideLines(replace(value, index), lines, SENSITIVE) as Clean;
  };
  return {
    count: literals.size,
    text,
    number: (digits) => (digits.length >= SHORTEST_PART && literals.has(digits) ? SENSITIVE : (digits as Clean)),
    key: (value) => (names.has(value) ? (value as Clean) : text(value)),
    address: (value) => {
      if (isIdle) return value as Clean;
      return ADDRESS.test(value)
        ? (value.replace(INSTANCE, (_, key: string) => `["${text(key)}"]`) as Clean)
        : text(value);
    },
  };
}

const ADDRESS = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*|\[(?:\d+|"(?:[^"\\]|\\.)*")\])*$/u;
const INSTANCE = /\["((?:[^"\\]|\\.)*)"\]/g;

/** An address without its instances: that of the block that makes them. */
export function bareAddress(address: string): string {
  return address.includes('[') && ADDRESS.test(address)
    ? address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, '')
    : address;
}

export function namesInAddress(address: string): string[] {
  return ADDRESS.test(address) ? bareAddress(address).split('.') : [];
}

function indexOf(literals: ReadonlySet<string>, names: ReadonlySet<string>): Index {
  const index: Index = { buckets: new Map(), windows: new Set(), sieve: new Uint8Array(SIEVE_SIZE) };
  for (const pattern of patternsOf(literals)) {
    const hash = hashOf(pattern.text, 0);
    index.sieve[hash & (SIEVE_SIZE - 1)] = 1;
    const bucket = index.buckets.get(hash);
    if (bucket) bucket.push(pattern);
    else index.buckets.set(hash, [pattern]);
  }
  const windows = windowsOf(literals);
  withoutNames(windows, names, (name) => replace(name, index) === name);
  for (const window of windows) {
    index.windows.add(window);
    index.sieve[hashOf(window, 0) & (SIEVE_SIZE - 1)] = 1;
  }
  return index;
}

function replace(value: string, index: Index): string {
  let result = '';
  let shown = 0;
  let hash = hashOf(value, 0);
  for (let at = 0; at + SHORTEST_PART <= value.length; at++) {
    if (at > 0) hash = rolled(hash, value.charCodeAt(at - 1), value.charCodeAt(at + SHORTEST_PART - 1));
    if (index.sieve[hash & (SIEVE_SIZE - 1)] !== 1) continue;
    if (index.windows.has(value.slice(at, at + SHORTEST_PART))) {
      if (at >= shown) result += value.slice(shown, at) + SENSITIVE;
      shown = Math.max(shown, at + SHORTEST_PART);
    }
    for (const pattern of index.buckets.get(hash) ?? []) {
      if (!value.startsWith(pattern.text, at)) continue;
      const from = pattern.isBase64 ? runStart(value, at, shown) : at;
      const to = pattern.isBase64 ? runEnd(value, at + pattern.text.length) : at + pattern.text.length;
      if (from >= shown) result += value.slice(shown, from) + SENSITIVE;
      shown = Math.max(shown, to);
    }
  }
  return result + value.slice(shown);
}

function runStart(value: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && /[A-Za-z0-9+/_-]/.test(value[start - 1] ?? '')) start--;
  return start;
}

function runEnd(value: string, at: number): number {
  let end = at;
  while (end < value.length && /[A-Za-z0-9+/_=-]/.test(value[end] ?? '')) end++;
  return end;
}
