import type { Deployment, Service, Task, World } from '../model/world.ts';
import {
  addEvent,
  breakerOf,
  breakerThreshold,
  completeDeployment,
  failDeployment,
  percents,
  tasksOf,
} from './deployments.ts';
import { isHealthy, startTask, stopTask, taskHealth } from './tasks.ts';

/** Longest wait between two tries to start a task that keeps failing. Source: ECS service throttle logic. */
const MAX_RETRY_MS = 15 * 60_000;

/** One round of the service scheduler: count outcomes, replace, start, stop, complete. */
export function stepService(world: World, service: Service): void {
  if (service.status === 'INACTIVE') return;
  if (service.status === 'DRAINING') {
    drain(world, service);
    return;
  }
  stopUnhealthy(world, service);
  for (const deployment of service.deployments) countOutcomes(world, service, deployment);
  trip(world, service);
  const primary = service.deployments[0];
  if (!primary) return;
  const stopped = stopSurplus(world, service, primary);
  const started = startMissing(world, service, primary);
  report(world, service, started, 'has started', 'tasks');
  report(world, service, stopped, 'has stopped', 'running tasks');
  settle(world, service, primary);
}

function drain(world: World, service: Service): void {
  const tasks = tasksOf(world, service);
  for (const task of tasks) stopTask(world, task, 'ServiceSchedulerInitiated', 'Service is being deleted');
  if (tasks.some((task) => task.lastStatus !== 'STOPPED')) return;
  service.status = 'INACTIVE';
  service.deployments = [];
}

function stopUnhealthy(world: World, service: Service): void {
  for (const task of tasksOf(world, service)) {
    if (task.desiredStatus === 'STOPPED' || taskHealth(task) !== 'UNHEALTHY') continue;
    task.failed = true;
    stopTask(world, task, 'ServiceSchedulerInitiated', 'Task failed container health checks');
    addEvent(world, service, `(task ${task.id}) failed container health checks.`);
  }
}

function countOutcomes(world: World, service: Service, deployment: Deployment): void {
  for (const task of tasksOf(world, service, deployment)) {
    if (task.counted) continue;
    if (task.failed) {
      task.counted = true;
      countFailure(world, service, deployment);
    } else if (isHealthy(world, task)) {
      task.counted = true;
      deployment.proven = true;
      deployment.failedTasks = 0;
      deployment.failuresInRow = 0;
    }
  }
}

function countFailure(world: World, service: Service, deployment: Deployment): void {
  deployment.failuresInRow += 1;
  if (!deployment.proven) deployment.failedTasks += 1;
  const doublings = Math.max(0, deployment.failuresInRow - 3);
  deployment.retryAt = world.now + Math.min(MAX_RETRY_MS, world.tempo.retryMs * 2 ** doublings);
  if (deployment.failuresInRow === 3) addEvent(world, service, 'is unable to consistently start tasks successfully.');
}

function trip(world: World, service: Service): void {
  const primary = service.deployments[0];
  if (primary?.rolloutState !== 'IN_PROGRESS' || !breakerOf(service).enable) return;
  if (primary.failedTasks >= breakerThreshold(service.desiredCount)) failDeployment(world, service, primary);
}

/** Stops what a healthy newer task has replaced, and more where the maximum leaves no room for the new ones. */
function stopSurplus(world: World, service: Service, primary: Deployment): readonly Task[] {
  const wanted = service.desiredCount;
  const { minimum, maximum } = percents(service);
  const active = tasksOf(world, service).filter((task) => task.desiredStatus === 'RUNNING');
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
  const present = tasksOf(world, service).filter((task) => task.lastStatus !== 'STOPPED');
  const ours = present.filter((task) => task.deploymentId === primary.id && task.desiredStatus === 'RUNNING');
  const room = Math.floor((service.desiredCount * percents(service).maximum) / 100) - present.length;
  const count = Math.max(0, Math.min(service.desiredCount - ours.length, room));
  return Array.from({ length: count }, () => startTask(world, service, primary));
}

function report(world: World, service: Service, tasks: readonly Task[], did: string, what: string): void {
  if (tasks.length === 0) return;
  const names = tasks.map((task) => `(task ${task.id})`).join(' ');
  addEvent(world, service, `${did} ${tasks.length} ${what}: ${names}.`);
}

function settle(world: World, service: Service, primary: Deployment): void {
  const left = tasksOf(world, service).filter((task) => task.lastStatus !== 'STOPPED');
  service.deployments = service.deployments.filter(
    (deployment) => deployment === primary || left.some((task) => task.deploymentId === deployment.id),
  );
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
