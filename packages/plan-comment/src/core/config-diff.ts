/** One file of a unified diff. */
export interface FileDiff {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
  /** Hunk headers and lines. */
  readonly lines: readonly string[];
}

/** Splits a unified diff, with or without Git's headers, by file. A line inside of a hunk is never taken for a header. */
export function parseUnifiedDiff(text: string): FileDiff[] {
  const files: { path: string; added: number; removed: number; lines: string[] }[] = [];
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

function pathOf(line: string): string {
  const path = line.slice(4).split('\t')[0] ?? '';
  return path.replace(/^"(.*)"$/, '$1').replace(/^[ab]\//, '');
}
