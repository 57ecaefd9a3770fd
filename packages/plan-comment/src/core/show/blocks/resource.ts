import {
  type AttributeDiff,
  type Brief,
  type DiffInput,
  diffAttributes,
  diffBoth,
} from '../../compare/attribute-diff.ts';
import { kindOf } from '../../judge/classify.ts';
import { child, isEqual, isObject, type Json } from '../../read/json.ts';
import type { Deferred, ResourceChange } from '../../read/plan.ts';
import { type Clean, own, rewritten } from '../../secrets/clean.ts';
import type { Scrubber } from '../../secrets/scrub.ts';
import type { Block } from '../budget.ts';
import { fence, type Markdown, md } from '../escape.ts';
import { deferralNote, type Note, notesOf } from '../notes.ts';
import { type Head, lineOf, linesOf, shownDiff } from './diff-block.ts';
import { type Sign, signOfChange } from './signs.ts';

/** What all blocks of a comment share. */
export interface BlockContext {
  readonly scrubber: Scrubber;
  readonly shownElsewhere: Brief['shownElsewhere'];
  /** How many comparisons may still be kept behind the full text. */
  readonly room: { left: number };
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
  return new ResourceBlock(entry, context, isOpen, options);
}

/**
 * A big plan has a hundred thousand of them, so one holds what it is about, and no function for each thing that it can do. A comparison is
 * kept where the comment asks for it, which is where it has room. The full text asks for all; behind it the heads stay, and few comparisons.
 */
class ResourceBlock implements Block {
  readonly count = 1;
  readonly #entry: Entry;
  readonly #context: BlockContext;
  readonly #isOpen: boolean;
  readonly #options: Options;
  #head: Head | undefined;
  #diffs: Diffs | { readonly brief: AttributeDiff; readonly full?: undefined } | undefined;
  #isWritten = false;

  constructor(entry: Entry, context: BlockContext, isOpen: boolean, options: Options) {
    this.#entry = entry;
    this.#context = context;
    this.#isOpen = isOpen;
    this.#options = options;
  }

  line(): Markdown {
    return lineOf(this.#headFrom(() => this.#brief()));
  }

  compact(): Markdown {
    const brief = this.#brief();
    return shownDiff(
      linesOf(brief),
      this.#headFrom(() => brief),
      false,
      this.#isOpen,
    );
  }

  full(): Markdown {
    const { change } = this.#entry;
    const { scrubber, room } = this.#context;
    const diffs = this.#diffs;
    const { brief, full } = diffs?.full === undefined ? diffsOf(change, this.#context) : diffs;
    this.#diffs = room.left-- > 0 ? { brief } : undefined;
    this.#isWritten = true;
    const lines = [...linesOf(full), ...keptOfImport(change, scrubber)];
    return shownDiff(
      lines,
      this.#headFrom(() => brief),
      true,
      this.#isOpen,
      generated(change, scrubber),
    );
  }

  #brief(): AttributeDiff {
    if (this.#diffs !== undefined) return this.#diffs.brief;
    const { change } = this.#entry;
    if (this.#isWritten) return diffAttributes(inputOf(change, this.#context), this.#context.scrubber);
    this.#diffs = diffsOf(change, this.#context);
    return this.#diffs.brief;
  }

  #headFrom(brief: () => AttributeDiff): Head {
    const { change } = this.#entry;
    const { scrubber } = this.#context;
    const { sign = signOfChange(change), more = [] } = this.#options;
    this.#head ??= {
      sign,
      name: nameOf(this.#entry, scrubber),
      notes: [...notesOf(change, kindOf(change), brief, scrubber), ...more],
    };
    return this.#head;
  }
}

interface Diffs {
  readonly brief: AttributeDiff;
  readonly full: AttributeDiff;
}

/** What changes, for the comment and for the full text. */
export function diffsOf(change: ResourceChange, context: BlockContext): Diffs {
  return diffBoth(inputOf(change, context), context.scrubber);
}

function inputOf(change: ResourceChange, { shownElsewhere }: BlockContext): DiffInput & { readonly brief: Brief } {
  const { type, before, after, unknown, beforeSensitive, afterSensitive, replacePaths, block } = change;
  return {
    type,
    before,
    after,
    unknown,
    beforeSensitive,
    afterSensitive,
    replacePaths,
    isWhole: before === null || after === null,
    isReplaced: kindOf(change) === 'replace',
    brief: { configured: block?.attributes, shownElsewhere },
  };
}

/** What an imported object is like, where the import leaves it so. */
function keptOfImport(change: ResourceChange, scrubber: Scrubber): Clean[] {
  if (change.importing === undefined) return [];
  const { before, after } = change;
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
