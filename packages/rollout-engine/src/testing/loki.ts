import { type EcsSimulator, type Task, taskFault } from '@loki-adoption/ecs-simulator';
import type { LogsLook } from '../model/world.ts';

/** A line needs so long from the application to Loki, in ms. */
const DELIVERY_MS = 1000;

/**
 * Loki, with the lines of the simulated tasks: an application writes all the time, and its lines arrive while its Alloy container runs.
 * Faults of the simulator's kinds `mute-logs` and `wrong-labels` are obeyed. Label values as the rendered configuration sets them.
 */
export interface Loki {
  /** Takes the lines up to now in; called whenever time has moved or a fault has changed. */
  readonly collect: () => void;
  readonly look: (service: string, taskIds: readonly string[], sinceMs: number) => Pick<LogsLook, 'streams' | 'newest'>;
}

export interface Labels {
  /** Value of `service_name`, and of `container_name`, for a service by its name in ECS. */
  readonly of: (ecsName: string) => { readonly service: string; readonly container: string } | undefined;
  readonly cluster: string;
}

interface Stream {
  readonly labels: Readonly<Record<string, string>>;
  newest: number;
}

export function createLoki(ecs: EcsSimulator, labels: Labels): Loki {
  const streams = new Map<string, Stream>();

  function collect(): void {
    ecs.advance();
    const world = ecs.world();
    for (const task of world.tasks.values()) {
      if (!isDelivering(task) || taskFault(world, 'mute-logs', task)) continue;
      const newest = Math.max(task.startedAt ?? 0, world.now - DELIVERY_MS);
      if (world.now - (task.startedAt ?? world.now) < DELIVERY_MS) continue;
      const isWrong = taskFault(world, 'wrong-labels', task) !== undefined;
      const key = `${task.id} ${isWrong}`;
      const stream = streams.get(key);
      if (stream) stream.newest = newest;
      else streams.set(key, { labels: labelsOf(task, isWrong), newest });
    }
  }

  function labelsOf(task: Task, isWrong: boolean): Readonly<Record<string, string>> {
    const own = labels.of(task.service);
    return {
      service_name: own?.service ?? task.service,
      cluster: labels.cluster,
      container_name: isWrong ? 'nonsense' : (own?.container ?? ''),
      task_id: task.id,
    };
  }

  return {
    collect,
    look(service, taskIds, sinceMs) {
      collect();
      const found = [...streams.values()].filter(
        ({ labels: own, newest }) =>
          newest >= sinceMs && (own['service_name'] === service || taskIds.includes(own['task_id'] ?? '')),
      );
      const newest: Record<string, number> = {};
      for (const stream of found) {
        const id = stream.labels['task_id'] ?? '';
        if (taskIds.includes(id)) newest[id] = Math.max(newest[id] ?? 0, stream.newest);
      }
      return { streams: found.map((stream) => stream.labels), newest };
    },
  };
}

function isDelivering(task: Task): boolean {
  const alloy = task.containers.find(({ name }) => name === 'alloy');
  return task.lastStatus === 'RUNNING' && alloy?.lastStatus === 'RUNNING';
}
