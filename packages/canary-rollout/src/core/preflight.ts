import { type Environment, isAtLeast, PHASES, type Phase, phaseTransition } from '@loki-adoption/environment';
import { frozen } from './freeze.ts';
import type { Ledger, ServiceRecord } from './ledger.ts';

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
}

/**
 * Why a rollout may not start, or `undefined`: a freeze, a hold, or a phase whose turn it isn't. A hold ends when a merge
 * has changed the environment's desired state. A run that began before the hold, queued or started again, differs from
 * it as well, but brings an older state back.
 */
export function refusal(ledger: Ledger, wanted: Wanted): string | undefined {
  const { migration, protection } = wanted.environment;
  const freeze = frozen(protection.freeze, wanted.now);
  if (freeze !== undefined) return freeze;
  const { hold } = ledger;
  const isOlder = hold?.runId !== undefined && wanted.runId !== undefined && wanted.runId < hold.runId;
  if (hold && (isOlder || hold.desiredStateHash === wanted.desiredStateHash)) {
    const older = isOlder ? ', after this run began' : '';
    return `on hold since ${hold.at}${older}: ${hold.reason}. Merge a change of the environment, or run the command release`;
  }
  const verified = verifiedPhases(ledger);
  const transition = phaseTransition(verified.at(-1) ?? 'baseline', migration.phase, verified);
  if (transition.ok) return undefined;
  // Otherwise the advice would be to go where the environment is already.
  const isOpen = migration.phase === 'cleanup' && verified.at(-1) === 'rollout';
  return isOpen ? `${transition.message} ${VALIDATION_STAYS_OPEN}` : transition.message;
}

/**
 * The ledger a rollout starts from: an outdated hold is gone, and so are the phases behind the one that is deployed, for
 * the environment goes back. Gates that were waiting for data when the last run ended get their time again, for nobody
 * looked in between.
 */
export function prepared(
  ledger: Ledger,
  wanted: { phase: Phase; services: readonly { readonly name: string; readonly target: string }[] },
  now: number,
): Ledger {
  const at = new Date(now).toISOString();
  const targets = new Map(wanted.services.map(({ name, target }) => [name, target]));
  const services = Object.fromEntries(
    Object.entries(ledger.services).map(([name, record]) => {
      const waits = record.state === 'analysing' || (record.state === 'baking' && record.passedAt === null);
      return [name, waits ? { ...record, since: at } : withPrevious(record, targets.get(name))];
    }),
  );
  const phases = Object.fromEntries(
    Object.entries(ledger.phases).filter(([phase]) => isAtLeast(wanted.phase, phase as Phase)),
  );
  return { ...ledger, phases, services, hold: null };
}

/**
 * A service that is going to move stays where it is when the rollout is rolled back before its turn: what it ran one
 * rollout earlier is no longer where it goes back to.
 */
function withPrevious(record: ServiceRecord, target: string | undefined): ServiceRecord {
  const rests = record.state === 'promoted' || record.state === 'rolled-back';
  if (!rests || record.current === null || target === undefined || target === record.target) return record;
  return { ...record, previous: record.current };
}
