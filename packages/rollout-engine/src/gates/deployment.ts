import { capacityWords } from '../model/capacity.ts';
import type { Policy } from '../model/desired.ts';
import { type Deployment, type EcsService, isOf, primaryOf, shortName, type Task } from '../model/ecs.ts';
import type { Gate, GateVerdict, Move } from './gate.ts';
import { crashes, stopFacts, tasksOf } from './tasks.ts';

export const deployment: Gate = {
  name: 'deployment',
  passes: 'the PRIMARY deployment is ours and COMPLETED, every task was started by it and runs our revision',
  fails:
    'ECS went back by itself, the deployment failed, three tasks stopped by themselves, the deadline passed; ' +
    'during the bake: one task stopped by itself',
  judged: 'always',
  applies: () => true,
  judge: ({ move, seen, tasks, now, policy }) => judgeDeployment(move, seen, tasks, now, policy),
};

/** Id of a newer deployment of the same definition and capacity, which somebody forced: that one counts from now on. */
export function replacedBy(
  { definition, capacity, deploymentId }: Pick<Move, 'definition' | 'capacity' | 'deploymentId'>,
  service: EcsService,
): string | undefined {
  const primary = primaryOf(service);
  return isOf(primary, definition, capacity) && primary.id !== deploymentId ? primary.id : undefined;
}

/**
 * Whether our deployment is through. Decided on the deployment's id, its definition, its rollout state and the tasks it started: a service
 * that is merely stable may be stable on the old definition, after ECS went back by itself.
 */
export function judgeDeployment(
  move: Move,
  service: EcsService,
  tasks: readonly Task[],
  now: number,
  policy: Policy,
): GateVerdict {
  const primary = primaryOf(service);
  if (!isOf(primary, move.definition, move.capacity)) return judgeLost(move, service, now, policy);
  if (primary.rolloutState === 'FAILED') {
    return { status: 'fail', detail: `ECS reports the deployment as failed: ${primary.rolloutStateReason}` };
  }
  const crashed = crashes(tasksOf(move, tasks));
  const last = crashed.at(-1);
  if (last && crashed.length >= policy.taskFailureLimit) {
    return { status: 'fail', detail: `${crashed.length} tasks of the new revision stopped: ${stopFacts(last)}` };
  }
  const { watchedFrom } = move;
  const late = watchedFrom === null ? undefined : crashed.find((task) => (task.stoppedAt ?? 0) >= watchedFrom);
  if (late) return { status: 'fail', detail: `a task of the new revision stopped by itself: ${stopFacts(late)}` };
  return judgeCounts(move, primary, service, tasks);
}

function judgeCounts(move: Move, primary: Deployment, service: EcsService, tasks: readonly Task[]): GateVerdict {
  const running = tasksOf(move, tasks).filter((task) => task.lastStatus === 'RUNNING').length;
  const others = tasks.filter((task) => task.lastStatus === 'RUNNING').length - running;
  const counts = `${running} of ${service.desiredCount} tasks run ${shortName(move.definition)}`;
  const steady = service.runningCount === service.desiredCount && running === service.desiredCount && others === 0;
  if (primary.rolloutState === 'COMPLETED' && steady) return { status: 'pass', detail: counts };
  const event = primary.rolloutState === 'IN_PROGRESS' ? lastEvent(service, move.startedAt) : undefined;
  return { status: 'inconclusive', detail: event ? `${counts}; ${event}` : counts };
}

function judgeLost(move: Move, service: EcsService, now: number, policy: Policy): GateVerdict {
  const ours = service.deployments.find((each) => each.id === move.deploymentId);
  const isYoung = now - move.startedAt < policy.settleSeconds * 1000;
  if (!ours && isYoung) {
    return { status: 'inconclusive', detail: "ECS doesn't show the deployment yet", settling: true };
  }
  const primary = primaryOf(service);
  const where = primary?.taskDefinition === move.definition ? ` on ${capacityWords(primary.capacity)}` : '';
  const running = `${shortName(primary?.taskDefinition ?? 'nothing')}${where}`;
  const why = ours?.rolloutStateReason || lastEvent(service, move.startedAt) || 'no reason given';
  return { status: 'fail', detail: `ECS no longer deploys our revision but ${running}: ${why}` };
}

function lastEvent(service: EcsService, sinceMs: number): string | undefined {
  const recent = service.events.filter((event) => event.at >= sinceMs);
  return recent.find((event) => /unable|fail|unhealthy|rolling back/i.test(event.message))?.message;
}
