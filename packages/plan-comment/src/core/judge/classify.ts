import { child } from '../read/json.ts';
import type { ResourceChange } from '../read/plan.ts';

export type Kind =
  | 'delete'
  | 'replace'
  | 'forget'
  | 'other'
  | 'update'
  | 'create'
  | 'move'
  | 'import'
  | 'read'
  | 'open'
  | 'no-op';

/** The order in which they are shown: what can't be undone comes first. */
export const KINDS: readonly Kind[] = [
  'delete',
  'replace',
  'forget',
  'other',
  'update',
  'create',
  'import',
  'move',
  'read',
  'open',
  'no-op',
];

/** Names and order of the actions are open-ended (Terraform and OpenTofu add some): a deletion is looked for, not assumed. */
export function kindOf(change: Pick<ResourceChange, 'actions'> & Partial<ResourceChange>): Kind {
  const has = (action: string) => change.actions.includes(action);
  const isQuiet = change.actions.every((action) => action === 'no-op');
  // OpenTofu lists what is opened and closed while it runs; nothing of it is kept.
  if (change.mode === 'ephemeral') return isQuiet ? 'no-op' : 'open';
  if (has('create')) return has('delete') || has('forget') ? 'replace' : 'create';
  if (has('delete')) return 'delete';
  if (has('forget')) return 'forget';
  if (has('update')) return 'update';
  if (has('read')) return 'read';
  if (!isQuiet) return 'other';
  if (change.importing !== undefined) return 'import';
  return change.previousAddress === undefined ? 'no-op' : 'move';
}

/** Whether something that exists goes away; the provider leaves it alone where its state says `skip_destroy`. */
export function destroys(change: ResourceChange): boolean {
  return change.actions.includes('delete') && child(change.before, 'skip_destroy') !== true;
}

/** Whether an action that this version doesn't know leaves nothing of an object. */
export function mayDestroy(change: ResourceChange): boolean {
  return kindOf(change) === 'other' && change.before !== null && change.after === null;
}

/** A replacement that leaves the old object where it is. */
export function isNewRevision(change: ResourceChange): boolean {
  return kindOf(change) === 'replace' && change.actions.includes('delete') && !destroys(change);
}

/** Whether a reviewer should look at it before anything else. */
export function needsALook(change: ResourceChange): boolean {
  const kind = kindOf(change);
  if (kind === 'replace') return destroys(change) || change.actions.includes('forget');
  return kind === 'delete' || kind === 'forget' || kind === 'other';
}
