import { child } from '../read/json.ts';
import type { Plan, ResourceChange } from '../read/plan.ts';

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
  'no-op',
];

/** Names and order of the actions are open-ended (Terraform and OpenTofu add some): a deletion is looked for, not assumed. */
export function kindOf(change: Pick<ResourceChange, 'actions'> & Partial<ResourceChange>): Kind {
  const has = (action: string) => change.actions.includes(action);
  if (has('create')) return has('delete') || has('forget') ? 'replace' : 'create';
  if (has('delete')) return 'delete';
  if (has('forget')) return 'forget';
  if (has('update')) return 'update';
  if (has('read')) return 'read';
  if (change.actions.some((action) => action !== 'no-op')) return 'other';
  if (change.importing !== undefined) return 'import';
  return change.previousAddress === undefined ? 'no-op' : 'move';
}

/** Whether something that exists goes away; the provider leaves it alone where its state says `skip_destroy`. */
export function destroys(change: ResourceChange): boolean {
  return change.actions.includes('delete') && child(change.before, 'skip_destroy') !== true;
}

/** A replacement that leaves the old object where it is. */
export function isNewRevision(change: ResourceChange): boolean {
  return kindOf(change) === 'replace' && change.actions.includes('delete') && !destroys(change);
}

export interface Counts {
  readonly creates: number;
  readonly updates: number;
  readonly deletes: number;
  readonly replaces: number;
}

export interface Totals extends Counts {
  /** Replaced objects of which the old one stays, such as revisions of a task definition. */
  readonly revisions: number;
  readonly forgets: number;
  readonly imports: number;
  readonly moves: number;
  readonly outputs: number;
  /** Actions that run with the apply. */
  readonly invocations: number;
  /** Changes that need another plan. */
  readonly deferred: number;
  /** Actions that this version doesn't know, by name. */
  readonly others: ReadonlyMap<string, number>;
  /** Replaced or deleted objects that really go away. */
  readonly destroyed: number;
}

export function countChanges(plans: readonly Plan[]): Totals {
  const changes = plans.flatMap((plan) => plan.changes);
  const byKind = new Map<Kind, number>();
  const others = new Map<string, number>();
  for (const change of changes) {
    const kind = kindOf(change);
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    const name = change.actions.join(', ');
    if (kind === 'other') others.set(name, (others.get(name) ?? 0) + 1);
  }
  return {
    creates: byKind.get('create') ?? 0,
    updates: byKind.get('update') ?? 0,
    deletes: byKind.get('delete') ?? 0,
    replaces: byKind.get('replace') ?? 0,
    revisions: changes.filter(isNewRevision).length,
    forgets: byKind.get('forget') ?? 0,
    imports: changes.filter((change) => change.importing !== undefined).length,
    moves: changes.filter((change) => change.previousAddress !== undefined).length,
    outputs: plans.flatMap((plan) => plan.outputs).filter((output) => kindOf(output) !== 'no-op').length,
    invocations: plans.reduce((sum, plan) => sum + plan.invocations.length, 0),
    deferred: plans.reduce((sum, plan) => sum + plan.deferred.length, 0),
    others,
    destroyed: changes.filter(destroys).length,
  };
}

/** Whether there is anything to apply, now or with the next plan; reading a data source is nothing. */
export function hasChanges(totals: Totals): boolean {
  const { creates, updates, deletes, replaces, forgets, imports, moves, outputs, invocations, deferred, others } =
    totals;
  const changed = creates + updates + deletes + replaces + forgets + imports + moves;
  return changed + outputs + invocations + deferred + others.size > 0;
}
