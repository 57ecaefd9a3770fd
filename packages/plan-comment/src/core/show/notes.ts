import type { AttributeDiff } from '../compare/attribute-diff.ts';
import { destroys, type Kind } from '../judge/classify.ts';
import type { ResourceChange } from '../read/plan.ts';
import { type Scrubber, SENSITIVE } from '../secrets/scrub.ts';
import { htmlCode, htmlText, inlineCode } from './markdown.ts';

/** `code` is text from the plan, the rest is ours. */
export interface Note {
  readonly before?: string;
  readonly code?: string;
  readonly after?: string;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['replace_because_tainted', 'tainted'],
  ['replace_by_request', 'replacement was asked for'],
  ['replace_by_triggers', 'a trigger changed (replace_triggered_by)'],
  ['replace_because_cannot_update', 'can’t be changed in place'],
  ['delete_because_no_resource_config', 'no longer in the configuration'],
  ['delete_because_wrong_repetition', 'count or for_each changed'],
  ['delete_because_count_index', 'beyond count'],
  ['delete_because_each_key', 'no longer in for_each'],
  ['delete_because_no_module', 'its module is gone'],
  ['delete_because_no_move_target', 'moved to nowhere'],
  ['delete_because_enabled_false', 'disabled in the configuration'],
  ['forgot_because_lifecycle_destroy_in_state', 'destroy = false in the state'],
  ['forgot_because_lifecycle_destroy_in_config', 'destroy = false in the configuration'],
  ['read_because_config_unknown', 'its configuration is known only after apply'],
  ['read_because_dependency_pending', 'it depends on something that changes'],
  ['read_because_check_nested', 'for a check'],
]);

const DEFERRALS: ReadonlyMap<string, string> = new Map([
  ['instance_count_unknown', 'how many there will be isn’t known yet'],
  ['resource_config_unknown', 'its configuration isn’t known yet'],
  ['provider_config_unknown', 'its provider’s configuration isn’t known yet'],
  ['deferred_prereq', 'it waits for another deferred change'],
  ['absent_prereq', 'something that it needs doesn’t exist yet'],
]);

/** Why a change waits for another plan. */
export function deferralNote(reason: string): Note {
  const known = DEFERRALS.get(reason);
  return known === undefined ? { code: reason } : { before: known };
}

const LONGEST_NAME = 400;

/** A name of any length fits on its line: the full text has all of its values. */
export function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}… (${name.length} characters)`;
}

/** What stands behind an address: why, from where, what stays. */
export function notesOf(change: ResourceChange, kind: Kind, diff: () => AttributeDiff, scrubber: Scrubber): Note[] {
  const notes: Note[] = [];
  if (change.deposed !== undefined) notes.push({ before: 'leftover object ', code: change.deposed });
  if (change.previousAddress !== undefined) {
    notes.push({ before: 'moved from ', code: scrubber.text(change.previousAddress) });
  }
  if (change.importing !== undefined) notes.push(...importNotes(change, kind, scrubber));
  if (kind === 'replace') notes.push(...replaceNotes(change, scrubber));
  else if (kind === 'delete' && !destroys(change)) notes.push({ before: 'the object stays (skip_destroy)' });
  if (kind === 'forget') notes.push({ before: 'Terraform lets go of it, the object stays' });
  notes.push(...reasonNotes(change));
  if (kind === 'update') notes.push(attributesNote(diff()));
  return notes.filter((note) => Object.keys(note).length > 0);
}

function importNotes({ importing }: ResourceChange, kind: Kind, scrubber: Scrubber): Note[] {
  const importId = importing?.id;
  if (importId !== undefined) return [{ before: 'imported as ', code: shortened(scrubber.text(importId)) }];
  return kind === 'import' ? [] : [{ before: 'imported' }];
}

/** Terraform may add reasons: one that isn't known here is shown by its name. */
function reasonNotes({ reason, replacePaths }: ResourceChange): Note[] {
  if (reason === undefined || (reason === 'replace_because_cannot_update' && replacePaths.length > 0)) return [];
  const words = REASONS.get(reason);
  return [words === undefined ? { before: 'reason ', code: reason } : { before: words }];
}

function replaceNotes(change: ResourceChange, scrubber: Scrubber): Note[] {
  const names = [...new Set(change.replacePaths.map((path) => String(path[0] ?? '')))].filter(Boolean);
  const notes: Note[] =
    names.length > 0 ? [{ code: scrubber.text(names.join(', ')), after: ' forces replacement' }] : [];
  if (change.actions.includes('forget')) notes.push({ before: 'the old object stays' });
  else if (!destroys(change)) notes.push({ before: 'the old revision stays (skip_destroy)' });
  else if (change.actions[0] === 'create') notes.push({ before: 'the new one is created first' });
  else notes.push({ before: 'the old one is destroyed first' });
  return notes;
}

function attributesNote({ attributes, empties }: AttributeDiff): Note {
  if (attributes.length === 0 && empties.length > 0) return { before: 'only empty values' };
  if (attributes.length === 0) return { before: `only values marked ${SENSITIVE} or computed` };
  return attributes.length > 3 ? { before: `${attributes.length} attributes` } : { code: attributes.join(', ') };
}

export function htmlNote({ before = '', code, after = '' }: Note): string {
  return `${htmlText(before)}${code === undefined ? '' : htmlCode(code)}${htmlText(after)}`;
}

export function markdownNote({ before = '', code, after = '' }: Note): string {
  return `${before}${code === undefined ? '' : inlineCode(code)}${after}`;
}
