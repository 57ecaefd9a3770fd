import { lines, type Markdown, md } from './escape.ts';

/** Something that is shown whole, or by one line, or only counted. */
export interface Block {
  /** Its form for the full text, nothing left out. */
  readonly full: () => Markdown;
  /** Its form for the comment, where very long content is cut at a line. */
  readonly compact: () => Markdown;
  /** One line that names it. */
  readonly line: () => Markdown;
  /** How many things it is about. */
  readonly count: number;
}

export interface Section {
  readonly title: Markdown;
  /** A sentence below the title. */
  readonly intro?: Markdown;
  readonly blocks: readonly Block[];
  /** `resources` in "3 resources left out". */
  readonly noun: Markdown;
}

export interface Filled {
  readonly markdown: Markdown;
  /** Things of which at least the line is shown. */
  readonly shown: number;
  readonly bytes: number;
}

const REMARK_BYTES = 160;
/** After this many blocks in a row that don't fit into a small rest, the next ones aren't tried: of thousands, each would be rendered in vain. */
const MOST_MISSES = 50;
const SMALL_REST = 0.02;
const NOTHING: Filled = { markdown: md``, shown: 0, bytes: 0 };

/**
 * As much of a section as fits into a number of UTF-8 bytes, cut between blocks. First every block gets its line, so that no
 * big diff pushes out the name of the next resource; then the lines grow into blocks, in order, while there is room.
 */
export function fill(section: Section, budget: number, whereElse: Markdown): Filled {
  if (section.blocks.length === 0) return NOTHING;
  const title = titleOf(section);
  let left = budget - bytesOf(title) - REMARK_BYTES - bytesOf(whereElse);
  const shown: Markdown[] = [];
  let count = 0;
  for (const block of section.blocks) {
    const line = block.line();
    left -= bytesOf(line) + 1;
    if (left < 0) break;
    shown.push(line);
    count += block.count;
  }
  let folded = 0;
  let misses = 0;
  for (const [index, line] of shown.entries()) {
    const block = section.blocks[index];
    if (block === undefined) break;
    const isFull = left <= 0 || (misses >= MOST_MISSES && left < budget * SMALL_REST);
    // One byte for the empty line that ends HTML.
    const compact = isFull ? line : block.compact();
    const cost = bytesOf(compact) - bytesOf(line) + 1;
    if (isFull || cost > left) {
      folded += block.count;
      misses++;
      continue;
    }
    left -= cost;
    misses = 0;
    shown[index] = compact;
  }
  const remark = remarkOn(section, count, folded, whereElse);
  const markdown = md`${title}${lines([...separated(shown, (block) => block)])}\n\n${remark}`;
  const bytes = bytesOf(markdown);
  return bytes > budget ? NOTHING : { markdown, shown: count, bytes };
}

/** The section with nothing left out. */
export function* fillAll(section: Section): Generator<Markdown> {
  if (section.blocks.length === 0) return;
  yield titleOf(section);
  for (const shown of separated(section.blocks, (block) => block.full())) yield md`${shown}\n`;
  yield md`\n`;
}

function titleOf({ title, intro }: Section): Markdown {
  return intro === undefined ? md`### ${title}\n\n` : md`### ${title}\n\n${intro}\n\n`;
}

// A list item right after a closing tag would belong to the HTML: an empty line ends that.
function* separated<T>(blocks: Iterable<T>, show: (block: T) => Markdown): Generator<Markdown> {
  let wasHtml: boolean | undefined;
  for (const block of blocks) {
    const shown = show(block);
    const isHtml = shown.startsWith('<');
    yield wasHtml !== undefined && isHtml !== wasHtml ? md`\n${shown}` : shown;
    wasHtml = isHtml;
  }
}

function remarkOn(section: Section, shown: number, folded: number, whereElse: Markdown): Markdown {
  const hidden = countOf(section) - shown;
  if (hidden + folded === 0) return md``;
  const left = md`${hidden} ${section.noun} left out`;
  const lined = md`${folded} shown without details`;
  const parts = hidden === 0 ? lined : folded === 0 ? left : md`${left}, ${lined}`;
  return md`_Too long for a comment: ${parts}; ${whereElse}._\n\n`;
}

export function countOf({ blocks }: Section): number {
  return blocks.reduce((sum, block) => sum + block.count, 0);
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
