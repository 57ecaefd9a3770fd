import { isNews } from '../../judge/drift.ts';
import type { Block } from '../budget.ts';
import { code, details, html, lines, list, type Markdown, md } from '../escape.ts';
import { shortened } from '../shortened.ts';
import { groupedBlocks } from './group.ts';
import { type BlockContext, diffsOf, type Entry, nameOf, resourceBlock } from './resource.ts';
import { signOfDrift } from './signs.ts';

/**
 * Drift with what somebody did first. What only came to be known (values where there was nothing, as after a first apply) is one block:
 * it is long, and rarely of interest.
 */
export function driftBlocks(entries: readonly Entry[], context: BlockContext): Block[] {
  const block = (entry: Entry) => resourceBlock(entry, context, false, { sign: signOfDrift(entry.change) });
  const news = new Set(entries.filter(({ change }) => isNews(change)));
  const filledIn = entries.filter((entry) => !news.has(entry));
  const blocks = groupedBlocks([...news], context, signOfDrift);
  return filledIn.length === 0 ? blocks : [...blocks, groupOf(filledIn, block, context)];
}

/** What only has another kind of nothing, such as `{}` for null, is named and not shown in the comment. */
function groupOf(entries: readonly Entry[], block: (entry: Entry) => Block, context: BlockContext): Block {
  const words = entries.length === 1 ? md`1 resource has` : md`${entries.length} resources have`;
  const summary = entries.length === 1 ? html`1 resource has` : html`${entries.length} resources have`;
  const blocks = entries.map((entry) => ({ entry, block: block(entry) }));
  const isEmpty = ({ change }: Entry) => diffsOf(change, context).brief.lines.length === 0;
  const named = ({ entry }: { entry: Entry }): Markdown => code(shortened(nameOf(entry, context.scrubber)));
  const show = (content: Markdown) =>
    details(html`<b>~ filled in</b> ${summary} values where there was nothing, and no other change`, content);
  return {
    full: () => show(lines(blocks.map((each) => each.block.full()))),
    compact: () => {
      const rest = blocks.filter(({ entry }) => isEmpty(entry));
      const empty = new Set(rest);
      const shown = blocks.filter((each) => !empty.has(each)).map((each) => each.block.compact());
      const names =
        rest.length === 0 ? [] : [md`With empty values alone:\n\n${list(rest.slice(0, MOST_NAMES).map(named))}`];
      const more = rest.length > MOST_NAMES ? [md`\nand ${rest.length - MOST_NAMES} more`] : [];
      return show(lines([...shown, ...(shown.length > 0 && names.length > 0 ? [md``] : []), ...names, ...more]));
    },
    line: () => md`- **\\~ filled in** ${words} values where there was nothing, and no other change`,
    count: entries.length,
  };
}

const MOST_NAMES = 20;
