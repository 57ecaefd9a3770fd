import { diffArrays } from 'diff';
import { look, spelledOut } from './look-alikes.ts';

const CONTEXT = 2;
/** Beyond this the diff is given up and both texts are shown: its time grows with the square of the changes. */
const MOST_EDITS = 1000;

export interface TextDiff {
  /** Lines as a diff with some context; unchanged stretches become one line that counts them. Empty where no line changes. */
  readonly lines: readonly string[];
  /** What changes besides the lines: how they end. */
  readonly remarks: readonly string[];
}

/** Compares two texts of several lines. */
export function multiLineDiff(before: string, after: string): TextDiff {
  const [old, now] = [endingsOf(before), endingsOf(after)];
  const isOther = old !== now && old !== 'mixed' && now !== 'mixed' && old !== 'none' && now !== 'none';
  const remarks = isOther ? [`line breaks change from ${old} to ${now}`] : [];
  if (before !== '' && after !== '' && before.endsWith('\n') !== after.endsWith('\n')) {
    remarks.push(
      after.endsWith('\n')
        ? 'the last line now ends with a line break'
        : 'the last line no longer ends with a line break',
    );
  }
  const linesOf = (text: string) => split(isOther ? text.replaceAll('\r\n', '\n') : text);
  return { lines: diffLines(linesOf(before), linesOf(after)), remarks };
}

function endingsOf(text: string): 'CRLF' | 'LF' | 'mixed' | 'none' {
  const all = text.split('\n').length - 1;
  const withReturn = text.split('\r\n').length - 1;
  if (all === 0) return 'none';
  return withReturn === 0 ? 'LF' : withReturn === all ? 'CRLF' : 'mixed';
}

function split(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function diffLines(before: readonly string[], after: readonly string[]): string[] {
  const parts = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  if (parts === undefined) return [...prefixed(before, '-   '), ...prefixed(after, '+   ')];
  if (parts.every((part) => !part.added && !part.removed)) return [];
  return parts.flatMap((part, index) => {
    const { value } = part;
    if (part.removed)
      return prefixed(visibleAgainst(value, parts[index + 1]?.added ? parts[index + 1]?.value : []), '-   ');
    if (part.added)
      return prefixed(visibleAgainst(value, parts[index - 1]?.removed ? parts[index - 1]?.value : []), '+   ');
    return shortened(prefixed(value, '    '), index === 0, index === parts.length - 1);
  });
}

/** Lines that look like one of the other side are written out. */
function visibleAgainst(lines: readonly string[], others: readonly string[] = []): string[] {
  const looks = new Set(others.map(look));
  return lines.map((line) => (looks.has(look(line)) ? spelledOut(line) : line));
}

function prefixed(lines: readonly string[], prefix: string): string[] {
  // A carriage return at the end is a line break of another kind: only as a change is it worth a word.
  return lines.map((line) => `${prefix}${line.replace(/\r$/, '')}`);
}

function shortened(lines: readonly string[], isFirst: boolean, isLast: boolean): string[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  const hidden = lines.length - head - tail;
  if (hidden < 2) return [...lines];
  return [...lines.slice(0, head), `    … ${hidden} unchanged lines`, ...lines.slice(lines.length - tail)];
}
