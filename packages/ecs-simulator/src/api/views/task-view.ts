import type { Json } from '../../model/json.ts';
import { clusterOf, ecsArn, seconds } from '../../model/names.ts';
import type { Container, Task, World } from '../../model/world.ts';
import { taskHealth } from '../../scheduling/tasks.ts';

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
    ...(task.host
      ? { containerInstanceArn: ecsArn(world, `container-instance/${task.cluster}/${task.host.containerInstanceId}`) }
      : {}),
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
