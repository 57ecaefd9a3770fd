import type { Plan, ResourceChange } from '../read/plan.ts';
import { destroys, isNewRevision, type Kind, kindOf, mayDestroy } from './classify.ts';
import { driftOf, isNews } from './drift.ts';

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
  /** Changes and actions that need another plan. */
  readonly deferred: number;
  readonly deferredDestroys: number;
  /** Actions that this version doesn't know, by name. */
  readonly others: ReadonlyMap<string, number>;
  /** Drift that a refresh-only plan takes over into the state. */
  readonly recorded: number;
  /** Objects that somebody changed outside of Terraform, which other plans only tell of. */
  readonly drifted: number;
  readonly isIncomplete: boolean;
}

export function countsOf(changes: readonly ResourceChange[]): Pick<Totals, keyof Counts | 'forgets'> {
  const byKind = new Map<Kind, number>();
  for (const change of changes) {
    const kind = kindOf(change);
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  }
  const count = (kind: Kind) => byKind.get(kind) ?? 0;
  return {
    creates: count('create'),
    updates: count('update'),
    deletes: count('delete'),
    replaces: count('replace'),
    forgets: count('forget'),
  };
}

export function countChanges(plans: readonly Plan[]): Totals {
  const changes = plans.flatMap((plan) => plan.changes);
  const others = new Map<string, number>();
  for (const change of changes) {
    if (kindOf(change) !== 'other') continue;
    const name = change.actions.join(', ');
    others.set(name, (others.get(name) ?? 0) + 1);
  }
  const sum = (count: (plan: Plan) => number) => plans.reduce((total, plan) => total + count(plan), 0);
  const isLater = ({ deferred }: { deferred: string | undefined }) => deferred !== undefined;
  return {
    ...countsOf(changes),
    revisions: changes.filter(isNewRevision).length,
    imports: changes.filter((change) => change.importing !== undefined).length,
    moves: changes.filter((change) => change.previousAddress !== undefined).length,
    outputs: plans.flatMap((plan) => plan.outputs).filter((output) => kindOf(output) !== 'no-op').length,
    invocations: sum(({ invocations }) => invocations.filter((each) => !isLater(each)).length),
    deferred: sum(({ deferred, invocations }) => deferred.length + invocations.filter(isLater).length),
    deferredDestroys: sum(({ deferred }) => deferred.filter(({ change }) => destroys(change)).length),
    others,
    recorded: sum((plan) => (plan.isRefreshOnly ? driftOf(plan).length : 0)),
    drifted: sum((plan) => (plan.isRefreshOnly ? 0 : driftOf(plan).filter(isNews).length)),
    isIncomplete: plans.some((plan) => plan.isIncomplete),
  };
}

/** Whether there is anything to apply, now or with the next plan; reading a data source is nothing. */
export function hasChanges(totals: Totals): boolean {
  const { creates, updates, deletes, replaces, forgets, imports, moves, recorded } = totals;
  const changed = creates + updates + deletes + replaces + forgets + imports + moves + recorded;
  return changed + totals.outputs + totals.invocations + totals.deferred + totals.others.size > 0;
}

/** Existing objects that go away, or may. */
export function destroyedIn(plan: Plan): ResourceChange[] {
  return plan.changes.filter((change) => destroys(change) || mayDestroy(change));
}
