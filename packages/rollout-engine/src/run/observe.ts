import { ServiceError } from '@loki-adoption/errors';
import type { Looks } from '../decide/decision.ts';
import type { DesiredService } from '../model/desired.ts';
import type { EcsService, Task } from '../model/ecs.ts';
import type { Concern, Failure, Observation, World } from '../model/world.ts';
import type { Ports } from '../ports.ts';
import { isQuiet, runningArns } from './quiet.ts';

/** How far back lines and labels are looked for, at most, and how long a look at Loki is kept. */
const LOOK_BACK_MS = 15 * 60_000;

export type Observed = Pick<DesiredService, 'name' | 'ecsName'>;

export interface Observer {
  readonly ports: Pick<Ports, 'ecs' | 'logs' | 'clock' | 'checkInfrastructure'>;
  readonly services: readonly Observed[];
  /** When a service entered its state, ms since 1970: failed calls are counted, and lines looked for, from then on. */
  readonly since: (service: string) => number;
  /** An answer from ECS about services that took this long, in ms, is too old to decide on. */
  readonly tooOldMs: number;
}

/**
 * The world after the looks. A call that failed is part of it; a bug in a port is thrown. What ECS answers is as old as the question: an
 * answer may take its time, especially on a machine that was paused.
 */
export async function observe(world: World, looks: Looks, observer: Observer): Promise<World> {
  const chosen = (names: readonly string[]): Observed[] => {
    return observer.services.filter((service) => names.includes(service.name));
  };
  if (looks.services.length > 0) return lookAtServices(world, chosen(looks.services), observer);
  if (looks.tasks.length > 0) return lookAtTasks(world, chosen(looks.tasks), observer);
  if (looks.logs.length > 0) return lookAtLogs(world, chosen(looks.logs), observer);
  return looks.infrastructure ? lookAtInfrastructure(world, observer) : world;
}

async function lookAtServices(
  world: World,
  services: readonly Observed[],
  { ports, tooOldMs }: Observer,
): Promise<World> {
  const { ecs, clock } = ports;
  const askedAt = clock.now();
  try {
    const found = await ecs.describeServices(services.map(({ ecsName }) => ecsName));
    const took = clock.now() - askedAt;
    if (took >= tooOldMs) throw new ServiceError('ECS', true, `ECS took ${Math.round(took / 1000)} s to say what runs`);
    return withServices(world, services, found, askedAt);
  } catch (error) {
    return { ...world, failure: failed(error, world.failure, clock.now(), world.roundAt, Number.NEGATIVE_INFINITY) };
  }
}

/** The world with services as ECS described them when it was asked at `now`. */
export function withServices(
  world: World,
  services: readonly Observed[],
  found: readonly EcsService[],
  now: number,
): World {
  const seen = services.map(({ name, ecsName }): [string, Observation] => {
    const service = found.find((each) => each.name === ecsName) ?? null;
    return [name, { ...(world.services[name] ?? UNSEEN), service, seenAt: now }];
  });
  return { ...world, services: { ...world.services, ...Object.fromEntries(seen) }, failure: null };
}

/**
 * Tasks of several services with as few calls as possible: lists only where something moved since the last look, and one description of
 * all of them.
 */
async function lookAtTasks(world: World, services: readonly Observed[], observer: Observer): Promise<World> {
  const { ecs, clock } = observer.ports;
  const seenAt = clock.now();
  const listed = new Map<string, readonly string[]>();
  let next = world;
  for (const service of services) {
    const seen = world.services[service.name];
    if (seen && isQuiet(seen)) {
      listed.set(service.name, runningArns(seen));
      continue;
    }
    try {
      listed.set(service.name, await listTasks(ecs, service, seen));
    } catch (error) {
      next = withFailure(next, service.name, 'tasks', error, observer);
    }
  }
  const asked = services.filter(({ name }) => listed.has(name));
  try {
    const tasks = await describe(ecs, asked, listed, world);
    for (const { name } of asked) {
      const all = tasks.get(name) ?? [];
      next = changed(next, name, (seen) => without({ ...seen, tasks: { seenAt, all } }, 'tasks'));
    }
  } catch (error) {
    for (const { name } of asked) next = withFailure(next, name, 'tasks', error, observer);
  }
  return next;
}

/** Stopped tasks say why; ECS keeps them for an hour. */
async function listTasks(ecs: Ports['ecs'], { ecsName }: Observed, seen: Observation | undefined): Promise<string[]> {
  const running = await ecs.listTasks(ecsName, 'RUNNING');
  const stopped = await ecs.listTasks(ecsName, 'STOPPED');
  return [...new Set([...running, ...stopped, ...(seen ? runningArns(seen) : [])])];
}

async function describe(
  ecs: Ports['ecs'],
  services: readonly Observed[],
  listed: ReadonlyMap<string, readonly string[]>,
  world: World,
): Promise<Map<string, readonly Task[]>> {
  const arns = services.flatMap(({ name }) => listed.get(name) ?? []);
  const byArn = new Map((arns.length > 0 ? await ecs.describeTasks(arns) : []).map((task) => [task.arn, task]));
  const tasks = new Map<string, readonly Task[]>();
  for (const service of services) {
    const own = listed.get(service.name) ?? [];
    const found = own.flatMap((arn) => byArn.get(arn) ?? []);
    const seen = world.services[service.name];
    const isGuess = seen !== undefined && isQuiet(seen);
    // A task that was taken for running has ended: what came in its place has to be listed.
    if (isGuess && (found.length < own.length || found.some(({ lastStatus }) => lastStatus !== 'RUNNING'))) {
      tasks.set(service.name, await ecs.describeTasks(await listTasks(ecs, service, seen)));
    } else {
      tasks.set(service.name, found);
    }
  }
  return tasks;
}

/** One service at a time: it is decided on before the next one's look makes its own views old. */
async function lookAtLogs(world: World, [service]: readonly Observed[], observer: Observer): Promise<World> {
  if (!service) return world;
  try {
    return await lookAtLogsOf(world, service, observer);
  } catch (error) {
    return withFailure(world, service.name, 'logs', error, observer);
  }
}

async function lookAtLogsOf(world: World, { name, ecsName }: Observed, observer: Observer): Promise<World> {
  const { ecs, logs, clock } = observer.ports;
  // Nobody needed it when the run began: a service without a task has been scaled up since.
  if (!logs) throw new ServiceError('Loki', false, 'no Loki URL was given (loki-url or LOKI_URL)');
  const tasks = world.services[name]?.tasks?.all ?? [];
  const ids = tasks.filter((task) => task.lastStatus === 'RUNNING').map((task) => task.id);
  const earliest = clock.now() - LOOK_BACK_MS;
  const delivery = await logs.look(name, ids, Math.max(observer.since(name), earliest));
  const known = new Set(tasks.map((task) => task.id));
  const strange = delivery.streams.some(
    (labels) => labels['service_name'] === name && !known.has(labels['task_id'] ?? ''),
  );
  // Listed after Loki was asked: a task that came up in between isn't taken for a stranger.
  const arns = strange
    ? [...(await ecs.listTasks(ecsName, 'RUNNING')), ...(await ecs.listTasks(ecsName, 'STOPPED'))]
    : [];
  const recent = [...new Set([...known, ...arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1))])];
  const look = { ...delivery, recent, seenAt: clock.now() };
  return changed(world, name, (seen) => {
    return without({ ...seen, logs: [...seen.logs.filter(({ seenAt }) => seenAt > earliest), look] }, 'logs');
  });
}

async function lookAtInfrastructure(world: World, { ports }: Observer): Promise<World> {
  if (!ports.checkInfrastructure) throw new Error('no Loki to check');
  const seenAt = ports.clock.now();
  const verdict = await ports.checkInfrastructure();
  return { ...world, infrastructure: { ...verdict, seenAt, since: world.infrastructure?.since ?? seenAt } };
}

const UNSEEN: Observation = { seenAt: 0, service: null, tasks: null, logs: [], updatedAt: null, failures: {} };

function changed(world: World, name: string, change: (seen: Observation) => Observation): World {
  return { ...world, services: { ...world.services, [name]: change(world.services[name] ?? UNSEEN) } };
}

function without(seen: Observation, concern: Concern): Observation {
  const { [concern]: _, ...failures } = seen.failures;
  return { ...seen, failures };
}

/** The world after UpdateService: what it answered counts as a look at the service. */
export function updated(world: World, name: string, service: Observation['service'], now: number): World {
  return changed(world, name, (seen) => ({
    ...without(seen, 'update'),
    service,
    seenAt: now,
    tasks: null,
    updatedAt: now,
  }));
}

export function withFailure(
  world: World,
  name: string,
  concern: Concern,
  error: unknown,
  { ports, since }: Pick<Observer, 'since'> & { readonly ports: Pick<Ports, 'clock'> },
): World {
  const now = ports.clock.now();
  return changed(world, name, (seen) => {
    const failure = failed(error, seen.failures[concern] ?? null, now, world.roundAt, since(name));
    return { ...seen, failures: { ...seen.failures, [concern]: failure } };
  });
}

/** Only a service that refused or didn't answer has failed; anything else is our bug, and ends the run. */
function failed(error: unknown, before: Failure | null, now: number, roundAt: number, since: number): Failure {
  if (!(error instanceof ServiceError)) throw error;
  const counts = before !== null && before.at >= since;
  const { message, retryable } = error;
  return { at: Math.max(now, roundAt), message, retryable, consecutive: counts ? before.consecutive + 1 : 1 };
}
