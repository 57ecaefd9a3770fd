import { PHASES, type Phase, phaseIndex } from '../phases.ts';

export type PhaseTransition = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Whether one merge may take an environment from one phase to another: back at any time, forward one phase at a time,
 * further only over phases that the ledger shows as verified.
 */
export function phaseTransition(from: Phase, to: Phase, verified: readonly Phase[] = []): PhaseTransition {
  const skipped = PHASES.slice(phaseIndex(from) + 1, Math.max(phaseIndex(to), 0));
  const missing = skipped.filter((phase) => !verified.includes(phase));
  const next = missing[0];
  if (next === undefined) return { ok: true };
  const what = missing.length > 1 ? `${missing.join(' and ')} are` : `${next} is`;
  return {
    ok: false,
    message: `migration.phase can't go from ${from} to ${to}: ${what} not verified yet. Set it to ${next} first.`,
  };
}
