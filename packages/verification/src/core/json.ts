import type { Verdict } from './verdict.ts';

/** A line that can be judged and not shown, and when it was written: ms since 1970, and exactly. */
export interface SampledLine {
  readonly line: { readonly length: number; is(rule: (text: string) => boolean): boolean };
  readonly timeMs: number;
  readonly nanoseconds: string;
}

/** Lines as Loki returned them, and those that Loki's own `| json` could not parse. */
export interface JsonSample {
  readonly lines: readonly SampledLine[];
  readonly refused: readonly SampledLine[];
}

/** Whether every line that was written as a JSON object still is one. Lines of plain text don't count. */
export function judgeJson(service: string, sample: JsonSample): Verdict {
  const candidates = sample.lines.filter(looksLikeJson);
  const broken = [...candidates.filter(({ line }) => !line.is(isJson)), ...sample.refused.filter(looksLikeJson)];
  const example = broken[0];
  if (example !== undefined) {
    return { status: 'fail', detail: `${service}: a JSON line doesn't parse: ${outlineOf(example)}` };
  }
  if (candidates.length === 0)
    return { status: 'inconclusive', detail: `${service}: no JSON line among ${sample.lines.length}` };
  return { status: 'pass', detail: `${service}: ${candidates.length} JSON lines intact` };
}

/** What finds the line in Loki, and nothing of what it says: a verdict is kept longer than logs, and read by more people. */
function outlineOf({ line, timeMs, nanoseconds }: SampledLine): string {
  const second = new Date(timeMs).toISOString().slice(0, 19);
  return `${line.length} characters at ${second}.${nanoseconds.slice(-9)}Z`;
}

function looksLikeJson({ line }: SampledLine): boolean {
  return line.is((text) => text.trimStart().startsWith('{'));
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
