import { type Markdown, markdown } from './brand.ts';
import { GUARD } from './references.ts';
import { visible } from './visible.ts';

/**
 * Markdown that another program wrote: its tables, lists, emphasis, code and links stay. HTML, images, mentions and references to
 * issues become text, and a code block that it leaves open is closed.
 */
export function foreign(source: string): Markdown {
  const shown = source
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(visible).join('\t'))
    .join('\n')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@|(?:#|GH-)(?=\d)/gi, `$&${GUARD}`)
    .replace(/!(?=\[)/g, `!${GUARD}`);
  const open = openFence(shown);
  return markdown(open === undefined ? shown : `${shown}\n${open}`);
}

/** The marks of a code block that never ends. */
function openFence(source: string): string | undefined {
  let open: string | undefined;
  for (const line of source.split('\n')) {
    const [, marks, rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marks === undefined) continue;
    if (open === undefined) {
      if (marks.startsWith('~') || !rest.includes('`')) open = marks;
    } else if (marks.startsWith(open) && rest.trim() === '') open = undefined;
  }
  return open;
}
