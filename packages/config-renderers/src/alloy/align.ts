/**
 * Lines up the cells of consecutive lines as Go's text/tabwriter does for `alloy fmt`. A cell ends with `\v`; what
 * follows the last one of a line takes no part. `\f` ends a line and everything lined up so far.
 */
export function align(text: string): string {
  return text
    .split('\f')
    .map((run) => (run.includes('\v') ? alignRun(run) : run))
    .join('\n');
}

function alignRun(run: string): string {
  const lines = run.split('\n').map((line) => line.split('\v'));
  alignColumn(lines, 0);
  return lines.map((cells) => cells.join('')).join('\n');
}

/** Pads the cells of a column: those of neighbouring lines that have one share a width, and so on to their right. */
function alignColumn(lines: string[][], column: number): void {
  for (let first = 0; first < lines.length; first += 1) {
    let end = first;
    while (column < (lines[end]?.length ?? 0) - 1) end += 1;
    if (end === first) continue;
    const block = lines.slice(first, end);
    const width = Math.max(...block.map((cells) => length(cells[column])));
    for (const cells of block) cells[column] += ' '.repeat(width - length(cells[column]) + 1);
    alignColumn(block, column + 1);
    first = end;
  }
}

/** In characters: each pair of surrogates is one. */
function length(cell = ''): number {
  return cell.length - (cell.match(/[\ud800-\udbff]/g)?.length ?? 0);
}
