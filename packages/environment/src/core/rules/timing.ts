import { type Draft, error, type Finding, warning } from './draft.ts';

const CRASH_WINDOW_SECONDS = 60;

/**
 * A replica says that it is ready one index sync (5 minutes) after its start, with a start and a replay of its log before that. When
 * all are lost at once, that long nobody takes lines.
 */
const REPLICA_START_SECONDS = 360;

/** A service that bakes longer than its deadline would always be rolled back. */
export function deadlineExceedsBake({ rollout }: Draft): Finding[] {
  if (!rollout) return [];
  const { deadline } = rollout;
  return [
    { path: ['rollout', 'bake'], bake: rollout.bake },
    ...rollout.waves.map((wave, index) => ({ path: ['rollout', 'waves', index, 'bake'], bake: wave.bake ?? 0 })),
  ]
    .filter(({ bake }) => bake >= deadline)
    .map(({ path }) => error(path, 'has to be shorter than rollout.deadline'));
}

/** ECS doesn't restart a container that dies in its first minute; a shorter look takes it for healthy. */
export function sidecarWindowCoversCrashes({ rollout }: Draft): Finding[] {
  if (!rollout || rollout.gates.sidecar.window >= CRASH_WINDOW_SECONDS) return [];
  return [
    warning(
      ['rollout', 'gates', 'sidecar', 'window'],
      "is shorter than 60s: ECS doesn't restart a sidecar that dies that early, and the gate can miss it",
    ),
  ];
}

/** Replicas that were all lost are back in minutes, and until then Docker's files hold the lines. */
export function outageBudgetCoversLokiStart({ loki, alloy }: Draft): Finding[] {
  if (loki?.topology !== 'replicated' || !alloy || alloy.outageBudget >= REPLICA_START_SECONDS) return [];
  const message = 'is shorter than 6m: replicas of Loki that are all lost at once take as long to be ready again';
  return [warning(['alloy', 'outageBudget'], message)];
}

/** What is declared and not looked at would be taken for protection. */
export function analysisIsNotEvaluated({ isSet }: Draft): Finding[] {
  const path = ['rollout', 'analysis'];
  if (!isSet(path)) return [];
  return [warning(path, "isn't evaluated by this version: a service is judged by its deployment, sidecar and logs")];
}
