import { faultEdges } from '../faults/faults.ts';
import type { Service, Task, World } from '../model/world.ts';
import { loseHosts } from '../scheduling/hosts.ts';
import { stepService } from '../scheduling/scheduler.ts';
import { forgetTasks, KEEP_STOPPED_MS, stepTask } from '../scheduling/tasks.ts';

/** Moves the world on to `goal`, milliseconds since 1970, from one moment at which something can change to the next. */
export function advanceTo(world: World, goal: number): void {
  for (;;) {
    const edge = Math.min(...faultEdges(world).filter((at) => at > world.now));
    const next = Math.max(world.now, Math.min(edge, earliest(world)));
    if (next > goal) break;
    world.now = next;
    visit(world, edge <= next ? Number.POSITIVE_INFINITY : next);
  }
  world.now = Math.max(world.now, goal);
}

/** The same, looking at everything in every step: slow, and the reference that `advanceTo` is tested against. */
export function walkTo(world: World, goal: number, stepMs: number): void {
  visit(world, Number.POSITIVE_INFINITY);
  while (world.now < goal) {
    world.now = Math.min(goal, world.now + stepMs);
    visit(world, Number.POSITIVE_INFINITY);
  }
}

/** The service is looked at again before time moves on: somebody has changed it. */
export function touch(service: Service): void {
  service.dueAt = Number.NEGATIVE_INFINITY;
}

export function touchAll(world: World): void {
  for (const service of world.services.values()) touch(service);
}

function earliest(world: World): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { dueAt } of world.services.values()) if (dueAt < least) least = dueAt;
  return least;
}

/** Brings the services that are due by then to rest. */
function visit(world: World, dueBy: number): void {
  for (const service of world.services.values()) if (service.dueAt <= dueBy) bringToRest(world, service);
  if (loseHosts(world)) visit(world, Number.POSITIVE_INFINITY);
}

function bringToRest(world: World, service: Service): void {
  let before: number;
  do {
    before = world.changes;
    for (const task of service.tasks) stepTask(world, service, task);
    stepService(world, service);
  } while (world.changes > before);
  forgetTasks(world, service);
  service.dueAt = nextDue(world, service);
}

/** Any of these moments can change something; one that doesn't costs a look. What waits for a fault's end has none. */
function nextDue(world: World, service: Service): number {
  const moments = [
    ...service.stopped.slice(0, 1).map((task) => task.since + KEEP_STOPPED_MS),
    ...service.deployments.map((deployment) => deployment.retryAt),
    ...service.tasks.flatMap((task) => momentsOf(world, task)),
  ];
  return Math.min(...moments.filter((at) => at > world.now));
}

function momentsOf({ tempo }: World, task: Task): readonly number[] {
  const stage = { PROVISIONING: tempo.provisioningMs, PENDING: tempo.pullMs, DEPROVISIONING: tempo.stoppingMs };
  const { lastStatus } = task;
  return [
    ...(lastStatus === 'RUNNING' || lastStatus === 'STOPPED' ? [] : [task.since + stage[lastStatus]]),
    ...(task.startedAt === undefined ? [] : [task.startedAt + tempo.readyMs]),
    ...task.containers.flatMap(({ startedAt, exit }) => [
      ...(startedAt === undefined ? [] : [startedAt + tempo.healthMs]),
      ...(exit === undefined ? [] : [exit.at]),
    ]),
  ];
}
