import { type AttributeDiff, diffAttributes } from './attribute-diff.ts';
import { type Block, cutLines } from './budget.ts';
import { destroys, type Kind, kindOf } from './classify.ts';
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

export function resourceBlock(change: ResourceChange, prefix: string, scrubber: Scrubber, isOpen: boolean): Block {
  const kind = kindOf(change);
  const diff = diffAttributes(
    { ...change, isWhole: change.before === null || change.after === null, isReplaced: kind === 'replace' },
    scrubber,
  );
  const sign = signOf(change, kind);
  const address = prefix + scrubber.text(change.address);
  const notes = notesOf(change, kind, diff, scrubber);
  const summary = [`<b>${htmlText(sign)}</b> ${htmlCode(address)}`, ...notes.map(htmlNote)].join(' · ');
  const line = [`- **${sign.replace('~', '\\~')}** ${inlineCode(address)}`, ...notes.map(markdownNote)].join(' · ');
  return diffBlock(diff, summary, line, isOpen);
}

export function outputBlock(output: OutputChange, prefix: string, scrubber: Scrubber): Block {
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
  return diffBlock(diff, `<b>${htmlText(SIGNS[kind])}</b> ${htmlCode(name)}`, line, false);
}

function diffBlock(diff: AttributeDiff, summary: string, line: string, isOpen: boolean): Block {
  const computed = diff.computed.length === 0 ? [] : [`! known after apply: ${diff.computed.join(', ')}`];
  const lines = [...diff.lines, ...computed];
  if (lines.length === 0) return { full: `${line}\n`, compact: () => `${line}\n`, line };
  return {
    full: details(summary, fenced(lines, 'diff'), isOpen),
    compact: () => details(summary, fenced(cutLines(lines, COMMENT_LIMITS), 'diff'), isOpen),
    line,
  };
}

function signOf(change: ResourceChange, kind: Kind): string {
  if (kind === 'other') return `? ${change.actions.join(', ')}`;
  if (kind === 'replace' && change.actions.includes('delete') && !destroys(change)) return '± new revision';
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
  if (kind === 'update') notes.push(attributesNote(diff.attributes));
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

function attributesNote(attributes: readonly string[]): Note {
  if (attributes.length === 0) return { before: `only values marked ${SENSITIVE} or computed` };
  return attributes.length > 3 ? { before: `${attributes.length} attributes` } : { code: attributes.join(', ') };
}

function htmlNote({ before = '', code, after = '' }: Note): string {
  return `${htmlText(before)}${code === undefined ? '' : htmlCode(code)}${htmlText(after)}`;
}

function markdownNote({ before = '', code, after = '' }: Note): string {
  return `${before}${code === undefined ? '' : inlineCode(code)}${after}`;
}
