import { type Markdown, markdown } from './brand.ts';

type Cell = Markdown | number;

/**
 * A table. A pipe or a line break in a cell stays in that cell.
 *
 * @param align A letter for each column: `l` or `r`. Default: all to the left.
 * @throws Error when a row has another number of cells than the head: GitHub would drop cells without a word.
 */
export function table(head: readonly Cell[], rows: readonly (readonly Cell[])[], align?: string): Markdown {
  const letters = align ?? 'l'.repeat(head.length);
  if (head.length === 0 || letters.length !== head.length || !/^[lr]+$/.test(letters)) {
    throw new Error(
      `A table of ${head.length} columns is aligned by ${JSON.stringify(letters)}: give l or r for each.`,
    );
  }
  const odd = rows.find((cells) => cells.length !== head.length);
  if (odd) throw new Error(`A row has ${odd.length} cells where the head has ${head.length}: ${odd.join(', ')}`);
  const rule = head.map((title, index) => ruleOf(String(title).length, letters[index] === 'r'));
  return markdown([row(head), `|${rule.join('|')}|`, ...rows.map(row)].join('\n'));
}

/** As wide as the title above it. */
function ruleOf(width: number, isRight: boolean): string {
  return '-'.repeat(Math.max(3, width + 2) - (isRight ? 1 : 0)) + (isRight ? ':' : '');
}

function row(cells: readonly Cell[]): string {
  const shown = cells.map((content) => cell(content));
  return `|${shown.map((content) => (content === '' ? ' |' : ` ${content} |`)).join('')}`;
}

function cell(content: Cell): string {
  return String(content)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\\.|\|/gs, (found) => (found === '|' ? '\\|' : found));
}
