import { primaryOf } from '../model/ecs.ts';
import type { Observation } from '../model/world.ts';

/** ARNs of the tasks that ran in the last look. */
export function runningArns({ tasks }: Observation): string[] {
  return (tasks?.all ?? []).filter(({ lastStatus }) => lastStatus === 'RUNNING').map(({ arn }) => arn);
}

/**
 * Whether the tasks of the last look are still all there are, as far as the service itself shows: one complete deployment, no failed task,
 * and as many running as wanted and known. Then listing them again would cost a call and say nothing new; that none of them was replaced
 * shows when they are described.
 */
export function isQuiet(seen: Observation): boolean {
  const { service, tasks } = seen;
  if (!service || !tasks || service.deployments.length !== 1) return false;
  const primary = primaryOf(service);
  const isComplete = primary?.rolloutState === 'COMPLETED' && primary.failedTasks === 0;
  return (
    isComplete && service.runningCount === service.desiredCount && runningArns(seen).length === service.runningCount
  );
}
