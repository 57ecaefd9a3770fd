import { type Html, type Markdown, markdown } from './brand.ts';
import { seam } from './seam.ts';

/** Pieces of one line, one after the other; without a separator they still keep their own meaning. */
export function join(parts: readonly Markdown[], separator: Markdown): Markdown {
  let result = '';
  for (const [index, part] of parts.entries()) {
    const between = index === 0 ? '' : separator;
    result += between === '' ? `${seam(result, part)}${part}` : `${between}${part}`;
  }
  return markdown(result);
}

/** Lines that belong to one block; `undefined` ones are left out. */
export function lines(parts: readonly (Markdown | undefined)[]): Markdown {
  return markdown(parts.filter((part) => part !== undefined).join('\n'));
}

/** Blocks with an empty line between them; `undefined` and empty ones are left out. */
export function blocks(parts: readonly (Markdown | undefined)[]): Markdown {
  return markdown(parts.filter((part) => part !== undefined && part !== '').join('\n\n'));
}

/** A heading; a line break in it is a space. */
export function heading(level: 1 | 2 | 3 | 4 | 5 | 6, content: Markdown): Markdown {
  return markdown(`${'#'.repeat(level)} ${content.replace(/\s*\n\s*/g, ' ')}`);
}

/** A bullet for each item; the further lines of an item stay in it. */
export function list(items: readonly Markdown[]): Markdown {
  return markdown(items.map((item) => `- ${item.replaceAll('\n', '\n  ')}`).join('\n'));
}

/** A quotation. One that begins with `[!WARNING]` on a line of its own is a box on GitHub. */
export function quote(content: Markdown): Markdown {
  return markdown(`> ${content.replaceAll('\n', '\n> ')}`);
}

/** A folded block: the summary is HTML, the body Markdown. */
export function details(summary: Html, body: Markdown, options: { readonly open?: boolean } = {}): Markdown {
  return markdown(`<details${options.open ? ' open' : ''}><summary>${summary}</summary>\n\n${body}\n\n</details>`);
}
