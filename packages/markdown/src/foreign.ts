import { type Markdown, markdown } from './brand.ts';
import { GUARD } from './references.ts';
import { visible } from './visible.ts';

/** HTML that `code` and `text` of this package write, which holds nothing but characters. */
const OURS = /(<code>[\w &#;\u0080-\u{10ffff}]*<\/code>|<span>\$<\/span>)/u;

/** Tags, entities (which could stand for what is looked for here), mentions, references to issues, images. */
const UNWANTED = /<(?=[a-z/!?])|&(?=#?\w+;)|@|(?:#|GH-)(?=\d)|!(?=\[)/gi;

/**
 * Markdown that another program wrote, or that this one wrote earlier: its tables, lists, emphasis, code and links stay. HTML, images,
 * mentions and references to issues become text, and a block of code that it leaves open is closed.
 */
export function foreign(source: string): Markdown {
  const shown = source
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(visibleButGuards).join('\t'))
    .join('\n')
    .split(OURS)
    .map((part, index) => (index % 2 === 0 ? part.replace(UNWANTED, `$&${GUARD}`) : part))
    .join('');
  const open = openFence(shown);
  return markdown(open === undefined ? shown : `${shown}\n${open}`);
}

/** What this package wrote has guards in it already. */
function visibleButGuards(line: string): string {
  return line.split(GUARD).map(visible).join(GUARD);
}

/** The marks of a block of code that never ends. */
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
