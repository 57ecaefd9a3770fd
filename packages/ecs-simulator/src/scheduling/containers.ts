import { containerFault, useUp } from '../faults/faults.ts';
import type { Container, ContainerDefinition, Task, World } from '../model/world.ts';

/** Exit code that the ECS agent gives a container whose dependency failed; it never ran. */
const DEPENDENCY_FAILED = 143;

/** Moves the containers of a task on to `world.now`: starts, exits, restarts, health. */
export function stepContainers(world: World, task: Task): void {
  for (const container of task.containers) {
    if (container.lastStatus === 'PENDING') tryStart(world, task, container);
    if (container.lastStatus !== 'RUNNING') continue;
    planFaultyExit(world, task, container);
    if (container.exit && container.exit.at <= world.now) end(world, task, container);
    else updateHealth(world, task, container);
  }
}

function tryStart(world: World, task: Task, container: Container): void {
  for (const { container: name, condition } of container.definition?.dependsOn ?? []) {
    const dependency = task.containers.find((other) => other.name === name);
    if (!dependency) continue;
    if (isHopeless(dependency, condition)) {
      const reason = `CannotStartContainerError: dependency '${name}' can't reach ${condition} any more`;
      neverStart(world, container, reason, DEPENDENCY_FAILED);
      return;
    }
    if (!isMet(dependency, condition)) return;
  }
  const fault = container.definition && containerFault(world, 'fail-start', task, container.definition);
  if (fault) neverStart(world, container, fault.reason ?? 'CannotPullContainerError: the image could not be pulled');
  else start(world, task, container);
}

function neverStart(world: World, container: Container, reason: string, exitCode?: number): void {
  world.changes += 1;
  container.lastStatus = 'STOPPED';
  container.reason = reason;
  if (exitCode !== undefined) container.exitCode = exitCode;
}

function isHopeless({ lastStatus, startedAt, exitCode }: Container, condition: string): boolean {
  if (lastStatus !== 'STOPPED') return false;
  if (condition === 'SUCCESS') return exitCode !== 0;
  return condition === 'HEALTHY' || (condition === 'START' && startedAt === undefined);
}

function isMet({ lastStatus, healthStatus, startedAt }: Container, condition: string): boolean {
  if (condition === 'START') return startedAt !== undefined;
  if (condition === 'HEALTHY') return healthStatus === 'HEALTHY';
  return lastStatus === 'STOPPED';
}

function start(world: World, task: Task, container: Container): void {
  world.changes += 1;
  container.lastStatus = 'RUNNING';
  container.startedAt = world.now;
  container.healthStatus = 'UNKNOWN';
  const exit = container.definition && plannedExit(world, task, container.definition);
  if (exit) container.exit = exit;
  else delete container.exit;
}

function plannedExit(world: World, task: Task, definition: ContainerDefinition): Container['exit'] {
  const fault = containerFault(world, 'crash-at-start', task, definition);
  if (fault) {
    return {
      at: world.now + (fault.afterSeconds ?? 1) * 1000,
      code: fault.exitCode ?? 1,
      ...(fault.reason ? { reason: fault.reason } : {}),
    };
  }
  const isAwaited = task.definition.containers.some((other) =>
    other.dependsOn.some(
      ({ container, condition }) =>
        container === definition.name && (condition === 'COMPLETE' || condition === 'SUCCESS'),
    ),
  );
  return isAwaited ? { at: world.now + world.tempo.initMs, code: 0 } : undefined;
}

/** A fault ends a container once, even where that makes the agent start it again. */
function planFaultyExit(world: World, task: Task, container: Container): void {
  const fault = container.definition && containerFault(world, 'exit', task, container.definition);
  if (!fault || container.exitFaults.includes(fault.id)) return;
  world.changes += 1;
  container.exitFaults = [...container.exitFaults, fault.id];
  const at = world.now + (fault.afterSeconds ?? 0) * 1000;
  useUp(world, fault);
  if (container.exit && container.exit.at <= at) return;
  container.exit = { at, code: fault.exitCode ?? 1, ...(fault.reason ? { reason: fault.reason } : {}) };
}

/** The agent restarts only what ran for a whole attempt period: a container that dies at boot stays STOPPED. */
function end(world: World, task: Task, container: Container): void {
  const { exit, definition, startedAt = world.now } = container;
  const restart = definition?.restart;
  const ranLongEnough = restart !== undefined && world.now - startedAt >= restart.periodMs;
  if (exit && ranLongEnough && !restart.ignored.includes(exit.code)) {
    container.restarts += 1;
    start(world, task, container);
    return;
  }
  world.changes += 1;
  container.lastStatus = 'STOPPED';
  container.healthStatus = definition?.hasHealthCheck ? 'UNHEALTHY' : 'UNKNOWN';
  if (exit) container.exitCode = exit.code;
  if (exit?.reason) container.reason = exit.reason;
}

function updateHealth(world: World, task: Task, container: Container): void {
  const { definition, startedAt = world.now } = container;
  if (!definition?.hasHealthCheck || world.now - startedAt < world.tempo.healthMs) return;
  const verdict = containerFault(world, 'fail-health', task, definition) ? 'UNHEALTHY' : 'HEALTHY';
  if (container.healthStatus === verdict) return;
  world.changes += 1;
  container.healthStatus = verdict;
}
