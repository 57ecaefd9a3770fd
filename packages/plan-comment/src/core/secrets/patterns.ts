import { SHORTEST_PART } from './hash.ts';
import { isSecretName } from './marked.ts';

export interface Pattern {
  readonly text: string;
  /** A match inside of base64 takes the whole run: its neighbours hold the rest of the secret's bits. */
  readonly isBase64: boolean;
}

/** From this length on, a line of a text stands for nothing else. */
const SHORTEST_LINE = 12;

/** What literals look like wherever they were copied to. */
export function patternsOf(literals: ReadonlySet<string>): Pattern[] {
  const plain = new Set<string>();
  const base64 = new Set<string>();
  for (const literal of literals) {
    if (literal.length < SHORTEST_PART) continue;
    for (const form of encodings(literal)) plain.add(form);
    for (const form of base64Cores(literal)) base64.add(form);
    // An indented copy of a certificate or a key is still found by its lines.
    for (const line of literal.includes('\n') ? literal.split(/\r?\n/) : []) {
      for (const part of partsOfLine(line.trim())) plain.add(part);
    }
  }
  return [
    ...[...plain].map((text) => ({ text, isBase64: false })),
    ...[...base64].map((text) => ({ text, isBase64: true })),
  ];
}

/** A long line; a short one of letters and digits mixed, as no word is; the value of an assignment to something secret. */
function partsOfLine(line: string): string[] {
  const isMixed = /^(?=.*[0-9])(?=.*[A-Za-z])\S+$/.test(line);
  const isTelling = line.length >= SHORTEST_LINE || (line.length >= SHORTEST_PART && isMixed);
  const parts = isTelling ? [line] : [];
  const [, name = '', value = ''] =
    /^(?:export\s+)?["']?([\w.-]+)["']?\s*[=:]\s*["']?(.*?)["']?[,;]?$/.exec(line) ?? [];
  if (value.length >= SHORTEST_PART && (isSecretName(name) || /^pw$|pwd|key|auth/i.test(name))) parts.push(value);
  return parts;
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
