import { type AttributeDiff, type Brief, diffAttributes } from '../compare/attribute-diff.ts';
import { destroys, isNewRevision, type Kind, kindOf } from '../judge/classify.ts';
import type { Deferred, Invocation, OutputChange, ResourceChange } from '../read/plan.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { type Block, cutLines } from './budget.ts';
import { details, fenced, htmlCode, htmlText, inlineCode } from './markdown.ts';
import { deferralNote, htmlNote, markdownNote, type Note, notesOf, shortened } from './notes.ts';

const COMMENT_LIMITS = { lineLength: 600, bytes: 12_000 };

const SIGNS: Readonly<Record<Kind, string>> = {
  delete: '− destroy',
  replace: '± replace',
  forget: '⊘ forget',
  other: '? other',
  update: '~ change',
  create: '+ add',
  import: '↓ import',
  move: '→ move',
  read: '… read',
  'no-op': '= keep',
};

/** Shows a change that can't be planned yet. */
export function deferredBlock({ change, reason }: Deferred, prefix: string, context: BlockContext): Block {
  return resourceBlock(change, prefix, context, false, [deferralNote(reason)]);
}

/** Whether a reviewer should look at it before anything else. */
export function needsALook(change: ResourceChange): boolean {
  const kind = kindOf(change);
  if (kind === 'replace') return destroys(change) || change.actions.includes('forget');
  return kind === 'delete' || kind === 'forget' || kind === 'other';
}

/** What all blocks of a comment share. */
export interface BlockContext {
  readonly scrubber: Scrubber;
  readonly shownElsewhere: Brief['shownElsewhere'];
}

export function resourceBlock(
  change: ResourceChange,
  prefix: string,
  context: BlockContext,
  isOpen: boolean,
  more: readonly Note[] = [],
): Block {
  const { scrubber } = context;
  const kind = kindOf(change);
  const brief = once(() => briefDiff(change, context));
  const head = once(() => {
    const sign = signOf(change, kind);
    const address = shortened(prefix + scrubber.text(change.address));
    const notes = [
      ...(kind === 'other' ? [{ before: 'unknown action ', code: scrubber.text(change.actions.join(', ')) }] : []),
      ...notesOf(change, kind, brief, scrubber),
      ...more,
    ];
    return {
      summary: [`<b>${htmlText(sign)}</b> ${htmlCode(address)}`, ...notes.map(htmlNote)].join(' · '),
      line: [`- **${sign.replace('~', '\\~')}** ${inlineCode(address)}`, ...notes.map(markdownNote)].join(' · '),
    };
  });
  return diffBlock({ brief, full: () => resourceDiff(change, scrubber) }, head, isOpen);
}

/** Blocks that nobody asks for, below the limit of a comment, cost nothing. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function briefDiff(change: ResourceChange, { scrubber, shownElsewhere }: BlockContext): AttributeDiff {
  return resourceDiff(change, scrubber, { configured: change.block?.attributes, shownElsewhere });
}

function resourceDiff(change: ResourceChange, scrubber: Scrubber, brief?: Brief): AttributeDiff {
  const isWhole = change.before === null || change.after === null;
  return diffAttributes({ ...change, isWhole, isReplaced: kindOf(change) === 'replace', brief }, scrubber);
}

/**
 * Drift with what really changed first. What only came to be known (values where there was nothing, as after a first apply) is one
 * block: it is long, and rarely of interest.
 */
export function driftBlocks(
  changes: readonly { change: ResourceChange; prefix: string }[],
  context: BlockContext,
): Block[] {
  const isNews = ({ change }: { change: ResourceChange }) =>
    kindOf(change) !== 'update' || briefDiff(change, context).lines.some((line) => /^[-!]/.test(line));
  const block = ({ change, prefix }: { change: ResourceChange; prefix: string }) =>
    resourceBlock(change, prefix, context, false);
  const filledIn = changes.filter((entry) => !isNews(entry));
  const isEmpty = ({ change }: { change: ResourceChange }) => briefDiff(change, context).lines.length === 0;
  const group = groupOf(filledIn.filter((entry) => !isEmpty(entry)).map(block), filledIn.filter(isEmpty).map(block));
  return [...changes.filter(isNews).map(block), ...(filledIn.length > 0 ? [group] : [])];
}

/** `empty` are those that only have another kind of nothing, such as `{}` for null: the comment counts them. */
function groupOf(filled: readonly Block[], empty: readonly Block[]): Block {
  const all = [...filled, ...empty];
  const resources = all.length === 1 ? '1 resource has' : `${all.length} resources have`;
  const words = `${resources} values where there was nothing, and no other change`;
  const remark = `${empty.length} of them only have empty values such as \`{}\` for null.`;
  const shown = [...filled.map((block) => block.compact), ...(empty.length > 0 ? [() => `${remark}\n`] : [])];
  const summary = `<b>~ filled in</b> ${words}`;
  return {
    full: () => all.map((block) => block.full()).join('\n'),
    compact: () => details(summary, shown.map((show) => show()).join('\n'), false),
    line: () => `- **\\~ filled in** ${words}`,
  };
}

export function outputBlock(output: OutputChange, prefix: string, { scrubber }: BlockContext): Block {
  const sign = SIGNS[kindOf(output)];
  const wrap = (value: OutputChange['before']) => ({ [output.name]: value });
  const diff = once(() =>
    diffAttributes(
      {
        type: '',
        before: wrap(output.before),
        after: wrap(output.after),
        unknown: wrap(output.unknown),
        beforeSensitive: wrap(output.beforeSensitive),
        afterSensitive: wrap(output.afterSensitive),
        replacePaths: [],
        isWhole: false,
        isReplaced: false,
      },
      scrubber,
    ),
  );
  const name = shortened(prefix + scrubber.text(output.name));
  const head = () => ({
    summary: `<b>${htmlText(sign)}</b> ${htmlCode(name)}`,
    line: `- **${sign.replace('~', '\\~')}** ${inlineCode(name)}`,
  });
  return diffBlock({ brief: diff, full: diff }, head, false);
}

/** An action that runs with the apply, with what it is given. */
export function invocationBlock(invocation: Invocation, prefix: string, { scrubber }: BlockContext): Block {
  const { address, event, trigger, deferred, values, unknown, sensitive } = invocation;
  const given = { type: '', before: null, after: values, unknown, beforeSensitive: false, afterSensitive: sensitive };
  const diff = once(() => diffAttributes({ ...given, replacePaths: [], isWhole: true, isReplaced: false }, scrubber));
  const name = shortened(prefix + scrubber.text(address));
  const notes: Note[] = [
    { code: event },
    ...(trigger === undefined ? [] : [{ before: 'of ', code: shortened(scrubber.text(trigger)) }]),
    ...(deferred === undefined ? [] : [{ before: 'deferred, ', ...deferralNote(deferred) }]),
  ];
  const head = () => ({
    summary: [`<b>▷ run</b> ${htmlCode(name)}`, ...notes.map(htmlNote)].join(' · '),
    line: [`- **▷ run** ${inlineCode(name)}`, ...notes.map(markdownNote)].join(' · '),
  });
  return diffBlock({ brief: diff, full: diff }, head, false);
}

interface Head {
  /** HTML that the block folds out from. */
  readonly summary: string;
  readonly line: string;
}

function diffBlock(
  diff: { readonly brief: () => AttributeDiff; readonly full: () => AttributeDiff },
  head: () => Head,
  isOpen: boolean,
): Block {
  const show = (lines: readonly string[]) =>
    lines.length === 0 ? `${head().line}\n` : details(head().summary, fenced(lines, 'diff'), isOpen);
  return {
    full: () => show(linesOf(diff.full())),
    compact: () => show(cutLines(linesOf(diff.brief()), COMMENT_LIMITS)),
    line: () => head().line,
  };
}

function linesOf({ lines, computed, empties }: AttributeDiff): string[] {
  const later = computed.length === 0 ? [] : [`! known after apply: ${computed.join(', ')}`];
  const empty = lines.length > 0 || empties.length === 0 ? [] : [`! nothing but empty values: ${empties.join(', ')}`];
  return [...lines, ...empty, ...later];
}

function signOf(change: ResourceChange, kind: Kind): string {
  if (isNewRevision(change)) return '± new revision';
  return SIGNS[kind];
}
