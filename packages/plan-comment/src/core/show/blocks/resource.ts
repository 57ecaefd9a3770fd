import { type AttributeDiff, type Brief, diffAttributes, diffBoth } from '../../compare/attribute-diff.ts';
import { kindOf } from '../../judge/classify.ts';
import { child, isEqual, isObject, type Json } from '../../read/json.ts';
import type { Deferred, ResourceChange } from '../../read/plan.ts';
import { type Clean, own, rewritten } from '../../secrets/clean.ts';
import type { Scrubber } from '../../secrets/scrub.ts';
import type { Block } from '../budget.ts';
import { fence, type Markdown, md } from '../escape.ts';
import { deferralNote, type Note, notesOf } from '../notes.ts';
import { diffBlock, linesOf, once } from './diff-block.ts';
import { type Sign, signOfChange } from './signs.ts';

/** What all blocks of a comment share. */
export interface BlockContext {
  readonly scrubber: Scrubber;
  readonly shownElsewhere: Brief['shownElsewhere'];
}

/** A change, and the name of its plan where there are several. */
export interface Entry {
  readonly change: ResourceChange;
  readonly prefix: Clean;
}

export function nameOf({ change, prefix }: Entry, scrubber: Scrubber): Clean {
  return own`${prefix}${scrubber.address(change.address)}`;
}

/** Shows a change that can't be planned yet. */
export function deferredBlock({ change, reason }: Deferred, prefix: Clean, context: BlockContext): Block {
  return resourceBlock({ change, prefix }, context, false, { more: [deferralNote(reason, context.scrubber)] });
}

interface Options {
  readonly more?: readonly Note[];
  /** Another word than that of the kind. */
  readonly sign?: Sign;
}

export function resourceBlock(entry: Entry, context: BlockContext, isOpen: boolean, options: Options = {}): Block {
  const { change } = entry;
  const { scrubber } = context;
  const kind = kindOf(change);
  const diffs = keptDiffs(change, context);
  const { brief } = diffs;
  const head = once(() => ({
    sign: options.sign ?? signOfChange(change),
    name: nameOf(entry, scrubber),
    notes: [...notesOf(change, kind, brief, scrubber), ...(options.more ?? [])],
  }));
  const full = () => [...linesOf(diffs.full()), ...keptOfImport(change, scrubber)];
  return diffBlock({ brief: () => linesOf(brief()), full }, head, isOpen, () => generated(change, scrubber));
}

/** Both are made at once. The full one is asked for once, and is too much to be kept of all. */
function keptDiffs(change: ResourceChange, context: BlockContext) {
  let brief: AttributeDiff | undefined;
  let full: AttributeDiff | undefined;
  const make = () => {
    const made = diffsOf(change, context);
    brief = made.brief;
    full = made.full;
    return made;
  };
  return {
    brief: () => brief ?? make().brief,
    full: () => {
      const made = full ?? make().full;
      full = undefined;
      return made;
    },
  };
}

/** What changes, for the comment and for the full text. */
export function diffsOf(
  change: ResourceChange,
  { scrubber, shownElsewhere }: BlockContext,
): { readonly brief: AttributeDiff; readonly full: AttributeDiff } {
  const isWhole = change.before === null || change.after === null;
  const brief = { configured: change.block?.attributes, shownElsewhere };
  return diffBoth({ ...change, isWhole, isReplaced: kindOf(change) === 'replace', brief }, scrubber);
}

/** What an imported object is like, where the import leaves it so. */
function keptOfImport({ importing, before, after, ...change }: ResourceChange, scrubber: Scrubber): Clean[] {
  if (importing === undefined) return [];
  const isKept = ([key, value]: [string, Json]) => isEqual(value, child(before, key));
  const kept = Object.fromEntries(Object.entries(isObject(after) ? after : {}).filter(isKept));
  const { lines } = diffAttributes(
    { ...change, before: null, after: kept, unknown: false, replacePaths: [], isWhole: true, isReplaced: false },
    scrubber,
  );
  return lines.map((line) => rewritten(line, (text) => ` ${text.slice(1)}`));
}

/** Configuration that Terraform wrote for an import. */
function generated({ generatedConfig }: ResourceChange, scrubber: Scrubber): Markdown {
  if (generatedConfig === undefined) return md``;
  return md`\n\nGenerated configuration:\n\n${fence([scrubber.text(generatedConfig)], 'hcl')}`;
}
