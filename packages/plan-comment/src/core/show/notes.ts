import type { AttributeDiff } from '../compare/attribute-diff.ts';
import { Values } from '../compare/values.ts';
import { destroys, type Kind } from '../judge/classify.ts';
import type { Import, ResourceChange } from '../read/plan.ts';
import { type Clean, fromSource, joined, own } from '../secrets/clean.ts';
import { type Scrubber, SENSITIVE } from '../secrets/scrub.ts';
import { code, type Html, html, htmlCode, htmlText, type Markdown, md, text } from './escape.ts';
import { shortened } from './shortened.ts';

/** What stands behind an address. Names are of any length: a comment shortens them. */
export interface Note {
  readonly before?: Clean;
  readonly code?: Clean;
  readonly after?: Clean;
}

const REASONS: ReadonlyMap<string, Clean> = new Map([
  ['replace_because_tainted', own`tainted`],
  ['replace_by_request', own`replacement was asked for`],
  ['replace_by_triggers', own`a trigger changed (replace_triggered_by)`],
  ['replace_because_cannot_update', own`can’t be changed in place`],
  ['delete_because_no_resource_config', own`no longer in the configuration`],
  ['delete_because_wrong_repetition', own`count or for_each changed`],
  ['delete_because_count_index', own`beyond count`],
  ['delete_because_each_key', own`no longer in for_each`],
  ['delete_because_no_module', own`its module is gone`],
  ['delete_because_no_move_target', own`moved to nowhere`],
  ['delete_because_enabled_false', own`disabled in the configuration`],
  ['forgot_because_lifecycle_destroy_in_state', own`destroy = false in the state`],
  ['forgot_because_lifecycle_destroy_in_config', own`destroy = false in the configuration`],
  ['read_because_config_unknown', own`its configuration is known only after apply`],
  ['read_because_dependency_pending', own`it depends on something that changes`],
  ['read_because_check_nested', own`for a check`],
]);

const DEFERRALS: ReadonlyMap<string, Clean> = new Map([
  ['instance_count_unknown', own`how many there will be isn’t known yet`],
  ['resource_config_unknown', own`its configuration isn’t known yet`],
  ['provider_config_unknown', own`its provider’s configuration isn’t known yet`],
  ['deferred_prereq', own`it waits for another deferred change`],
  ['absent_prereq', own`something that it needs doesn’t exist yet`],
]);

/** Why a change waits for another plan. */
export function deferralNote(reason: string, scrubber: Scrubber): Note {
  const known = DEFERRALS.get(reason);
  return known === undefined ? { code: scrubber.text(reason) } : { before: known };
}

/** What stands behind an address: why, from where, what stays. */
export function notesOf(change: ResourceChange, kind: Kind, diff: () => AttributeDiff, scrubber: Scrubber): Note[] {
  const notes: Note[] = [];
  if (kind === 'other') notes.push({ before: own`unknown action `, code: scrubber.text(change.actions.join(', ')) });
  if (change.deposed !== undefined) notes.push({ before: own`leftover object `, code: scrubber.text(change.deposed) });
  if (change.previousAddress !== undefined) {
    notes.push({ before: own`moved from `, code: scrubber.address(change.previousAddress) });
  }
  if (change.importing !== undefined) notes.push(...importNotes(change.importing, change, scrubber));
  if (kind === 'replace') notes.push(...replaceNotes(change));
  else if (kind === 'delete' && !destroys(change)) notes.push({ before: own`the object stays (skip_destroy)` });
  if (kind === 'forget') notes.push({ before: own`will no longer be managed by Terraform, but will not be destroyed` });
  notes.push(...reasonNotes(change, scrubber));
  if (kind === 'update') notes.push(attributesNote(diff()));
  return notes;
}

function importNotes({ id, identity, isUnknown }: Import, change: ResourceChange, scrubber: Scrubber): Note[] {
  const shown = identity === null ? undefined : new Values(scrubber).inline(identity)?.text;
  const name = id === undefined ? shown : scrubber.text(id);
  const notes: Note[] =
    name !== undefined
      ? [{ before: own`imported as `, code: name }]
      : [{ before: isUnknown ? own`imported, as what is known only after apply` : own`imported` }];
  return destroys(change) ? [...notes, { before: own`this will destroy the imported object` }] : notes;
}

/** Terraform may add reasons: one that isn't known here is shown by its name. */
function reasonNotes({ reason, replacePaths }: ResourceChange, scrubber: Scrubber): Note[] {
  if (reason === undefined || (reason === 'replace_because_cannot_update' && replacePaths.length > 0)) return [];
  const words = REASONS.get(reason);
  return [words === undefined ? { before: own`reason `, code: scrubber.text(reason) } : { before: words }];
}

function replaceNotes(change: ResourceChange): Note[] {
  const names = [...new Set(change.replacePaths.map((path) => String(path[0] ?? '')))].filter(Boolean);
  const notes: Note[] =
    names.length > 0 ? [{ code: joined(names.map(fromSource), ', '), after: own` forces replacement` }] : [];
  if (change.actions.includes('forget')) notes.push({ before: own`the old object stays` });
  else if (!destroys(change)) notes.push({ before: own`the old revision stays (skip_destroy)` });
  else if (change.actions[0] === 'create') notes.push({ before: own`the new one is created first` });
  else notes.push({ before: own`the old one is destroyed first` });
  return notes;
}

export function attributesNote({ attributes, empties }: AttributeDiff): Note {
  if (attributes.length === 0) {
    return { before: empties.length > 0 ? own`only empty values` : own`only values marked ${SENSITIVE} or computed` };
  }
  return attributes.length > 3 ? { before: own`${attributes.length} attributes` } : { code: joined(attributes, ', ') };
}

export function htmlNote({ before = own``, code: name, after = own`` }: Note, isWhole: boolean): Html {
  const shown = name === undefined ? html`` : htmlCode(isWhole ? name : shortened(name));
  return html`${htmlText(before)}${shown}${htmlText(after)}`;
}

export function markdownNote({ before = own``, code: name, after = own`` }: Note): Markdown {
  const shown = name === undefined ? md`` : code(shortened(name));
  return md`${text(before)}${shown}${text(after)}`;
}
