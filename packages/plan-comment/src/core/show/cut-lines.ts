import { type Clean, own, rewritten } from '../secrets/clean.ts';
import { bytesOf } from './budget.ts';

export interface Limits {
  /** Characters of a line. */
  readonly lineLength: number;
  readonly bytes: number;
}

/** At most this many characters of a line and bytes of lines; the last line says what is missing. */
export function cutLines(lines: readonly Clean[], limits: Limits): Clean[] {
  const kept: Clean[] = [];
  let left = limits.bytes;
  for (const [index, line] of lines.entries()) {
    const short = line.length > limits.lineLength ? cutLine(line, partnerOf(lines, index), limits.lineLength) : line;
    left -= bytesOf(short) + 1;
    if (left < 0) return [...kept, own`  … ${lines.length - index} more lines`];
    kept.push(short);
  }
  return kept;
}

/** The line that a removed one is replaced by, or the other way round. */
function partnerOf(lines: readonly Clean[], index: number): Clean | undefined {
  const sign = lines[index]?.[0];
  if (sign !== '-' && sign !== '+') return undefined;
  const [removed, added] = hunkAt(lines, index);
  const place = index - (sign === '-' ? removed : added);
  const other = sign === '-' ? added + place : removed + place;
  const partner = lines[other];
  return partner?.[0] === (sign === '-' ? '+' : '-') ? partner : undefined;
}

/** Where the removed lines around a line begin, and the added ones behind them. */
function hunkAt(lines: readonly Clean[], index: number): readonly [number, number] {
  let added = index;
  if (lines[index]?.[0] === '-') while (lines[added]?.[0] === '-') added++;
  else while (lines[added - 1]?.[0] === '+') added--;
  let removed = added;
  while (lines[removed - 1]?.[0] === '-') removed--;
  return [removed, added];
}

/** What of a line stays at its start: the sign, and the name of the attribute. */
const HEAD = 120;
/** Characters shown before the first difference. */
const LEAD = 40;

/** A window around the first difference where the beginnings are equal, else the beginning. */
function cutLine(line: Clean, partner: Clean | undefined, limit: number): Clean {
  const part = (from: number, to: number) => rewritten(line, (text) => text.slice(from, to).toWellFormed());
  const start = partner === undefined ? 0 : firstDifference(line, partner) - LEAD;
  if (start <= HEAD) return own`${part(0, limit)}… (${line.length} characters)`;
  const end = start + limit - HEAD;
  const rest = end < line.length ? own`… (${line.length} characters)` : own``;
  return own`${part(0, HEAD)}… ${start - HEAD} equal characters …${part(start, end)}${rest}`;
}

/** The sign aside. */
function firstDifference(a: string, b: string): number {
  let at = 1;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
