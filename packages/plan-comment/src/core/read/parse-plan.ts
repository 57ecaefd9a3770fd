import { UserError } from '@loki-adoption/errors';
import { JsonReader } from './json-reader.ts';
import { type Plan, toPlan } from './plan.ts';
import { isPlan, type PlanDocument, readDocument } from './plan-document.ts';

/**
 * Reads what `terraform show -json` printed: one document, several (one a line, or one after the other), with or without lines of a
 * wrapper around them, in UTF-8 or the UTF-16 of PowerShell. Time and memory grow with what changes, not with all that a plan repeats.
 *
 * @throws UserError in one line, naming the file and what to do.
 */
export function parsePlan(content: string | Uint8Array, source: string): Plan[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : decode(content, source);
  const documents = readDocuments(bytes, source);
  const plans = documents.filter(isPlan);
  if (plans.length > 0) return plans.map((document) => toPlan(document, source));
  throw new UserError(`${source} ${whatElse(documents, bytes)}`);
}

function decode(content: Uint8Array, source: string): Buffer {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.subarray(0, 4).equals(ZIP)) {
    throw new UserError(
      `${source} is a binary plan: run \`terraform show -json ${source} > plan.json\` and give plan.json instead.`,
    );
  }
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return bytes;
  return Buffer.from(new TextDecoder('utf-16le').decode(bytes));
}

const ZIP = Buffer.from([0x50, 0x4b, 3, 4]);

function readDocuments(bytes: Buffer, source: string): PlanDocument[] {
  const found: PlanDocument[] = [];
  for (let start = nextObject(bytes, 0); start >= 0; ) {
    const reader = new JsonReader(bytes, source, start);
    found.push(readDocument(reader));
    start = nextObject(bytes, reader.at);
  }
  return found;
}

/** Where the next object starts: at the start of a line, right after another one, or after the noise of a wrapper. */
function nextObject(bytes: Buffer, from: number): number {
  let isStartOfLine = true;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x7b && (isStartOfLine ? /^\{\s*["}]/ : KNOWN_START).test(bytes.toString('latin1', at, at + 64))) {
      return at;
    }
    const isMark = byte === 0xef || byte === 0xbb || byte === 0xbf;
    isStartOfLine = byte === 0x0a || (isStartOfLine && (byte <= 0x20 || isMark));
  }
  return -1;
}

const KNOWN_START = /^\{"(?:plan_)?format_version":/;

function whatElse([first]: readonly PlanDocument[], bytes: Buffer): string {
  if (bytes.every((byte) => byte <= 0x20)) return 'is empty: the command that should have written it failed.';
  if (first === undefined)
    return 'is not JSON: give the output of `terraform show -json PLANFILE`, not of `terraform plan`.';
  if (first.keys.has('@level'))
    return 'is the log of `terraform plan -json`: give the output of `terraform show -json PLANFILE`.';
  if (first.keys.has('values') || first.keys.has('resources'))
    return 'is a state, not a plan: name the plan file in `terraform show -json PLANFILE`.';
  const version = first.fields['format_version'] ?? first.fields['plan_format_version'];
  if (version !== undefined)
    return `has the format version ${JSON.stringify(version).slice(0, 40)}: versions 0 and 1 are understood; use a Terraform or OpenTofu that writes one of them.`;
  return 'is JSON, but not a plan: give the output of `terraform show -json PLANFILE`.';
}
