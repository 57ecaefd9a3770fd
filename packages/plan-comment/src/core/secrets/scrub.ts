import { parseEmbedded } from '../read/json.ts';

export const SENSITIVE = '(sensitive)';

/** Shorter literals would tear holes into ordinary text: they count only where they are the whole value. */
const SHORTEST_PART = 6;
const SHORTEST_LINE = 12;

export interface Scrubber {
  /** How many sensitive literals it knows. */
  readonly count: number;
  /** The text with every sensitive literal in it replaced, in whatever form it was encoded. */
  text(value: string): string;
  /** The same for a key of a map or a name of an element. */
  key(value: string): string;
}

interface Pattern {
  readonly text: string;
  /** A match inside of base64 takes the whole run: its neighbours hold the rest of the secret's bits. */
  readonly isBase64: boolean;
}

/** Patterns by the hash of their first characters, behind a sieve that answers "surely none" without a look-up. */
interface Index {
  readonly buckets: Map<number, Pattern[]>;
  /** Every six characters in a row of a password-like literal: a part of it is as secret as the whole. */
  readonly windows: Set<string>;
  readonly sieve: Uint8Array;
}

const SIEVE_SIZE = 1 << 18;

/**
 * Finds all literals in one pass: the time grows with the length of the text, not with the number of secrets. Of a password-like
 * literal, any six characters in a row are found too, unless they stand in `known`: names that the plan shows anyway.
 */
export function createScrubber(literals: ReadonlySet<string>, known: Iterable<string> = []): Scrubber {
  const index: Index = { buckets: new Map(), windows: new Set(), sieve: new Uint8Array(SIEVE_SIZE) };
  for (const pattern of patternsOf(literals)) {
    const hash = hashOf(pattern.text, 0);
    index.sieve[hash & (SIEVE_SIZE - 1)] = 1;
    const bucket = index.buckets.get(hash);
    if (bucket) bucket.push(pattern);
    else index.buckets.set(hash, [pattern]);
  }
  const windows = windowsOf(literals);
  const sieve = new Uint8Array(SIEVE_SIZE);
  for (const window of windows) sieve[hashOf(window, 0) & (SIEVE_SIZE - 1)] = 1;
  if (windows.size > 0) {
    // A name with a secret in it makes no part of that secret known.
    for (const name of known) {
      if (name.length >= SHORTEST_PART && replace(name, index) === name) forget(name, windows, sieve);
    }
  }
  for (const window of windows) {
    index.windows.add(window);
    index.sieve[hashOf(window, 0) & (SIEVE_SIZE - 1)] = 1;
  }
  const isIdle = index.buckets.size === 0;
  const text = (value: string) => {
    if (literals.has(value)) return SENSITIVE;
    return isIdle || value.length < SHORTEST_PART ? value : replace(value, index);
  };
  return { count: literals.size, text, key: text };
}

/** Beyond this many, literals are found as a whole only. */
const MOST_WINDOWS = 200_000;

function windowsOf(literals: ReadonlySet<string>): Set<string> {
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

/** One character repeated says nothing: dashes of a header, zeros. */
const LEAST_DISTINCT = 2;

/**
 * What of a literal nobody could know otherwise: all of one line; of an address its tokens, for hosts and paths are public. What a
 * document holds is a literal of its own.
 */
function passwordLikeParts(literal: string): string[] {
  if (!/^.{8,512}$/.test(literal) || literal.startsWith('arn:') || parseEmbedded(literal) !== undefined) return [];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(literal)) return [literal];
  return literal.split(/[/?#&=:@]+/).filter((part) => /^(?=.*[0-9])(?=.*[A-Za-z])[\w-]{8,}$/.test(part));
}

function forget(name: string, windows: Set<string>, sieve: Uint8Array): void {
  let hash = hashOf(name, 0);
  for (let at = 0; at + SHORTEST_PART <= name.length; at++) {
    if (at > 0) hash = rolled(hash, name.charCodeAt(at - 1), name.charCodeAt(at + SHORTEST_PART - 1));
    if (sieve[hash & (SIEVE_SIZE - 1)] === 1) windows.delete(name.slice(at, at + SHORTEST_PART));
  }
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

const BASE = 31;
const BASE_OF_FIRST = BASE ** (SHORTEST_PART - 1);

/** Of the characters from a place on. */
function hashOf(value: string, from: number): number {
  let hash = 0;
  for (let i = from; i < from + SHORTEST_PART; i++) hash = (Math.imul(hash, BASE) + value.charCodeAt(i)) | 0;
  return hash;
}

/** The hash one character further. */
function rolled(hash: number, leaving: number, entering: number): number {
  return (Math.imul(hash - Math.imul(leaving, BASE_OF_FIRST), BASE) + entering) | 0;
}

function patternsOf(literals: ReadonlySet<string>): Pattern[] {
  const plain = new Set<string>();
  const base64 = new Set<string>();
  for (const literal of literals) {
    if (literal.length < SHORTEST_PART) continue;
    for (const form of encodings(literal)) plain.add(form);
    for (const form of base64Cores(literal)) base64.add(form);
    // An indented copy of a certificate or a key is still found by its lines.
    for (const line of literal.includes('\n') ? literal.split(/\r?\n/) : []) {
      if (line.trim().length >= SHORTEST_LINE) plain.add(line.trim());
    }
  }
  return [
    ...[...plain].map((text) => ({ text, isBase64: false })),
    ...[...base64].map((text) => ({ text, isBase64: true })),
  ];
}

function encodings(literal: string): string[] {
  const trimmed = literal.trim().length >= SHORTEST_PART ? literal.trim() : literal;
  if (/^[\w.-]+$/.test(trimmed)) return [trimmed];
  const json = JSON.stringify(trimmed).slice(1, -1);
  const url = encodeURIComponent(trimmed.toWellFormed());
  const strictUrl = url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const html = trimmed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return [
    trimmed,
    json,
    JSON.stringify(json).slice(1, -1),
    goEscaped(json),
    goEscaped(JSON.stringify(goEscaped(json)).slice(1, -1)),
    ...[url, strictUrl].flatMap((form) => [form, form.replace(/%20/g, '+'), lowerHex(form)]),
    html,
    html.replace(/&quot;/g, '&#34;').replace(/'/g, '&#39;'),
  ];
}

/** Go's JSON encoder, and so jsonencode(), writes these three as escapes. */
function goEscaped(json: string): string {
  return json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

function lowerHex(url: string): string {
  return url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** The characters of base64 that depend on the literal alone, at each of the three positions it can have in a longer text. */
function base64Cores(literal: string): string[] {
  const bytes = Buffer.from(literal.trim() || literal);
  const cores: string[] = [];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(from, to);
    if (core.length < SHORTEST_PART) continue;
    cores.push(core, core.replace(/\+/g, '-').replace(/\//g, '_'));
  }
  return cores;
}
