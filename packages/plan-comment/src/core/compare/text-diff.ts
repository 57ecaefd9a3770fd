import { diffLines } from 'diff';

const CONTEXT = 2;
/** Beyond this the diff is given up and both texts are shown: its time grows with the square of the changes. */
const MOST_EDITS = 1000;

/** The lines of two texts as a diff with some context; unchanged stretches become one line that counts them. */
export function multiLineDiff(before: string, after: string): string[] {
  const parts = diffLines(before, after, { maxEditLength: MOST_EDITS });
  if (parts === undefined) return [...prefixed(before, '- '), ...prefixed(after, '+ ')];
  return parts.flatMap((part, index) => {
    if (part.added) return prefixed(part.value, '+   ');
    if (part.removed) return prefixed(part.value, '-   ');
    return shortened(prefixed(part.value, '    '), index === 0, index === parts.length - 1);
  });
}

function prefixed(text: string, prefix: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${prefix}${line}`);
}

function shortened(lines: readonly string[], isFirst: boolean, isLast: boolean): string[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  const hidden = lines.length - head - tail;
  if (hidden < 2) return [...lines];
  return [...lines.slice(0, head), `    … ${hidden} unchanged lines`, ...lines.slice(lines.length - tail)];
}
