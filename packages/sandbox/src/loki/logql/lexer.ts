import { LokiError } from './ast.ts';

export interface Token {
  readonly kind: 'string' | 'name' | 'number' | 'duration' | 'symbol' | 'end';
  readonly text: string;
  /** Offset in the query, for messages. */
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'skip', RegExp])[] = [
  ['skip', /(?:\s+|#[^\n]*)/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ['duration', /(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w|y))+(?![\w])/y],
  ['number', /\d+(?:\.\d+)?(?:e[+-]?\d+)?/y],
  ['name', /[a-zA-Z_][a-zA-Z0-9_]*/y],
  ['symbol', /\|=|\|~|\|>|!=|!~|!>|=~|==|>=|<=|[|{}()[\],=<>+*/%^-]/y],
];

export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const token = tokenAt(query, at);
    if (token.kind !== 'skip') tokens.push({ kind: token.kind, text: token.text, at });
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function tokenAt(query: string, at: number): { kind: Token['kind'] | 'skip'; text: string } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text) return { kind, text };
  }
  throw new LokiError(`parse error at line 1, col ${at + 1}: syntax error: unexpected character ${query[at]}`);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** The text of a Go string literal. */
export function unquote(literal: string): string {
  if (literal.startsWith('`')) return literal.slice(1, -1);
  return literal
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (_, hex, unicode, simple: string) => {
      if (hex || unicode) return String.fromCharCode(Number.parseInt(hex ?? unicode, 16));
      return ESCAPES[simple] ?? simple;
    });
}

const UNIT_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86400e9,
  w: 7 * 86400e9,
  y: 365 * 86400e9,
};

/** `1h30m` in nanoseconds; undefined if it is no duration. */
export function parseDuration(text: string): bigint | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w|y))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w|y)/g)) {
    total += Number(amount) * (UNIT_NS[unit] ?? 0);
  }
  return BigInt(Math.round(total));
}
