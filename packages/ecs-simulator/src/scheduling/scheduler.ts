import { lacksCapacity } from '../faults/faults.ts';
import { asObject, objects, text } from '../model/json.ts';
import type { Deployment, Service, Task, World } from '../model/world.ts';
import { breakerOf, tripBreaker } from './circuit-breaker.ts';
import { addEvent, completeDeployment, percents, tasksOf } from './deployments.ts';
import { failTask, isHealthy, startTask, stopTask, taskHealth } from './tasks.ts';

/** Longest wait between two tries to start a task that keeps failing. Source: ECS service throttle logic. */
const MAX_RETRY_MS = 15 * 60_000;

/** How often an event is repeated while its cause persists. Source: ECS service event messages. */
const REPEAT_EVENT_MS = 6 * 3_600_000;

/** One round of the service scheduler: count outcomes, replace, start, stop, complete. */
export function stepService(world: World, service: Service): void {
  if (service.status === 'INACTIVE') return;
  if (service.status === 'DRAINING') {
    drain(world, service);
    return;
  }
  stopUnhealthy(world, service);
  for (const deployment of service.deployments) countOutcomes(world, service, deployment);
  tripBreaker(world, service);
  const primary = service.deployments[0];
  if (!primary) return;
  const stopped = stopSurplus(world, service, primary);
  const started = startMissing(world, service, primary);
  report(world, service, started, 'has started', 'tasks');
  report(world, service, stopped, 'has stopped', 'running tasks');
  reportStuck(world, service, primary);
  settle(world, service, primary);
}

function drain(world: World, service: Service): void {
  for (const task of service.tasks) stopTask(world, task, 'ServiceSchedulerInitiated', 'Service is being deleted');
  if (service.tasks.length > 0) return;
  world.changes += 1;
  service.status = 'INACTIVE';
  service.deployments = [];
}

function stopUnhealthy(world: World, service: Service): void {
  for (const task of service.tasks) {
    if (task.desiredStatus === 'STOPPED' || taskHealth(task) !== 'UNHEALTHY') continue;
    failTask(world, task, 'health', 'ServiceSchedulerInitiated', 'Task failed container health checks');
    addEvent(world, service, `(task ${task.id}) failed container health checks.`);
  }
}

function countOutcomes(world: World, service: Service, deployment: Deployment): void {
  for (const task of tasksOf(service, deployment)) {
    if (task.failure) countFailedTask(world, service, deployment, task);
    else if (!task.counted && isHealthy(world, task)) countHealthyTask(world, service, deployment, task);
  }
}

function countHealthyTask(world: World, service: Service, deployment: Deployment, task: Task): void {
  world.changes += 1;
  task.counted = true;
  deployment.failuresInRow = 0;
  if (!breakerOf(service).resetOnHealthyTask) return;
  deployment.proven = true;
  deployment.failedTasks = 0;
}

/** A task that was healthy once can still fail: it counts a second time. */
function countFailedTask(world: World, service: Service, deployment: Deployment, task: Task): void {
  if (task.failureCounted) return;
  world.changes += 1;
  task.failureCounted = true;
  const isFailure = task.failure !== 'exit' || world.behaviour.breakerCountsExits;
  if (isFailure && !deployment.proven) deployment.failedTasks += 1;
  // What got to RUNNING is replaced without a wait. Source: ECS service throttle logic.
  if (task.failure === 'start') waitLonger(world, service, deployment);
}

function waitLonger(world: World, service: Service, deployment: Deployment): void {
  deployment.failuresInRow += 1;
  const doublings = Math.max(0, deployment.failuresInRow - 3);
  deployment.retryAt = world.now + Math.min(MAX_RETRY_MS, world.tempo.retryMs * 2 ** doublings);
  if (deployment.failuresInRow === 3) addEvent(world, service, 'is unable to consistently start tasks successfully.');
}

/** Stops what a healthy newer task has replaced, and more where the maximum leaves no room for the new ones. */
function stopSurplus(world: World, service: Service, primary: Deployment): readonly Task[] {
  const wanted = service.desiredCount;
  const { minimum, maximum } = percents(service);
  const active = service.tasks.filter((task) => task.desiredStatus === 'RUNNING');
  const ours = active.filter((task) => task.deploymentId === primary.id);
  const others = active.filter((task) => task.deploymentId !== primary.id);
  const healthyOthers = others.filter((task) => isHealthy(world, task));
  const healthy = healthyOthers.length + ours.filter((task) => isHealthy(world, task)).length;
  const room = Math.floor((wanted * maximum) / 100) - active.length;
  const replaced = healthy - wanted;
  const inTheWay = Math.min(wanted - ours.length - room, healthy - Math.ceil((wanted * minimum) / 100));
  const oldCount = Math.max(0, replaced, primary.rolloutState === 'FAILED' ? 0 : inTheWay);
  const stopping = [
    ...others.filter((task) => !healthyOthers.includes(task)),
    ...healthyOthers.slice(0, oldCount),
    ...ours.slice(wanted),
  ];
  for (const task of stopping) {
    stopTask(world, task, 'ServiceSchedulerInitiated', `Scaling activity initiated by (deployment ${primary.id})`);
  }
  return stopping;
}

function startMissing(world: World, service: Service, primary: Deployment): readonly Task[] {
  if (primary.rolloutState === 'FAILED' || world.now < primary.retryAt) return [];
  const ours = tasksOf(service, primary).filter((task) => task.desiredStatus === 'RUNNING');
  const room = Math.floor((service.desiredCount * percents(service).maximum) / 100) - service.tasks.length;
  const count = Math.max(0, Math.min(service.desiredCount - ours.length, room));
  if (count === 0) return [];
  if (lacksCapacity(world, service.name) && !waitsForCapacity(world, primary)) {
    failToPlace(world, service, primary);
    return [];
  }
  delete service.unplacedEventAt;
  return Array.from({ length: count }, () => startTask(world, service, primary));
}

/** With managed scaling, tasks wait in PROVISIONING until the Auto Scaling group has room. Source: Auto Scaling group capacity providers. */
function waitsForCapacity(world: World, { settings }: Deployment): boolean {
  const name = text(objects(settings['capacityProviderStrategy'])[0]?.['capacityProvider']) ?? '';
  const group = asObject(world.capacityProviders.get(name)?.['autoScalingGroupProvider']);
  return asObject(group?.['managedScaling'])?.['status'] === 'ENABLED';
}

/** A task that can't be placed counts as one that failed. Source: failedTasks of a Deployment of the ECS API. */
function failToPlace(world: World, service: Service, primary: Deployment): void {
  if (!primary.proven) primary.failedTasks += 1;
  waitLonger(world, service, primary);
  const lastEvent = service.unplacedEventAt ?? Number.NEGATIVE_INFINITY;
  if (world.now - lastEvent < REPEAT_EVENT_MS) return;
  service.unplacedEventAt = world.now;
  addEvent(world, service, 'was unable to place a task because no container instance met all of its requirements.');
}

function report(world: World, service: Service, tasks: readonly Task[], did: string, what: string): void {
  if (tasks.length === 0) return;
  const names = tasks.map((task) => `(task ${task.id})`).join(' ');
  addEvent(world, service, `${did} ${tasks.length} ${what}: ${names}.`);
}

/** Everything is well, and yet the minimum lets nothing stop and the maximum lets nothing start. Source: ECS service event messages. */
function reportStuck(world: World, service: Service, primary: Deployment): void {
  const isStuck =
    primary.rolloutState === 'IN_PROGRESS' &&
    world.now >= primary.retryAt &&
    tasksOf(service, primary).length < service.desiredCount &&
    service.tasks.every((task) => isHealthy(world, task));
  if (isStuck && !service.isStuck) {
    addEvent(
      world,
      service,
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
        'Update the minimumHealthyPercent or maximumPercent value and try again.',
    );
  }
  service.isStuck = isStuck;
}

function settle(world: World, service: Service, primary: Deployment): void {
  const left = service.tasks;
  const remaining = service.deployments.filter(
    (deployment) => deployment === primary || left.some((task) => task.deploymentId === deployment.id),
  );
  if (remaining.length < service.deployments.length) world.changes += 1;
  service.deployments = remaining;
  const isSettled =
    left.length === service.desiredCount &&
    left.every((task) => task.deploymentId === primary.id && isHealthy(world, task));
  if (!isSettled) {
    service.steady = false;
    return;
  }
  if (primary.rolloutState === 'IN_PROGRESS') completeDeployment(world, service, primary);
  if (service.steady) return;
  service.steady = true;
  addEvent(world, service, 'has reached a steady state.');
}
