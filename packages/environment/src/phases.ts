/**
 * The phases of a migration in order. `baseline` is the state before it: ADOT sidecars and CloudWatch, no Loki.
 * A service moves to its Alloy revision from `rollout` on; `cleanup` removes what only the old way needed.
 */
export const PHASES = ['baseline', 'infrastructure', 'rollout', 'validation', 'cleanup'] as const;

export type Phase = (typeof PHASES)[number];

/** Position of a phase in the migration, 0 for `baseline`. */
export function phaseIndex(phase: Phase): number {
  return PHASES.indexOf(phase);
}

/** Whether `phase` is `other` or a later one. */
export function isAtLeast(phase: Phase, other: Phase): boolean {
  return phaseIndex(phase) >= phaseIndex(other);
}

/** Which task definition variant a service runs: the ADOT sidecar, the Alloy sidecar, or no sidecar at all. */
export const VARIANTS = ['adot', 'alloy', 'plain'] as const;

export type Variant = (typeof VARIANTS)[number];
