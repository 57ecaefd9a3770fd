import { UserError } from '@loki-adoption/errors';
import { isObject, type Json, type JsonObject } from './json.ts';
import { type Plan, toPlan } from './plan.ts';

/**
 * Reads what `terraform show -json` printed: one document, several (one a line, or one after the other), with or without lines of a
 * wrapper around them, in UTF-8 or the UTF-16 of PowerShell.
 *
 * @throws UserError in one line, naming the file and what to do.
 */
export function parsePlan(content: string | Uint8Array, source: string): Plan[] {
  const text = typeof content === 'string' ? content : decode(content, source);
  const documents = readDocuments(text.replace(/^\uFEFF/, ''), source);
  const plans = documents.filter(isPlan);
  if (plans.length > 0) return plans.map((document) => toPlan(document, source));
  throw new UserError(`${source} ${whatElse(documents, text)}`);
}

function decode(bytes: Uint8Array, source: string): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    throw new UserError(
      `${source} is a binary plan: run \`terraform show -json ${source} > plan.json\` and give plan.json instead.`,
    );
  }
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function readDocuments(text: string, source: string): JsonObject[] {
  const whole = parse(text);
  if (whole !== undefined) return isObject(whole) ? [whole] : [];
  const found: JsonObject[] = [];
  let at = 0;
  for (let start = nextObject(text, at); start >= 0; start = nextObject(text, at)) {
    const end = endOfObject(text, start);
    if (end < 0) {
      throw new UserError(
        `${source} ends in the middle of its JSON (after ${text.length} characters): write it again, the disk may be full or the command was killed.`,
      );
    }
    const document = parse(text.slice(start, end));
    if (isObject(document)) found.push(document);
    at = end;
  }
  return found;
}

/** Where the next line starts with an object. */
function nextObject(text: string, from: number): number {
  const match = /^[ \t]*\{(?=\s*["}])/gm;
  match.lastIndex = from;
  const found = match.exec(text);
  return found ? found.index + found[0].length - 1 : -1;
}

/** The index after the brace that closes the one at `start`, or -1. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) isInString = false;
    } else if (code === 0x22) isInString = true;
    else if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return i + 1;
  }
  return -1;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const PLAN_KEYS = ['planned_values', 'resource_changes', 'output_changes', 'configuration', 'plan_format_version'];

function isPlan(document: JsonObject): boolean {
  const version = String(document['format_version'] ?? document['plan_format_version'] ?? '');
  return /^[01]\./.test(version) && PLAN_KEYS.some((key) => key in document);
}

function whatElse(documents: readonly JsonObject[], text: string): string {
  if (text.trim() === '') return 'is empty: the command that should have written it failed.';
  const first = documents[0];
  if (first === undefined)
    return 'is no JSON: give the output of `terraform show -json PLANFILE`, not of `terraform plan`.';
  if ('@level' in first)
    return 'is the log of `terraform plan -json`: give the output of `terraform show -json PLANFILE`.';
  if ('values' in first || 'resources' in first)
    return 'is a state, not a plan: name the plan file in `terraform show -json PLANFILE`.';
  const version = first['format_version'];
  if (version !== undefined)
    return `has the format version ${JSON.stringify(version)}: versions 0 and 1 are understood.`;
  return 'is JSON, but no plan: give the output of `terraform show -json PLANFILE`.';
}
