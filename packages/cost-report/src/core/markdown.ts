/**
 * Text that may hold anything, for one cell of a Markdown table: it can't end the cell or the row, start a tag, a link,
 * an image or emphasis, or mention somebody.
 */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@(?=[A-Za-z0-9])/g, '@&#8203;');
}

/** A Markdown table of cells that are Markdown already. `align` has one letter a column: `l` or `r`. */
export function table(align: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = [...align].map((letter) => (letter === 'r' ? '---:' : '---'));
  return [row(head), `|${rule.join('|')}|`, ...rows.map(row)].join('\n');
}

export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
