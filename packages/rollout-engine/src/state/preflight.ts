import { type Environment, PHASES, type Phase, phaseTransition } from '@loki-adoption/environment';
import type { CommitHistory } from '../model/commit-history.ts';
import { movingServices } from './evolve.ts';
import { frozen } from './freeze.ts';
import type { Ledger } from './ledger.ts';

const VALIDATION_STAYS_OPEN =
  'No command of this version records validation as verified, so that is where the environment stays';

/** The phases that the ledger shows as verified, in order. */
export function verifiedPhases(ledger: Ledger): Phase[] {
  return PHASES.filter((phase) => ledger.phases[phase] !== undefined);
}

/** What asks to be rolled out, and when: `now` in ms since 1970. */
export interface Wanted {
  readonly environment: Environment;
  readonly desiredStateHash: string;
  readonly runId?: number | undefined;
  readonly now: number;
  readonly commit: string;
  readonly commits: CommitHistory;
  /** Why an older commit is deployed on purpose. */
  readonly allowOlder?: string | undefined;
}

/** Why a rollout may not start, or `undefined`: a freeze, a hold, or a phase whose turn it isn't. */
export function refusal(ledger: Ledger, wanted: Wanted): string | undefined {
  const { migration, protection } = wanted.environment;
  const freeze = frozen(protection.freeze, wanted.now);
  if (freeze !== undefined) return freeze;
  return holdRefusal(ledger, wanted) ?? olderRefusal(ledger, wanted) ?? transitionRefusal(ledger, migration.phase);
}

/**
 * A hold ends when a merge has changed the environment's desired state. A run that began before the hold, queued or started again, differs
 * from it as well, but brings an older state back.
 */
export function holdRefusal(
  { hold }: Ledger,
  { runId, desiredStateHash }: Pick<Wanted, 'runId' | 'desiredStateHash'>,
): string | undefined {
  if (!hold) return undefined;
  const isOlder = hold.runId !== undefined && runId !== undefined && runId < hold.runId;
  if (!isOlder && hold.desiredStateHash !== desiredStateHash) return undefined;
  const older = isOlder ? ', after this run began' : '';
  return `on hold since ${hold.at}${older}: ${hold.reason}. Merge a change of the environment, or run the command release`;
}

/**
 * A run that was queued or is started again, and one of a commit that lies behind the last one, bring back what a newer one has replaced.
 * Terraform would destroy what is only in the newer one.
 */
function olderRefusal({ begun }: Ledger, { runId, commit, commits, allowOlder }: Wanted): string | undefined {
  if (!begun || allowOlder !== undefined) return undefined;
  const last = `${begun.run} began to deploy commit ${begun.commit.slice(0, 12)} at ${begun.at}`;
  if (begun.runId !== undefined && runId !== undefined && runId < begun.runId) {
    return `${last}, after this run was started: start a new run of what is wanted now`;
  }
  if (commits.isBefore(commit, begun.commit) !== true) return undefined;
  return (
    `${last}, and ${commit.slice(0, 12)} lies behind that: deploy what main has now. If the older commit is meant, say why: ` +
    '--allow-older REASON (in the workflow Deploy: allow-older)'
  );
}

/**
 * Whether a gate's hold leaves services half-way: a rollout of the same desired state may go on to finish them, and begins nothing new. What
 * a rollback left is the rollback's to finish.
 */
export function mayFinish(ledger: Ledger, { desiredStateHash }: Pick<Wanted, 'desiredStateHash'>): boolean {
  const { hold, rollback } = ledger;
  return hold?.desiredStateHash === desiredStateHash && rollback === null && movingServices(ledger).length > 0;
}

/** Why the ledger doesn't let an environment go to a phase, or `undefined`. Said in the pull request, before the merge. */
export function transitionRefusal(ledger: Ledger, phase: Phase): string | undefined {
  const verified = verifiedPhases(ledger);
  const from = verified.at(-1) ?? 'baseline';
  const transition = phaseTransition(from, phase, verified);
  if (transition.ok) return undefined;
  const { deployed } = ledger;
  if (deployed && deployed.unverified !== null && PHASES.indexOf(deployed.phase) > PHASES.indexOf(from)) {
    const isOpen = phase === 'cleanup' && deployed.phase === 'validation';
    return (
      `migration.phase can't go to ${phase}: ${deployed.phase} is deployed but not verified, because ${deployed.unverified}. ` +
      (isOpen ? VALIDATION_STAYS_OPEN : `Deploy ${deployed.phase} again once that is cured, then go on to ${phase}.`)
    );
  }
  // Otherwise the advice would be to go where the environment is already.
  const isOpen = phase === 'cleanup' && verified.at(-1) === 'rollout';
  return isOpen ? `${transition.message} ${VALIDATION_STAYS_OPEN}` : transition.message;
}
