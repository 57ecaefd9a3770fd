import { PHASES, type Phase, phaseTransition } from '@loki-adoption/environment';
import type { Ledger } from './ledger.ts';

/** The phases that the ledger shows as verified, in order. */
export function verifiedPhases(ledger: Ledger): Phase[] {
  return PHASES.filter((phase) => ledger.phases[phase] !== undefined);
}

/** Why a rollout may not start, or `undefined`. A hold ends when a merge has changed the environment's desired state. */
export function refusal(ledger: Ledger, wanted: { phase: Phase; desiredStateHash: string }): string | undefined {
  const { hold } = ledger;
  if (hold && hold.desiredStateHash === wanted.desiredStateHash) {
    return `on hold since ${hold.at}: ${hold.reason}. Merge a change of the environment, or run the command release`;
  }
  const verified = verifiedPhases(ledger);
  const transition = phaseTransition(verified.at(-1) ?? 'baseline', wanted.phase, verified);
  return transition.ok ? undefined : transition.message;
}

/**
 * The ledger a rollout starts from: an outdated hold is gone, and gates that were waiting for data when the last run
 * ended get their time again, for nobody looked in between.
 */
export function prepared(ledger: Ledger, now: number): Ledger {
  const at = new Date(now).toISOString();
  const services = Object.fromEntries(
    Object.entries(ledger.services).map(([name, record]) => {
      const waits = record.state === 'analysing' || (record.state === 'baking' && record.passedAt === null);
      return [name, waits ? { ...record, since: at } : record];
    }),
  );
  return { ...ledger, services, hold: null };
}
