import { SHORTEST_PART } from './hash.ts';

/** Lines of marked texts, of which a copy may be indented, quoted or a part of a diff. */
export interface SecretLines {
  /** Those that count wherever they stand. */
  readonly telling: ReadonlySet<string>;
  /** Those that count next to another one: `}` alone says nothing. */
  readonly short: ReadonlySet<string>;
}

export function secretLines(literals: ReadonlySet<string>): SecretLines {
  const telling = new Set<string>();
  const short = new Set<string>();
  for (const literal of literals) {
    if (!literal.includes('\n')) continue;
    for (const line of literal.split(/\r?\n/)) {
      const core = coreOf(line);
      // The first line of a script is no secret, and the same in every other one.
      if (core === '' || line.startsWith('#!')) continue;
      if (core.length >= SHORTEST_PART) telling.add(core);
      else short.add(core);
    }
  }
  return { telling, short };
}

/** A line break, as it is or as an escape in JSON. */
const BREAK = /(\r?\n|(?:\\+r)?\\+n)/;

/** Replaces whole lines of a marked text in another text of several lines. */
export function hideLines(value: string, { telling, short }: SecretLines, word: string): string {
  if (telling.size + short.size === 0 || !/\n|\\n/.test(value)) return value;
  // Every other piece is a line break.
  const pieces = value.split(BREAK);
  const hidden = pieces.map((piece) => telling.has(coreOf(piece)) || piece.includes(word));
  const spread = (index: number, step: 2 | -2) => {
    for (let at = index + step; short.has(coreOf(pieces[at] ?? '')); at += step) hidden[at] = true;
  };
  for (const [index, isHidden] of [...hidden.entries()]) {
    if (!isHidden) continue;
    spread(index, 2);
    spread(index, -2);
  }
  return pieces
    .map((piece, index) => (hidden[index] && !piece.includes(word) ? inPlaceOf(piece, word) : piece))
    .join('');
}

/** Without the indentation, the quotes, and the sign of a diff around it. */
function coreOf(line: string): string {
  return line.replace(/^[\s+\->|#"'`]+|[\s"',;`\\]+$/g, '');
}

function inPlaceOf(line: string, word: string): string {
  const core = coreOf(line);
  const at = line.indexOf(core);
  return line.slice(0, at) + word + line.slice(at + core.length);
}
