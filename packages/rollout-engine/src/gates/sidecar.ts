import { SIDECAR_CONTAINERS } from '@loki-adoption/environment';
import type { Container, Task } from '../model/ecs.ts';
import type { Gate, GateVerdict } from './gate.ts';
import { tasksOf } from './tasks.ts';

/** Alloy has a health check, which ECS counts after 30 s; ADOT has none, so its health stays UNKNOWN. */
const HAS_HEALTH_CHECK: ReadonlySet<string> = new Set([SIDECAR_CONTAINERS.alloy]);

export const sidecar: Gate = {
  name: 'sidecar',
  passes:
    'the collector of every task has run, Alloy being healthy, for `rollout.gates.sidecar.window`; init containers ended with code 0. ' +
    'Only for services with a sidecar and at least one task',
  fails: 'a collector stopped. ECS restarts none that ran less than 60 s, and the service looks healthy without it',
  judged: 'always',
  applies: (service, desiredCount) => service.sidecar !== null && desiredCount > 0,
  judge({ service, move, tasks, now, policy }) {
    const own = tasksOf(move, tasks);
    // No task of a move is older than the move, whatever the clocks of this machine and of AWS say.
    const aged = move.adopted
      ? own
      : own.map((task) => ({ ...task, startedAt: Math.max(task.startedAt ?? now, move.startedAt) }));
    return judgeSidecar(service.sidecar ?? '', aged, now, policy.sidecarWindowSeconds);
  },
};

/**
 * Whether the collector of every running task has been alive for the window. A dead sidecar leaves ECS green, and ECS restarts no
 * container that ran for less than the 60 seconds of its restart policy: one that stopped stays stopped. Init containers have ended on
 * purpose, with code 0.
 */
export function judgeSidecar(name: string, tasks: readonly Task[], now: number, windowSeconds: number): GateVerdict {
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING');
  const faults = running.map((task) => faultOf(name, task)).filter((fault) => fault !== undefined);
  const first = faults[0];
  if (first !== undefined) {
    return { status: 'fail', detail: `${faults.length} of ${running.length} tasks run without it: ${first}` };
  }
  if (running.length === 0) return { status: 'inconclusive', detail: 'no task runs' };
  const youngest = Math.min(...running.map((task) => (now - (task.startedAt ?? now)) / 1000));
  const unsure = running.flatMap((task) => containerOf(name, task) ?? []).filter((container) => !isAlive(container));
  const [unwell] = unsure;
  if (unwell) {
    const detail = `container ${name} is ${stateOf(unwell)} in ${unsure.length} of ${running.length} tasks`;
    const settling = youngest < windowSeconds && unsure.every(({ healthStatus }) => healthStatus === 'UNKNOWN');
    return { status: 'inconclusive', detail, ...(settling && { settling }) };
  }
  const alive = `${running.length} of ${running.length} alive for ${Math.floor(youngest)} s`;
  return youngest >= windowSeconds
    ? { status: 'pass', detail: `${alive}, window ${windowSeconds} s` }
    : { status: 'inconclusive', detail: `${name} ${alive} of ${windowSeconds} s`, settling: true };
}

function faultOf(name: string, task: Task): string | undefined {
  const container = containerOf(name, task);
  const init = task.containers.find((other) => other.lastStatus === 'STOPPED' && (other.exitCode ?? 0) !== 0);
  const stopped = container?.lastStatus === 'STOPPED' ? container : init;
  if (!stopped) return container ? undefined : `task ${task.id.slice(0, 8)} has no container ${name}`;
  const words = [`container ${stopped.name} stopped with exit code ${stopped.exitCode ?? 'unknown'}`];
  if (stopped.reason) words.push(stopped.reason);
  const restart = 'not restarted: ECS restarts none that ran less than the 60 s of its restart policy';
  return stopped.name === name ? `${words.join(', ')}; ${restart}` : words.join(', ');
}

function containerOf(name: string, task: Task): Container | undefined {
  return task.containers.find((container) => container.name === name);
}

function isAlive({ name, lastStatus, healthStatus }: Container): boolean {
  if (lastStatus !== 'RUNNING') return false;
  return HAS_HEALTH_CHECK.has(name) ? healthStatus === 'HEALTHY' : healthStatus !== 'UNHEALTHY';
}

function stateOf({ lastStatus, healthStatus }: Container): string {
  if (healthStatus === 'UNHEALTHY') return 'unhealthy';
  return lastStatus === 'RUNNING' ? 'not healthy yet' : lastStatus.toLowerCase();
}
