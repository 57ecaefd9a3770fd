import { type AttributeDiff, type Brief, diffAttributes } from './attribute-diff.ts';
import { type Block, cutLines } from './budget.ts';
import { destroys, isNewRevision, type Kind, kindOf } from './classify.ts';
import { details, fenced, htmlCode, htmlText, inlineCode } from './markdown.ts';
import type { OutputChange, ResourceChange } from './plan.ts';
import { type Scrubber, SENSITIVE } from './scrub.ts';

const COMMENT_LIMITS = { lineLength: 600, bytes: 12_000 };

const SIGNS: Readonly<Record<Kind, string>> = {
  delete: '− destroy',
  replace: '± replace',
  forget: '⊘ forget',
  other: '? unknown action',
  update: '~ change',
  create: '+ add',
  import: '↓ import',
  move: '→ move',
  read: '… read',
  'no-op': '= keep',
};

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: 'tainted',
  replace_by_request: 'replacement was asked for',
  replace_by_triggers: 'a trigger changed',
  replace_because_cannot_update: 'can’t be changed in place',
  delete_because_no_resource_config: 'no longer in the configuration',
  delete_because_wrong_repetition: 'count or for_each changed',
  delete_because_count_index: 'beyond count',
  delete_because_each_key: 'no longer in for_each',
  delete_because_no_module: 'its module is gone',
  delete_because_no_move_target: 'moved to nowhere',
};

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

export function resourceBlock(change: ResourceChange, prefix: string, context: BlockContext, isOpen: boolean): Block {
  const { scrubber } = context;
  const kind = kindOf(change);
  const diff = briefDiff(change, context);
  const sign = signOf(change, kind);
  const address = prefix + scrubber.text(change.address);
  const notes = notesOf(change, kind, diff, scrubber);
  const summary = [`<b>${htmlText(sign)}</b> ${htmlCode(address)}`, ...notes.map(htmlNote)].join(' · ');
  const line = [`- **${sign.replace('~', '\\~')}** ${inlineCode(address)}`, ...notes.map(markdownNote)].join(' · ');
  return diffBlock({ brief: diff, full: resourceDiff(change, scrubber) }, summary, line, isOpen);
}

function briefDiff(change: ResourceChange, { scrubber, shownElsewhere }: BlockContext): AttributeDiff {
  return resourceDiff(change, scrubber, { configured: change.configured, shownElsewhere });
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
    full: all.map((block) => block.full).join('\n'),
    compact: () => details(summary, shown.map((show) => show()).join('\n'), false),
    line: `- **\\~ filled in** ${words}`,
  };
}

export function outputBlock(output: OutputChange, prefix: string, { scrubber }: BlockContext): Block {
  const kind = kindOf(output);
  const wrap = (value: OutputChange['before']) => ({ [output.name]: value });
  const diff = diffAttributes(
    {
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
  );
  const name = prefix + scrubber.text(output.name);
  const line = `- **${SIGNS[kind].replace('~', '\\~')}** ${inlineCode(name)}`;
  const summary = `<b>${htmlText(SIGNS[kind])}</b> ${htmlCode(name)}`;
  return diffBlock({ brief: diff, full: diff }, summary, line, false);
}

function diffBlock(
  diff: { readonly brief: AttributeDiff; readonly full: AttributeDiff },
  summary: string,
  line: string,
  isOpen: boolean,
): Block {
  const show = (lines: readonly string[]) =>
    lines.length === 0 ? `${line}\n` : details(summary, fenced(lines, 'diff'), isOpen);
  return {
    full: show(linesOf(diff.full)),
    compact: () => show(cutLines(linesOf(diff.brief), COMMENT_LIMITS)),
    line,
  };
}

function linesOf({ lines, computed, empties }: AttributeDiff): string[] {
  const later = computed.length === 0 ? [] : [`! known after apply: ${computed.join(', ')}`];
  const empty = lines.length > 0 || empties.length === 0 ? [] : [`! nothing but empty values: ${empties.join(', ')}`];
  return [...lines, ...empty, ...later];
}

function signOf(change: ResourceChange, kind: Kind): string {
  if (kind === 'other') return `? ${change.actions.join(', ')}`;
  if (isNewRevision(change)) return '± new revision';
  return SIGNS[kind];
}

/** `code` is text from the plan, the rest is ours. */
interface Note {
  readonly before?: string;
  readonly code?: string;
  readonly after?: string;
}

function notesOf(change: ResourceChange, kind: Kind, diff: AttributeDiff, scrubber: Scrubber): Note[] {
  const notes: Note[] = [];
  if (change.deposed !== undefined) notes.push({ before: 'leftover object ', code: change.deposed });
  if (change.previousAddress !== undefined) {
    notes.push({ before: 'moved from ', code: scrubber.text(change.previousAddress) });
  }
  if (change.isImport && kind !== 'import') notes.push({ before: 'imported' });
  if (kind === 'replace') notes.push(...replaceNotes(change, scrubber));
  else if (kind === 'delete' && !destroys(change)) notes.push({ before: 'the object stays (skip_destroy)' });
  if (kind === 'forget') notes.push({ before: 'Terraform lets go of it, the object stays' });
  const reason = change.reason === undefined ? undefined : REASONS[change.reason];
  if (reason !== undefined && !(kind === 'replace' && change.replacePaths.length > 0)) notes.push({ before: reason });
  if (kind === 'update') notes.push(attributesNote(diff));
  return notes.filter((note) => Object.keys(note).length > 0);
}

function replaceNotes(change: ResourceChange, scrubber: Scrubber): Note[] {
  const names = [...new Set(change.replacePaths.map((path) => String(path[0] ?? '')))].filter(Boolean);
  const notes: Note[] =
    names.length > 0 ? [{ code: scrubber.text(names.join(', ')), after: ' forces replacement' }] : [];
  if (change.actions.includes('forget')) notes.push({ before: 'the old object stays' });
  else if (!destroys(change)) notes.push({ before: 'the old revision stays (skip_destroy)' });
  else if (change.actions[0] === 'create') notes.push({ before: 'the new one first' });
  return notes;
}

function attributesNote({ attributes, empties }: AttributeDiff): Note {
  if (attributes.length === 0 && empties.length > 0) return { before: 'only empty values' };
  if (attributes.length === 0) return { before: `only values marked ${SENSITIVE} or computed` };
  return attributes.length > 3 ? { before: `${attributes.length} attributes` } : { code: attributes.join(', ') };
}

function htmlNote({ before = '', code, after = '' }: Note): string {
  return `${htmlText(before)}${code === undefined ? '' : htmlCode(code)}${htmlText(after)}`;
}

function markdownNote({ before = '', code, after = '' }: Note): string {
  return `${before}${code === undefined ? '' : inlineCode(code)}${after}`;
}
