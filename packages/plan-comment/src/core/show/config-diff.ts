import { type Clean, own } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';

/** One file of a unified diff, without secrets. */
export interface FileDiff {
  readonly path: Clean;
  readonly added: number;
  readonly removed: number;
  /** Hunk headers and lines. */
  readonly lines: readonly Clean[];
}

interface RawFile {
  readonly path: string;
  added: number;
  removed: number;
  readonly lines: string[];
}

/** Splits a unified diff, with or without Git's headers, by file. */
export function parseUnifiedDiff(text: string, scrubber: Scrubber): FileDiff[] {
  // Only after parsing: what replaces a secret may swallow the sign of a line.
  return splitFiles(text).map((file) => ({
    ...file,
    path: scrubber.text(file.path),
    lines: scrubber.text(file.lines.join('\n')).split('\n') as Clean[],
  }));
}

/** A line inside of a hunk is never taken for a header. */
function splitFiles(text: string): RawFile[] {
  const files: RawFile[] = [];
  let oldPath = '';
  let oldLeft = 0;
  let newLeft = 0;
  for (const line of text.split(/\r?\n/)) {
    const file = files.at(-1);
    if (file && (oldLeft > 0 || newLeft > 0)) {
      if (!line.startsWith('\\')) {
        if (!line.startsWith('+')) oldLeft--;
        if (!line.startsWith('-')) newLeft--;
      }
      if (line.startsWith('+')) file.added++;
      if (line.startsWith('-')) file.removed++;
      file.lines.push(line);
      continue;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (hunk && file) {
      oldLeft = Number(hunk[1] ?? 1);
      newLeft = Number(hunk[2] ?? 1);
      file.lines.push(line);
    } else if (line.startsWith('--- ')) {
      oldPath = pathOf(line);
    } else if (line.startsWith('+++ ')) {
      const path = pathOf(line);
      files.push({ path: path === '/dev/null' ? oldPath : path, added: 0, removed: 0, lines: [] });
    } else if (file && /^(Binary files|\\ No newline)/.test(line)) {
      file.lines.push(line);
    }
  }
  return files;
}

/** Below this, a change is quicker read where it is than looked up. */
const LEAST_LINES = 10;

/** Finds the files whose diff has the very lines that a diff of an attribute's text has (`+   `, `-   `, four spaces). */
export function createLookup(files: readonly FileDiff[]): (diff: readonly Clean[]) => Clean | undefined {
  const paths = new Map<string, Clean[]>();
  for (const { path, lines } of files) {
    const key = keyOf(lines, 1);
    const known = paths.get(key);
    if (known) known.push(path);
    else paths.set(key, [path]);
  }
  return (diff) => {
    const changed = diff.filter((line) => /^[+-]/.test(line)).length;
    const [first, ...others] = changed < LEAST_LINES ? [] : (paths.get(keyOf(diff, 4)) ?? []);
    if (first === undefined) return undefined;
    const more = others.length === 0 ? own`` : own` and ${others.length} more`;
    return own`${changed} lines, as under Rendered configuration: ${first}${more}`;
  };
}

/** Added and removed lines; blank ones at the end and the kind of line break make no difference. */
function keyOf(lines: readonly string[], prefix: number): string {
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(prefix).replace(/\r$/, ''))
      .join('\n')
      .trimEnd();
  return `${side('-')}\0${side('+')}`;
}

function pathOf(line: string): string {
  const path = line.slice(4).split('\t')[0] ?? '';
  return path.replace(/^"(.*)"$/, '$1').replace(/^[ab]\//, '');
}
