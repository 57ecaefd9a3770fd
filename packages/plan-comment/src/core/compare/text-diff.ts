import { diffArrays } from 'diff';
import { type Clean, own, rewritten } from '../secrets/clean.ts';
import { look, spelledOut } from './look-alikes.ts';

const CONTEXT = 2;
/** Beyond this the diff is given up and both texts are shown: its time grows with the square of the changes. */
const MOST_EDITS = 1000;

export interface TextDiff {
  /** Lines as a diff with some context; unchanged stretches become one line that counts them. Empty where no line changes. */
  readonly lines: readonly Clean[];
  /** What changes besides the lines: how they end. */
  readonly remarks: readonly Clean[];
}

/** Compares two texts of several lines. */
export function multiLineDiff(before: Clean, after: Clean): TextDiff {
  const [old, now] = [endingsOf(before), endingsOf(after)];
  const isOther = old !== undefined && now !== undefined && old !== now;
  const remarks: Clean[] = isOther ? [own`line breaks change from ${ENDINGS[old]} to ${ENDINGS[now]}`] : [];
  if (before !== '' && after !== '' && before.endsWith('\n') !== after.endsWith('\n')) {
    const isThere = after.endsWith('\n');
    remarks.push(
      isThere ? own`the last line now ends with a line break` : own`the last line no longer ends with a line break`,
    );
  }
  const linesOf = (text: Clean) => split(isOther ? rewritten(text, (each) => each.replaceAll('\r\n', '\n')) : text);
  return { lines: diffLines(linesOf(before), linesOf(after)), remarks };
}

const ENDINGS = { CRLF: own`CRLF`, LF: own`LF` };

/** `undefined` where lines end in both ways, or there is one line. */
function endingsOf(text: string): keyof typeof ENDINGS | undefined {
  const all = text.split('\n').length - 1;
  const withReturn = text.split('\r\n').length - 1;
  if (all === 0) return undefined;
  return withReturn === 0 ? 'LF' : withReturn === all ? 'CRLF' : undefined;
}

function split(text: Clean): Clean[] {
  const lines = text.split('\n') as Clean[];
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function diffLines(before: readonly Clean[], after: readonly Clean[]): Clean[] {
  const parts = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  if (parts === undefined) return [...prefixed(before, own`-   `), ...prefixed(after, own`+   `)];
  if (parts.every((part) => !part.added && !part.removed)) return [];
  return parts.flatMap((part, index) => {
    const { value } = part;
    const [last, next] = [parts[index - 1], parts[index + 1]];
    if (part.removed) return prefixed(visibleAgainst(value, next?.added ? next.value : []), own`-   `);
    if (part.added) return prefixed(visibleAgainst(value, last?.removed ? last.value : []), own`+   `);
    return shortened(prefixed(value, own`    `), index === 0, index === parts.length - 1);
  });
}

/** Lines that look like one of the other side are shown with escapes. */
function visibleAgainst(lines: readonly Clean[], others: readonly Clean[]): Clean[] {
  const looks = new Set(others.map(look));
  return lines.map((line) => (looks.has(look(line)) ? spelledOut(line) : line));
}

function prefixed(lines: readonly Clean[], prefix: Clean): Clean[] {
  // A carriage return at the end is a line break of another kind: only as a change is it worth a word.
  return lines.map((line) => own`${prefix}${rewritten(line, (text) => text.replace(/\r$/, ''))}`);
}

function shortened(lines: readonly Clean[], isFirst: boolean, isLast: boolean): Clean[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  const hidden = lines.length - head - tail;
  if (hidden < 2) return [...lines];
  return [...lines.slice(0, head), own`    … ${hidden} unchanged lines`, ...lines.slice(lines.length - tail)];
}
