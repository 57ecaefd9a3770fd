import type { Json } from '@loki-adoption/ecs-simulator';
import type { Container, Deployment, EcsService, Task, TaskDefinition } from '../model/ecs.ts';

/** Answers of the ECS API as they are on the wire (times in seconds since 1970) → what the engine reads of them. */

export function toService(wire: Json): EcsService {
  return {
    name: text(wire['serviceName']),
    status: text(wire['status']),
    createdAt: milliseconds(wire['createdAt']) ?? 0,
    desiredCount: count(wire['desiredCount']),
    runningCount: count(wire['runningCount']),
    deployments: list(wire['deployments']).map(toDeployment),
    events: list(wire['events']).map((event) => ({
      at: milliseconds(event['createdAt']) ?? 0,
      message: text(event['message']),
    })),
  };
}

function toDeployment(wire: Json): Deployment {
  const rolloutState = text(wire['rolloutState']);
  return {
    id: text(wire['id']),
    status: text(wire['status']),
    createdAt: milliseconds(wire['createdAt']) ?? 0,
    taskDefinition: text(wire['taskDefinition']),
    capacity: list(wire['capacityProviderStrategy']).map((share) => ({
      provider: text(share['capacityProvider']),
      weight: count(share['weight']),
      base: count(share['base']),
    })),
    failedTasks: count(wire['failedTasks']),
    rolloutState: rolloutState === 'COMPLETED' || rolloutState === 'FAILED' ? rolloutState : 'IN_PROGRESS',
    rolloutStateReason: text(wire['rolloutStateReason']),
  };
}

export function toTask(wire: Json): Task {
  const arn = text(wire['taskArn']);
  return {
    arn,
    id: arn.slice(arn.lastIndexOf('/') + 1),
    taskDefinition: text(wire['taskDefinitionArn']),
    lastStatus: text(wire['lastStatus']),
    startedBy: text(wire['startedBy']),
    ...present('startedAt', milliseconds(wire['startedAt'])),
    ...present('stoppedAt', milliseconds(wire['stoppedAt'])),
    ...present('stopCode', maybe(wire['stopCode'])),
    ...present('stoppedReason', maybe(wire['stoppedReason'])),
    containers: list(wire['containers']).map(toContainer),
  };
}

function toContainer(wire: Json): Container {
  return {
    name: text(wire['name']),
    lastStatus: text(wire['lastStatus']),
    healthStatus: text(wire['healthStatus']),
    ...present('exitCode', typeof wire['exitCode'] === 'number' ? wire['exitCode'] : undefined),
    ...present('reason', maybe(wire['reason'])),
  };
}

export function toTaskDefinition(wire: Json): TaskDefinition {
  return {
    arn: text(wire['taskDefinitionArn']),
    family: text(wire['family']),
    status: text(wire['status']),
    containers: list(wire['containerDefinitions']).map((container) => ({
      name: text(container['name']),
      image: text(container['image']),
    })),
  };
}

export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function maybe(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function milliseconds(value: unknown): number | undefined {
  return typeof value === 'number' ? Math.round(value * 1000) : undefined;
}

/** `{ key: value }`, or nothing for a value that isn't there. */
function present<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: T });
}
