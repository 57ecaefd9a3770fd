import type { AttributeDiff } from '../../compare/attribute-diff.ts';
import { type Clean, joined, own } from '../../secrets/clean.ts';
import type { Block } from '../budget.ts';
import { cutLines } from '../cut-lines.ts';
import { code, details, fence, type Html, html, htmlCode, join, type Markdown, md } from '../escape.ts';
import { htmlNote, markdownNote, type Note } from '../notes.ts';
import { shortened } from '../shortened.ts';
import type { Sign } from './signs.ts';

export const COMMENT_LIMITS = { lineLength: 600, bytes: 12_000 };

/** What a block is about. */
export interface Head {
  readonly sign: Sign;
  readonly name: Clean;
  readonly notes: readonly Note[];
}

/** A folded diff below a name. */
export function diffBlock(diff: () => readonly Clean[], head: () => Head): Block {
  return {
    full: () => shownDiff(diff(), head(), true),
    compact: () => shownDiff(diff(), head(), false),
    line: () => lineOf(head()),
    count: 1,
  };
}

/** A diff as the full text has it, or cut for the comment; the name alone where there is nothing to unfold. */
export function shownDiff(
  diff: readonly Clean[],
  head: Head,
  isWhole: boolean,
  isOpen = false,
  rest: Markdown = md``,
): Markdown {
  const shown = isWhole ? diff : cutLines(diff, COMMENT_LIMITS);
  if (shown.length === 0 && rest === '') return lineOf(head);
  return details(summaryOf(head, isWhole), md`${fence(shown, 'diff')}${rest}`, { open: isOpen });
}

function summaryOf({ sign, name, notes }: Head, isWhole: boolean): Html {
  let summary = html`${sign.summary} ${htmlCode(isWhole ? name : shortened(name))}`;
  for (const note of notes) summary = html`${summary} · ${htmlNote(note, isWhole)}`;
  return summary;
}

export function lineOf({ sign, name, notes }: Head): Markdown {
  return md`- ${sign.line} ${join([code(shortened(name)), ...notes.map(markdownNote)], md` · `)}`;
}

export function linesOf({ lines, computed, empties }: AttributeDiff): Clean[] {
  const later = computed.length === 0 ? [] : [own`! known after apply: ${joined(computed, ', ')}`];
  const empty =
    lines.length > 0 || empties.length === 0 ? [] : [own`! nothing but empty values: ${joined(empties, ', ')}`];
  return [...lines, ...empty, ...later];
}

/** Blocks that nobody asks for, below the limit of a comment, cost nothing. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
