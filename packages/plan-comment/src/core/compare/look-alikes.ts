import { type Clean, rewritten } from '../secrets/clean.ts';

/** Whether two different texts look the same in a comment: tabs and blanks, blanks at the end, characters of no width, composed letters. */
export function looksSame(a: string, b: string): boolean {
  return a === b || look(a) === look(b);
}

export function look(text: string): string {
  if (/^[!-~]*(?: [!-~]+)*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\s+/g, ' ')
    .trimEnd();
}

/** The same text with every ambiguous character shown as an escape. */
export function spelledOut(clean: Clean): Clean {
  return rewritten(clean, (text) =>
    text
      .replace(/ +$/, (blanks) => '␠'.repeat(blanks.length))
      .replace(/\t/g, '\\t')
      .replace(/\r/g, '\\r')
      .replace(/[^ -~␠]/gu, escaped),
  );
}

/** `\u00a0`, or `\u{1f600}` beyond four digits. */
export function escaped(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
}
