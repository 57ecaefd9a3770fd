import { staleView } from '../consistency/stale-reads.ts';
import { EcsError } from '../model/ecs-error.ts';
import { type Json, text, texts } from '../model/json.ts';
import { clusterOf, ecsArn, shortName } from '../model/names.ts';
import type { Cluster, Snapshot, Task, World } from '../model/world.ts';
import { stopTask } from '../scheduling/tasks.ts';
import { touch } from '../time/advance.ts';
import { page } from './paging.ts';
import { existingService, serviceNotFound } from './services.ts';
import { taskView } from './views/task-view.ts';

/** What the filters of ListTasks look at. */
interface Listed {
  readonly arn: string;
  readonly family: string;
  readonly startedBy: string;
  readonly desiredStatus: string;
}

export function listTasks(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const serviceName = text(input['serviceName']);
  const family = text(input['family']);
  const startedBy = text(input['startedBy']);
  const desired = text(input['desiredStatus']) ?? 'RUNNING';
  const candidates = serviceName
    ? ofService(world, cluster, serviceName)
    : [...world.tasks.values()].filter((task) => task.cluster === cluster.name).map(listed);
  const arns = candidates
    .filter((task) => task.desiredStatus === desired)
    .filter((task) => family === undefined || task.family === family)
    .filter((task) => startedBy === undefined || task.startedBy === startedBy)
    .map((task) => task.arn);
  const { items, ...rest } = page(arns, input, 100);
  return { taskArns: items, ...rest };
}

function ofService(world: World, cluster: Cluster, name: string): readonly Listed[] {
  const stale = staleView(world, ecsArn(world, `service/${cluster.name}/${shortName(name)}`));
  if (stale) return staleTasks(stale);
  const service = existingService(world, cluster, name);
  return [...service.stopped, ...service.tasks].map(listed);
}

function listed(task: Task): Listed {
  const { arn, desiredStatus, deploymentId, definition } = task;
  return { arn, family: definition.family, startedBy: deploymentId, desiredStatus };
}

function staleTasks({ view, tasks }: Snapshot): readonly Listed[] {
  if (!view) throw serviceNotFound();
  return [...tasks].map(([arn, task]) => ({
    arn,
    family: shortName(String(task['taskDefinitionArn'])).replace(/:\d+$/, ''),
    startedBy: String(task['startedBy']),
    desiredStatus: String(task['desiredStatus']),
  }));
}

export function describeTasks(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const wanted = texts(input['tasks']);
  if (wanted.length === 0) throw new EcsError('InvalidParameterException', 'Tasks cannot be empty.');
  const seen = taskReader(world, cluster);
  const found = wanted.map((one) => {
    const arn = ecsArn(world, `task/${cluster.name}/${shortName(one)}`);
    return { arn, view: seen(arn) };
  });
  return {
    tasks: found.flatMap(({ view }) => (view ? [view] : [])),
    failures: found.flatMap(({ arn, view }) => (view ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

/** One call sees all tasks of a service at the same moment. */
function taskReader(world: World, cluster: Cluster): (arn: string) => Json | undefined {
  const moments = new Map<string, Snapshot | undefined>();
  return (arn) => {
    const task = world.tasks.get(arn);
    if (!task) return undefined;
    const service = ecsArn(world, `service/${cluster.name}/${task.service}`);
    if (!moments.has(service)) moments.set(service, staleView(world, service));
    const stale = moments.get(service);
    return stale ? stale.tasks.get(arn) : taskView(world, task);
  };
}

export function stopTaskByRequest(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const task = world.tasks.get(ecsArn(world, `task/${cluster.name}/${shortName(text(input['task']) ?? '')}`));
  if (!task) throw new EcsError('InvalidParameterException', 'The referenced task was not found.');
  stopTask(world, task, 'UserInitiated', text(input['reason']) ?? 'Task stopped by user');
  touch(existingService(world, cluster, task.service));
  return { task: taskView(world, task) };
}
