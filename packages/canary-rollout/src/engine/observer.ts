import { errorMessage } from '@loki-adoption/errors';
import type { DesiredService } from '../core/desired.ts';
import { mergeLogs } from '../core/logs.ts';
import { type Failure, type LogsSeen, type Observation, primaryOf, type Task } from '../core/world.ts';
import type { Ports } from '../ports.ts';

/** How far back lines and labels are looked for, at most. */
const LOOK_BACK_MS = 15 * 60_000;

type Observed = Pick<DesiredService, 'name' | 'ecsName'>;

export interface Observer {
  readonly services: (services: readonly Observed[]) => Promise<Record<string, Observation>>;
  readonly tasks: (service: Observed, seen: Observation) => Promise<Task[]>;
  readonly logs: (service: Observed, seen: Observation, sinceMs: number) => Promise<LogsSeen | Failure>;
  /** A change of state: what was seen of the logs before doesn't count any more. */
  readonly forgetLogs: (service: string) => void;
}

/** Asks ECS and Loki, and remembers what saves calls: the tasks of the last look, and the freshest line of each task. */
export function createObserver({ ecs, logs, clock }: Pick<Ports, 'ecs' | 'logs' | 'clock'>): Observer {
  const known = new Map<string, Set<string>>();
  const seenLogs = new Map<string, LogsSeen>();
  const failedLooks = new Map<string, number>();

  return {
    async services(services) {
      const found = await ecs.describeServices(services.map((service) => service.ecsName));
      return Object.fromEntries(
        services.map(({ name, ecsName }) => {
          const service = found.find((candidate) => candidate.name === ecsName) ?? null;
          return [name, { service, tasks: null, logs: null }];
        }),
      );
    },
    async tasks({ name, ecsName }, { service }) {
      const before = known.get(name);
      const running = await ecs.listTasks(ecsName, 'RUNNING');
      const primary = service ? primaryOf(service) : undefined;
      const isQuiet =
        before !== undefined &&
        primary?.failedTasks === 0 &&
        primary.rolloutState === 'COMPLETED' &&
        service?.runningCount === service?.desiredCount &&
        running.length === before.size &&
        running.every((arn) => before.has(arn));
      // Stopped tasks matter only when something moved since the last look.
      const stopped = isQuiet ? [] : await ecs.listTasks(ecsName, 'STOPPED');
      known.set(name, new Set(running));
      return [...(await ecs.describeTasks([...new Set([...running, ...stopped])]))];
    },
    async logs({ name, ecsName }, { tasks }, sinceMs) {
      if (!logs) throw new Error('no Loki to look at');
      const ids = (tasks ?? []).filter((task) => task.lastStatus === 'RUNNING').map((task) => task.id);
      try {
        const delivery = await logs.look(name, ids, Math.max(sinceMs, clock.now() - LOOK_BACK_MS));
        const at = clock.now();
        // Listed after Loki was asked: a task that came up in between isn't taken for a stranger.
        const arns = [...(await ecs.listTasks(ecsName, 'RUNNING')), ...(await ecs.listTasks(ecsName, 'STOPPED'))];
        const recent = arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
        const merged = mergeLogs(seenLogs.get(name), { kind: 'seen', ...delivery, recent, at });
        seenLogs.set(name, merged);
        failedLooks.delete(name);
        return merged;
      } catch (error) {
        const consecutive = (failedLooks.get(name) ?? 0) + 1;
        failedLooks.set(name, consecutive);
        return failureOf(error, consecutive);
      }
    },
    forgetLogs: (service) => void seenLogs.delete(service),
  };
}

/** Failed calls of AWS and Loki say whether they may succeed later; anything else won't. */
export function failureOf(error: unknown, consecutive: number): Failure {
  const retryable = typeof error === 'object' && error !== null && Reflect.get(error, 'retryable') === true;
  return { kind: 'failure', message: errorMessage(error), consecutive, retryable };
}
