import * as markdown from '@loki-adoption/markdown';
import { type Clean, joined } from '../secrets/clean.ts';

// The only way from text to Markdown: what wasn't scrubbed doesn't compile, and only this file may import what escapes.

export {
  comment,
  details,
  html,
  join,
  lines,
  link,
  list,
  md,
  quote,
  sub,
  table,
} from '@loki-adoption/markdown';
export type Markdown = markdown.Markdown;
export type Html = markdown.Html;

/** Plain words: no formatting, mention, reference or link comes of them. */
export function text(value: Clean): Markdown {
  return value === '' ? NO_MARKDOWN : markdown.text(value);
}

/** The same for a text that has line breaks of its own. */
export function linesOfText(value: Clean): Markdown {
  return markdown.join(
    value
      .trim()
      .split(/\r?\n/)
      .map((line) => markdown.text(line)),
    markdown.md`<br>`,
  );
}

/** Code within a line. */
export function code(value: Clean): Markdown {
  return markdown.code(value);
}

/** A block of code. */
export function fence(content: readonly Clean[], language: 'diff' | 'json' | 'hcl'): Markdown {
  return markdown.fence(joined(content, '\n'), language);
}

/** Code in the summary of a folded block. */
export function htmlCode(value: Clean): Html {
  return markdown.htmlCode(value);
}

export function htmlText(value: Clean): Html {
  return value === '' ? NO_HTML : markdown.htmlText(value);
}

const NO_HTML = markdown.html``;
const NO_MARKDOWN = markdown.md``;

/** Markdown of another program, such as a cost report. */
export function foreign(source: Clean): Markdown {
  return markdown.foreign(source);
}
