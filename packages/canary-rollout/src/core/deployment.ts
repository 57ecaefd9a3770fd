import type { Policy } from './desired.ts';
import { type EcsService, primaryOf, shortName, type Task } from './world.ts';

export interface Move {
  readonly definition: string;
  readonly deploymentId: string;
  readonly startedAtMs: number;
}

/** `replaced`: somebody forced a new deployment of the same definition, and that one counts from now on. */
export type DeploymentVerdict =
  | { readonly status: 'complete' | 'progressing' | 'failed'; readonly detail: string }
  | { readonly status: 'replaced'; readonly deploymentId: string };

/**
 * Whether our deployment is through. Decided on the deployment's id, its definition, its rollout state and the tasks it
 * started: a service that is merely stable may be stable on the old definition, after ECS went back by itself.
 */
export function judgeDeployment(
  move: Move,
  service: EcsService,
  tasks: readonly Task[],
  now: number,
  policy: Policy,
): DeploymentVerdict {
  const primary = primaryOf(service);
  if (primary?.taskDefinition !== move.definition) return judgeLost(move, service, now, policy);
  if (primary.id !== move.deploymentId) return { status: 'replaced', deploymentId: primary.id };
  if (primary.rolloutState === 'FAILED') {
    return { status: 'failed', detail: `ECS reports the deployment as failed: ${primary.rolloutStateReason}` };
  }
  const crashed = crashes(tasksOf(move, tasks));
  const last = crashed.at(-1);
  if (last && crashed.length >= policy.taskFailureLimit) {
    return { status: 'failed', detail: `${crashed.length} tasks of the new revision stopped: ${stopFacts(last)}` };
  }
  const running = tasksOf(move, tasks).filter((task) => task.lastStatus === 'RUNNING').length;
  const others = tasks.filter((task) => task.lastStatus === 'RUNNING').length - running;
  const counts = `${running} of ${service.desiredCount} tasks run ${shortName(move.definition)}`;
  const steady = service.runningCount === service.desiredCount && running === service.desiredCount && others === 0;
  if (primary.rolloutState === 'COMPLETED' && steady) return { status: 'complete', detail: counts };
  const event = primary.rolloutState === 'IN_PROGRESS' ? lastEvent(service, move.startedAtMs) : undefined;
  return { status: 'progressing', detail: event ? `${counts}; ${event}` : counts };
}

/** Tasks of a deployment, whatever their status. */
export function tasksOf(move: Pick<Move, 'definition' | 'deploymentId'>, tasks: readonly Task[]): Task[] {
  return tasks.filter((task) => task.startedBy === move.deploymentId && task.taskDefinition === move.definition);
}

/** Counts every running task of the definition as one of the deployment, whichever started it. */
export function attributed(move: Pick<Move, 'definition' | 'deploymentId'>, tasks: readonly Task[]): Task[] {
  return tasks.map((task) =>
    task.taskDefinition === move.definition && task.lastStatus === 'RUNNING'
      ? { ...task, startedBy: move.deploymentId }
      : task,
  );
}

/** Stopped tasks that nobody asked to stop: they failed to start, an essential container ended, or a health check failed. */
export function crashes(tasks: readonly Task[]): Task[] {
  const own = ['TaskFailedToStart', 'EssentialContainerExited'];
  return tasks
    .filter((task) => task.lastStatus === 'STOPPED')
    .filter((task) => own.includes(task.stopCode ?? '') || /health check/i.test(task.stoppedReason ?? ''))
    .sort((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0));
}

/** Why a task stopped, as far as ECS says. */
export function stopFacts(task: Task): string {
  const failed = task.containers.find((container) => (container.exitCode ?? 0) !== 0 || container.reason);
  const words = [task.stoppedReason || task.stopCode || 'no reason given'];
  if (failed?.exitCode !== undefined) words.push(`container ${failed.name} exited with code ${failed.exitCode}`);
  if (failed?.reason) words.push(failed.reason);
  return words.join('; ');
}

function judgeLost(move: Move, service: EcsService, now: number, policy: Policy): DeploymentVerdict {
  const ours = service.deployments.find((deployment) => deployment.id === move.deploymentId);
  const isYoung = now - move.startedAtMs < policy.settleSeconds * 1000;
  if (!ours && isYoung) return { status: 'progressing', detail: "ECS doesn't show the deployment yet" };
  const running = shortName(primaryOf(service)?.taskDefinition ?? 'nothing');
  const why = ours?.rolloutStateReason || lastEvent(service, move.startedAtMs) || 'no reason given';
  return { status: 'failed', detail: `ECS no longer deploys our revision but ${running}: ${why}` };
}

function lastEvent(service: EcsService, sinceMs: number): string | undefined {
  const recent = service.events.filter((event) => event.at >= sinceMs);
  return recent.find((event) => /unable|fail|unhealthy|rolling back/i.test(event.message))?.message;
}
