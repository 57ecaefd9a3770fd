import type { Verdict } from './verdict.ts';

/** Lines as Loki returned them, and those that Loki's own `| json` could not parse. */
export interface JsonSample {
  readonly lines: readonly string[];
  readonly refused: readonly string[];
}

/** Whether every line that was written as a JSON object still is one. Lines of plain text don't count. */
export function judgeJson(service: string, sample: JsonSample): Verdict {
  const candidates = sample.lines.filter(looksLikeJson);
  const broken = [...candidates.filter((line) => !isJson(line)), ...sample.refused.filter(looksLikeJson)];
  const example = broken[0];
  if (example !== undefined) {
    return { status: 'fail', detail: `${service}: a JSON line doesn't parse: ${outlineOf(example)}` };
  }
  if (candidates.length === 0)
    return { status: 'inconclusive', detail: `${service}: no JSON line among ${sample.lines.length}` };
  return { status: 'pass', detail: `${service}: ${candidates.length} JSON lines intact` };
}

/** What finds the line in Loki, and nothing of what it says: a verdict is kept longer than logs, and read by more people. */
function outlineOf(line: string): string {
  const keys = [...new Set([...line.matchAll(/"([A-Za-z_][\w.-]{0,39})"\s*:/g)].map(([, key = '']) => key))].slice(
    0,
    5,
  );
  return keys.length === 0 ? `${line.length} characters` : `${line.length} characters with the keys ${keys.join(', ')}`;
}

function looksLikeJson(line: string): boolean {
  return line.trimStart().startsWith('{');
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
