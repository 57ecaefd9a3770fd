import { type Json, text, texts } from '../model/json.ts';
import { clusterOf, ecsArn, seconds, shortName } from '../model/names.ts';
import { type Container, EcsError, type Task, type World } from '../model/world.ts';
import { tasksOf } from '../scheduling/deployments.ts';
import { stopTask, taskHealth } from '../scheduling/tasks.ts';
import { page } from './paging.ts';
import { existingService } from './services.ts';

export function listTasks(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const serviceName = text(input['serviceName']);
  const family = text(input['family']);
  const startedBy = text(input['startedBy']);
  const desired = text(input['desiredStatus']) ?? 'RUNNING';
  const candidates = serviceName
    ? tasksOf(world, existingService(world, cluster, serviceName))
    : [...world.tasks.values()].filter((task) => task.cluster === cluster.name);
  const arns = candidates
    .filter((task) => task.desiredStatus === desired)
    .filter((task) => family === undefined || task.definition.family === family)
    .filter((task) => startedBy === undefined || task.deploymentId === startedBy)
    .map((task) => task.arn);
  const { items, ...rest } = page(arns, input, 100);
  return { taskArns: items, ...rest };
}

export function describeTasks(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const wanted = texts(input['tasks']);
  if (wanted.length === 0) throw new EcsError('InvalidParameterException', 'Tasks cannot be empty.');
  if (wanted.length > 100) throw new EcsError('InvalidParameterException', 'tasks can have at most 100 items.');
  const arns = wanted.map((one) => ecsArn(world, `task/${cluster.name}/${shortName(one)}`));
  return {
    tasks: arns.flatMap((arn) => {
      const task = world.tasks.get(arn);
      return task ? [taskView(world, task)] : [];
    }),
    failures: arns.flatMap((arn) => (world.tasks.has(arn) ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

export function stopTaskByRequest(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const task = world.tasks.get(ecsArn(world, `task/${cluster.name}/${shortName(text(input['task']) ?? '')}`));
  if (!task) throw new EcsError('InvalidParameterException', 'The referenced task was not found.');
  stopTask(world, task, 'UserInitiated', text(input['reason']) ?? 'Task stopped by user');
  return { task: taskView(world, task) };
}

export function taskView(world: World, task: Task): Json {
  const { cpu, memory } = task.definition.view;
  const time = (name: string, at: number | undefined) => (at === undefined ? {} : { [name]: seconds(at) });
  return {
    taskArn: task.arn,
    clusterArn: clusterOf(world, task.cluster).arn,
    taskDefinitionArn: task.definition.arn,
    group: `service:${task.service}`,
    startedBy: task.deploymentId,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: taskHealth(task),
    connectivity: 'CONNECTED',
    version: task.version,
    ...(cpu == null ? {} : { cpu }),
    ...(memory == null ? {} : { memory }),
    ...task.view,
    ...time('createdAt', task.createdAt),
    ...time('startedAt', task.startedAt),
    ...time('stoppingAt', task.stoppingAt),
    ...time('stoppedAt', task.stoppedAt),
    ...(task.stopCode ? { stopCode: task.stopCode, stoppedReason: task.stoppedReason } : {}),
    containers: task.containers.map((container) => containerView(world, task, container)),
    overrides: { containerOverrides: task.definition.containers.map(({ name }) => ({ name })) },
    tags: [],
  };
}

function containerView(world: World, task: Task, container: Container): Json {
  const { name, definition, lastStatus, healthStatus, exitCode, reason } = container;
  return {
    containerArn: ecsArn(world, `container/${task.cluster}/${task.id}/${container.runtimeId}`),
    taskArn: task.arn,
    name,
    ...(definition ? { image: definition.image } : {}),
    ...(lastStatus === 'PENDING' ? {} : { runtimeId: container.runtimeId }),
    lastStatus,
    healthStatus,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    networkInterfaces: [],
  };
}
