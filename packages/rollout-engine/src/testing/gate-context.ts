import type { Move } from '../gates/gate.ts';
import type { Policy } from '../model/desired.ts';
import type { Container, Deployment, EcsService, Task } from '../model/ecs.ts';
import type { LogsLook } from '../model/world.ts';
import { EC2 } from './builders.ts';

/** Parts of a view of ECS and Loki for the tables of a gate's test: a service of two tasks that was moved to NEW at time 0. */

export const NEW = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/w:2';
export const OLD = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/w:1';

export const POLICY: Policy = {
  pollSeconds: 15,
  deadlineSeconds: 600,
  sidecarWindowSeconds: 90,
  freshnessSeconds: 30,
  settleSeconds: 30,
  viewSeconds: 15,
  taskFailureLimit: 3,
  errorLimit: 5,
  infrastructureSeconds: 600,
};

export const MOVE: Move = {
  definition: NEW,
  deploymentId: 'ecs-svc/2',
  startedAt: 0,
  watchedFrom: null,
  adopted: false,
};

export function deploymentOf(other: Partial<Deployment> = {}): Deployment {
  const state = { rolloutState: 'COMPLETED', rolloutStateReason: '' } as const;
  const place = { taskDefinition: NEW, capacity: EC2 };
  return { id: 'ecs-svc/2', status: 'PRIMARY', createdAt: 0, ...place, failedTasks: 0, ...state, ...other };
}

export function serviceOf(deployments: readonly Deployment[], other: Partial<EcsService> = {}): EcsService {
  return {
    name: 'w',
    status: 'ACTIVE',
    createdAt: 0,
    desiredCount: 2,
    runningCount: 2,
    deployments,
    events: [],
    ...other,
  };
}

export function taskOf(id: string, other: Partial<Task> = {}): Task {
  const placed = { taskDefinition: NEW, lastStatus: 'RUNNING', startedBy: 'ecs-svc/2' };
  return {
    arn: id,
    id,
    ...placed,
    startedAt: 0,
    containers: [containerOf('main'), containerOf('alloy', { healthStatus: 'HEALTHY' })],
    ...other,
  };
}

export function containerOf(name: string, other: Partial<Container> = {}): Container {
  return { name, lastStatus: 'RUNNING', healthStatus: 'UNKNOWN', ...other };
}

/** A look at Loki at a time (ms): the time of each task's newest line, all with exact labels. */
export function lookOf(
  seenAt: number,
  newest: Readonly<Record<string, number>>,
  other: Partial<LogsLook> = {},
): LogsLook {
  const streams = Object.keys(newest).map((id) => labelsOf(id));
  return { seenAt, newest, streams, recent: Object.keys(newest), ...other };
}

export function labelsOf(id: string): Readonly<Record<string, string>> {
  return { service_name: 'worker', cluster: 'dev', container_name: 'main', task_id: id };
}
