import { lacksCapacity, taskFault } from '../faults/faults.ts';
import { asObject, type Json, objects, text, texts } from '../model/json.ts';
import { ecsArn, randomText } from '../model/names.ts';
import type {
  Container,
  ContainerDefinition,
  Deployment,
  Host,
  Service,
  Task,
  TaskFailure,
  TaskStatus,
  World,
} from '../model/world.ts';
import { stepContainers } from './containers.ts';

/** ECS describes a stopped task for at least an hour. Source: DescribeTasks of the ECS API. */
export const KEEP_STOPPED_MS = 3_600_000;

export function startTask(world: World, service: Service, deployment: Deployment): Task {
  const id = randomText(world, 32);
  const definition = deployment.taskDefinition;
  const containers = definition.containers.map((one) => newContainer(world, id, one.name, one));
  if (asObject(deployment.settings['serviceConnectConfiguration'])?.['enabled'] === true) {
    const suffix = randomText(world, 5, 'abcdefghijklmnopqrstuvwxyz0123456789');
    containers.push(newContainer(world, id, `ecs-service-connect-${suffix}`));
  }
  const view = taskPlace(world, deployment);
  const host = view['launchType'] === 'EC2' ? leastLoaded(world) : undefined;
  const task: Task = {
    id,
    arn: ecsArn(world, `task/${service.cluster}/${id}`),
    cluster: service.cluster,
    service: service.name,
    deploymentId: deployment.id,
    definition,
    containers,
    view,
    ...(host ? { host } : {}),
    createdAt: world.now,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    since: world.now,
    version: 1,
    counted: false,
    failureCounted: false,
  };
  if (host) host.load += 1;
  world.changes += 1;
  world.tasks.set(task.arn, task);
  service.tasks.push(task);
  return task;
}

function leastLoaded(world: World): Host | undefined {
  return world.hosts.toSorted((a, b) => a.load - b.load)[0];
}

function newContainer(world: World, taskId: string, name: string, definition?: ContainerDefinition): Container {
  return {
    name,
    ...(definition ? { definition } : {}),
    runtimeId: `${taskId}-${randomText(world, 10, '0123456789')}`,
    lastStatus: 'PENDING',
    healthStatus: 'UNKNOWN',
    restarts: 0,
    exitFaults: [],
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

/** Its host is gone, so it is too: nothing gets a signal, no container has an exit code. */
export function loseTask(world: World, service: Service, task: Task, stoppedReason: string): void {
  stopTask(world, task, 'TerminationNotice', stoppedReason);
  for (const container of task.containers) container.lastStatus = 'STOPPED';
  becomeStopped(world, service, task);
}

export function failTask(
  world: World,
  task: Task,
  failure: TaskFailure,
  stopCode: string,
  stoppedReason: string,
): void {
  task.failure = failure;
  stopTask(world, task, stopCode, stoppedReason);
}

export function stepTask(world: World, service: Service, task: Task): void {
  const elapsed = world.now - task.since;
  const { lastStatus } = task;
  if (lastStatus === 'DEPROVISIONING') {
    if (elapsed >= world.tempo.stoppingMs) finish(world, service, task);
  } else if (lastStatus === 'PROVISIONING') {
    if (elapsed >= world.tempo.provisioningMs && !lacksCapacity(world, task.service)) moveTo(world, task, 'PENDING');
  } else if (lastStatus === 'RUNNING' || (lastStatus === 'PENDING' && mayStart(world, task, elapsed))) {
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
    if (ended.startedAt === undefined) {
      failTask(world, task, 'start', 'TaskFailedToStart', ended.reason ?? 'Task failed to start');
    } else {
      const failure = task.startedAt === undefined ? 'start' : 'exit';
      failTask(world, task, failure, 'EssentialContainerExited', 'Essential container in task exited');
    }
    return;
  }
  if (task.lastStatus === 'PENDING' && task.containers.every((one) => one.lastStatus !== 'PENDING')) {
    task.startedAt = world.now;
    moveTo(world, task, 'RUNNING');
  }
}

function finish(world: World, service: Service, task: Task): void {
  for (const container of task.containers) {
    if (container.lastStatus === 'RUNNING') container.exitCode = 0;
    container.lastStatus = 'STOPPED';
  }
  becomeStopped(world, service, task);
}

function becomeStopped(world: World, service: Service, task: Task): void {
  task.stoppedAt = world.now;
  if (task.host) task.host.load -= 1;
  service.tasks = service.tasks.filter((other) => other !== task);
  service.stopped.push(task);
  moveTo(world, task, 'STOPPED');
}

/** Forgets the tasks that stopped too long ago. */
export function forgetTasks(world: World, service: Service): void {
  const isOver = (task: Task) => world.now - task.since >= KEEP_STOPPED_MS;
  while (service.stopped[0] && isOver(service.stopped[0])) {
    world.tasks.delete(service.stopped[0].arn);
    service.stopped.shift();
  }
}

function moveTo(world: World, task: Task, status: TaskStatus): void {
  world.changes += 1;
  task.lastStatus = status;
  task.since = world.now;
  task.version += 1;
}

/**
 * The worst of the essential containers: UNHEALTHY before UNKNOWN before HEALTHY. One without a health check is UNKNOWN. Source:
 * HealthCheck of the ECS API.
 */
export function taskHealth(task: Task): Container['healthStatus'] {
  const essential = task.containers.filter((one) => one.definition?.essential);
  if (essential.some((one) => one.healthStatus === 'UNHEALTHY')) return 'UNHEALTHY';
  return essential.every((one) => one.healthStatus === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}

/** Whether the scheduler counts the task as healthy: by its health check, or RUNNING for long enough without one. */
export function isHealthy(world: World, task: Task): boolean {
  if (task.lastStatus !== 'RUNNING' || task.startedAt === undefined) return false;
  const isChecked = task.definition.containers.some((one) => one.essential && one.hasHealthCheck);
  return isChecked ? taskHealth(task) === 'HEALTHY' : world.now - task.startedAt >= world.tempo.readyMs;
}
