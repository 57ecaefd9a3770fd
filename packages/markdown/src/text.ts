import { type Markdown, markdown } from './brand.ts';
import { unlinked } from './references.ts';
import { oneLine, visible } from './visible.ts';

/**
 * A dollar sign that could open or close a formula; a price can't. GitHub's documentation asks for an element of its own around
 * it, since a backslash means nothing there (Writing mathematical expressions).
 */
export const FORMULA = String.raw`(?<=[^\s~\u2212+\-])\$|\$(?!\d)`;
export const DOLLAR = '<span>$</span>';

/** Between letters or digits, as in most names, an underscore means itself. */
const UNDERSCORE = '(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])';

const SPECIAL = new RegExp(String.raw`[\\\`*[\]<~|#]|&(?=[#\w]|$)|${UNDERSCORE}|${FORMULA}`, 'g');

/** What begins a list, a quotation, the underline of a heading, a rule or a table's second line: `- `, `1. `, `===`, `:--`. */
const LINE_START = /^( ?)(?:([-=:>])|([+.)])(?=\s|$)|(\d{1,9})([.)])(?=\s|$))/;

/**
 * Text of any origin on one line of Markdown, in a table too: no formatting, HTML, link, mention, reference, emoji name or
 * formula comes of it. Line breaks become spaces, other invisible characters are written as escapes.
 */
export function text(value: string): Markdown {
  const escaped = withinLine(value).replace(
    LINE_START,
    (_all, space: string, sign = '', mark = '', digits = '', end = '') =>
      digits === '' ? `${space}\\${sign}${mark}` : `${space}${digits}\\${end}`,
  );
  return markdown(escaped);
}

/** The same for a place that can't be the beginning of a line. */
export function withinLine(value: string): Markdown {
  const plain = unlinked(visible(oneLine(value)));
  return markdown(plain.replace(SPECIAL, (char) => (char === '$' ? DOLLAR : `\\${char}`)));
}
