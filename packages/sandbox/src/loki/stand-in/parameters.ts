import { LokiError } from '../logql/ast.ts';
import { parseDuration } from '../logql/lexer.ts';

const HOUR = 3600n * 1_000_000_000n;
const MAX_ENTRIES = 5000;
const MAX_QUERY_LENGTH = 721n * HOUR;

export interface Window {
  readonly start: bigint;
  readonly end: bigint;
}

/** `start`, `end` and `since` of a request, in ns. */
export function readWindow(query: URLSearchParams, now: bigint, defaultLength: bigint = HOUR): Window {
  const end = readTime(query, 'end', now);
  const since = query.get('since');
  const length = since === null ? defaultLength : parseDuration(since);
  if (length === undefined)
    throw new LokiError(`could not parse 'since' parameter: not a valid duration string: "${since}"`);
  const start = readTime(query, 'start', (end < now ? end : now) - length);
  if (end < start) throw new LokiError('end timestamp must not be before or equal to start time');
  return { start, end };
}

/** Refuses what Loki's limits refuse by default: 30d1h at once. */
export function checkLength({ start, end }: Window): void {
  if (end - start <= MAX_QUERY_LENGTH) return;
  const hours = (end - start) / HOUR;
  throw new LokiError(`the query time range exceeds the limit (query length: ${hours}h0m0s, limit: 30d1h)`);
}

/** Ten digits or fewer are seconds, more are nanoseconds; fractions are seconds, read to the millisecond; anything else is RFC 3339. */
export function readTime(query: URLSearchParams, name: string, fallback: bigint): bigint {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  if (/^\d+\.\d+$/.test(text)) return BigInt(Math.round(Number(text) * 1000)) * 1_000_000n;
  if (/^-?\d+$/.test(text)) return text.length <= 10 ? BigInt(text) * 1_000_000_000n : BigInt(text);
  const fraction = /^[^.]+\.(\d{1,9})(?:Z|[+-]\d\d:\d\d)$/.exec(text)?.[1] ?? '';
  const seconds = Date.parse(text.replace(/\.\d+/, ''));
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(seconds)) {
    throw new LokiError(
      `could not parse '${name}' parameter: parsing time "${text}" as "2006-01-02T15:04:05.999999999Z07:00"`,
    );
  }
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

export function readLimit(query: URLSearchParams): number {
  const text = query.get('limit');
  const limit = text === null ? 100 : Number(text);
  if (!Number.isSafeInteger(limit)) throw new LokiError(`strconv.Atoi: parsing "${text}": invalid syntax`);
  if (limit <= 0) throw new LokiError('limit must be a positive value');
  if (limit > MAX_ENTRIES) {
    throw new LokiError(
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${MAX_ENTRIES})`,
    );
  }
  return limit;
}

export function readDirection(query: URLSearchParams): 'forward' | 'backward' {
  const text = (query.get('direction') ?? 'backward').toLowerCase();
  if (text === 'forward' || text === 'backward') return text;
  throw new LokiError(`invalid direction '${text}'`);
}

/** Seconds or a duration; by default 1/250 of the window, at least a second. */
export function readStep(query: URLSearchParams, { start, end }: Window): bigint {
  const text = query.get('step');
  if (text === null || text === '') {
    const seconds = (end - start) / 1_000_000_000n / 250n;
    return (seconds > 1n ? seconds : 1n) * 1_000_000_000n;
  }
  const step = /^\d+(\.\d+)?$/.test(text) ? BigInt(Math.round(Number(text) * 1e9)) : parseDuration(text);
  if (step === undefined) throw new LokiError(`cannot parse "${text}" to a valid duration`);
  if (step <= 0n)
    throw new LokiError('zero or negative query resolution step widths are not accepted. Try a positive integer');
  return step;
}
