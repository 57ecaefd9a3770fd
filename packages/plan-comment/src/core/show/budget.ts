/** Something that is shown whole, or by one line, or only counted. */
export interface Block {
  /** Its form for the full text, nothing left out. */
  readonly full: () => string;
  /** Its form for the comment, where very long content is cut at a line. */
  readonly compact: () => string;
  /** One line that names it. */
  readonly line: () => string;
}

export interface Section {
  readonly title: string;
  /** A sentence below the title. */
  readonly intro?: string;
  readonly blocks: readonly Block[];
  /** `3 resources` in "3 resources left out". */
  readonly noun: string;
}

export interface Filled {
  readonly markdown: string;
  /** Blocks of which at least the line is shown. */
  readonly shown: number;
  readonly bytes: number;
}

const REMARK_BYTES = 160;

/**
 * As much of a section as fits into a number of UTF-8 bytes, cut between blocks. First every block gets its line, so that no
 * big diff pushes out the name of the next resource; then the lines grow into blocks, in order, while there is room.
 */
export function fill(section: Section, budget: number, whereElse: string): Filled {
  if (section.blocks.length === 0) return { markdown: '', shown: 0, bytes: 0 };
  const title = titleOf(section);
  let left = budget - bytesOf(title) - REMARK_BYTES - bytesOf(whereElse);
  const shown: string[] = [];
  for (const block of section.blocks) {
    const line = `${block.line()}\n`;
    left -= bytesOf(line);
    if (left < 0) break;
    shown.push(line);
  }
  let grown = 0;
  for (const [index, line] of shown.entries()) {
    const block = section.blocks[index];
    if (block === undefined || left <= 0) break;
    const compact = block.compact();
    const cost = bytesOf(compact) - bytesOf(line);
    if (cost > left) continue;
    left -= cost;
    shown[index] = compact;
    grown++;
  }
  const remark = remarkOn(section, shown.length, grown, whereElse);
  if (shown.length === 0 && bytesOf(title) + bytesOf(remark) > budget) return { markdown: '', shown: 0, bytes: 0 };
  const markdown = `${title}${[...separated(shown, (block) => block)].join('')}\n${remark}`;
  return { markdown, shown: shown.length, bytes: bytesOf(markdown) };
}

/** The section with nothing left out. */
export function* fillAll(section: Section): Generator<string> {
  if (section.blocks.length === 0) return;
  yield titleOf(section);
  yield* separated(section.blocks, (block) => block.full());
  yield '\n';
}

function titleOf({ title, intro }: Section): string {
  return `### ${title}\n${intro === undefined ? '' : `${intro}\n\n`}`;
}

// A list item right after a closing tag would belong to the HTML: an empty line ends that.
function* separated<T>(blocks: Iterable<T>, show: (block: T) => string): Generator<string> {
  let wasHtml: boolean | undefined;
  for (const block of blocks) {
    const shown = show(block);
    const isHtml = shown.startsWith('<');
    yield wasHtml !== undefined && isHtml !== wasHtml ? `\n${shown}` : shown;
    wasHtml = isHtml;
  }
}

function remarkOn(section: Section, shown: number, grown: number, whereElse: string): string {
  const hidden = section.blocks.length - shown;
  const folded = shown - grown;
  const parts = [];
  if (hidden > 0) parts.push(`${hidden} ${section.noun} left out`);
  if (folded > 0) parts.push(`${folded} shown without details`);
  return parts.length === 0 ? '' : `_Too long for a comment: ${parts.join(', ')}; ${whereElse}._\n\n`;
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** At most so many characters of a line and so many bytes of lines; the last line says what is missing. */
export function cutLines(lines: readonly string[], limits: { lineLength: number; bytes: number }): string[] {
  const kept: string[] = [];
  let left = limits.bytes;
  for (const [index, line] of lines.entries()) {
    const short =
      line.length > limits.lineLength ? `${line.slice(0, limits.lineLength)}… (${line.length} characters)` : line;
    left -= bytesOf(short) + 1;
    if (left < 0) return [...kept, `  … ${lines.length - index} more lines`];
    kept.push(short);
  }
  return kept;
}
