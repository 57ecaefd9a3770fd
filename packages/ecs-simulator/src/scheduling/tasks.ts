import { taskFault } from '../faults/faults.ts';
import { asObject, type Json, objects, text, texts } from '../model/json.ts';
import { ecsArn, randomText } from '../model/names.ts';
import type { Container, Deployment, Service, Task, TaskStatus, World } from '../model/world.ts';
import { stepContainers } from './containers.ts';

/** ECS lists a stopped task for about an hour. */
const KEEP_STOPPED_MS = 3_600_000;

export function startTask(world: World, service: Service, deployment: Deployment): Task {
  const id = randomText(world, 32);
  const definition = deployment.taskDefinition;
  const containers = definition.containers.map((one): Container => {
    return {
      name: one.name,
      definition: one,
      runtimeId: `${id}-${randomText(world, 10, '0123456789')}`,
      lastStatus: 'PENDING',
      healthStatus: 'UNKNOWN',
      restarts: 0,
    };
  });
  if (asObject(deployment.settings['serviceConnectConfiguration'])?.['enabled'] === true) {
    containers.push(serviceConnectProxy(world, id));
  }
  const task: Task = {
    id,
    arn: ecsArn(world, `task/${service.cluster}/${id}`),
    cluster: service.cluster,
    service: service.name,
    deploymentId: deployment.id,
    definition,
    containers,
    view: taskPlace(world, deployment),
    createdAt: world.now,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    since: world.now,
    version: 1,
    failed: false,
    counted: false,
  };
  world.tasks.set(task.arn, task);
  return task;
}

function serviceConnectProxy(world: World, taskId: string): Container {
  return {
    name: `ecs-service-connect-${randomText(world, 5, 'abcdefghijklmnopqrstuvwxyz0123456789')}`,
    runtimeId: `${taskId}-${randomText(world, 10, '0123456789')}`,
    lastStatus: 'PENDING',
    healthStatus: 'UNKNOWN',
    restarts: 0,
  };
}

function taskPlace(world: World, { settings }: Deployment): Json {
  const network = asObject(asObject(settings['networkConfiguration'])?.['awsvpcConfiguration']);
  const provider = text(objects(settings['capacityProviderStrategy'])[0]?.['capacityProvider']);
  const launchType = text(settings['launchType']) ?? (provider?.startsWith('FARGATE') ? 'FARGATE' : 'EC2');
  const address = `10.0.1.${10 + Math.floor(world.random() * 240)}`;
  return {
    launchType,
    ...(provider ? { capacityProviderName: provider } : {}),
    availabilityZone: `${world.region}a`,
    attachments: [
      {
        id: randomText(world, 32),
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [
          { name: 'subnetId', value: texts(network?.['subnets'])[0] ?? '' },
          { name: 'networkInterfaceId', value: `eni-${randomText(world, 17)}` },
          { name: 'privateIPv4Address', value: address },
        ],
      },
    ],
  };
}

/** Asks a task to end; it needs `stoppingMs` for that. */
export function stopTask(world: World, task: Task, stopCode: string, stoppedReason: string): void {
  if (task.desiredStatus === 'STOPPED') return;
  task.desiredStatus = 'STOPPED';
  task.stopCode = stopCode;
  task.stoppedReason = stoppedReason;
  task.stoppingAt = world.now;
  moveTo(world, task, 'DEPROVISIONING');
}

export function stepTask(world: World, task: Task): void {
  const elapsed = world.now - task.since;
  if (task.lastStatus === 'STOPPED') {
    if (elapsed > KEEP_STOPPED_MS) world.tasks.delete(task.arn);
  } else if (task.lastStatus === 'DEPROVISIONING') {
    if (elapsed >= world.tempo.stoppingMs) finish(world, task);
  } else if (task.lastStatus === 'PROVISIONING') {
    if (elapsed >= world.tempo.provisioningMs) moveTo(world, task, 'PENDING');
  } else if (task.lastStatus === 'RUNNING' || mayStart(world, task, elapsed)) {
    stepContainers(world, task);
    afterContainers(world, task);
  }
}

function mayStart(world: World, task: Task, elapsed: number): boolean {
  return elapsed >= world.tempo.pullMs && !taskFault(world, 'stall', task);
}

function afterContainers(world: World, task: Task): void {
  const ended = task.containers.find((one) => one.definition?.essential && one.lastStatus === 'STOPPED');
  if (ended) {
    task.failed = true;
    const everRan = ended.startedAt !== undefined;
    const code = everRan ? 'EssentialContainerExited' : 'TaskFailedToStart';
    stopTask(
      world,
      task,
      code,
      everRan ? 'Essential container in task exited' : (ended.reason ?? 'Task failed to start'),
    );
    return;
  }
  if (task.lastStatus === 'PENDING' && task.containers.every((one) => one.lastStatus !== 'PENDING')) {
    task.startedAt = world.now;
    moveTo(world, task, 'RUNNING');
  }
}

function finish(world: World, task: Task): void {
  for (const container of task.containers) {
    if (container.lastStatus === 'RUNNING') container.exitCode = 0;
    container.lastStatus = 'STOPPED';
  }
  task.stoppedAt = world.now;
  moveTo(world, task, 'STOPPED');
}

function moveTo(world: World, task: Task, status: TaskStatus): void {
  task.lastStatus = status;
  task.since = world.now;
  task.version += 1;
}

/** Health of the essential containers that have a health check; UNKNOWN when none has. */
export function taskHealth(task: Task): Container['healthStatus'] {
  const checked = task.containers.filter((one) => one.definition?.essential && one.definition.hasHealthCheck);
  if (checked.some((one) => one.healthStatus === 'UNHEALTHY')) return 'UNHEALTHY';
  return checked.length > 0 && checked.every((one) => one.healthStatus === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}

/** Whether the scheduler counts the task as healthy: by its health check, or RUNNING for long enough without one. */
export function isHealthy(world: World, task: Task): boolean {
  if (task.lastStatus !== 'RUNNING' || task.startedAt === undefined) return false;
  const isChecked = task.definition.containers.some((one) => one.essential && one.hasHealthCheck);
  return isChecked ? taskHealth(task) === 'HEALTHY' : world.now - task.startedAt >= world.tempo.readyMs;
}
