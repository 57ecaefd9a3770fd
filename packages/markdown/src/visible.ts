/**
 * Controls, and characters that show nothing or change the direction of what follows. What selects between a symbol's picture
 * and its plain form (U+FE0E, U+FE0F) stays: emoji need it.
 */
const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\ufe0e\ufe0f]]/gv;
const PLAIN = /^[ -~]*$/;

/** The text with what can't be seen written as an escape (`\u202e`): what is read has to be what is there. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.toWellFormed().replace(INVISIBLE, (char) => {
    const point = char.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
  });
}

/** One line: line breaks, tabs and runs of spaces are one space each. */
export function oneLine(text: string): string {
  return text.replace(/[\t-\r \x85\u2028\u2029]+/g, ' ');
}
