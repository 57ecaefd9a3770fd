import type { Capacity } from '../model/capacity.ts';
import type { Desired, DesiredService, Policy, Run } from '../model/desired.ts';
import type { Container, Deployment, EcsService, Task } from '../model/ecs.ts';
import type { Failure, Observation, World } from '../model/world.ts';
import { emptyLedger, type Ledger } from '../state/ledger.ts';
import { type Launch, newRecord, type ServiceRecord, type Way } from '../state/service-record.ts';

/** Data of one service, `worker`, on its way from revision 1 to revision 2, for tests of what is a function of data. Times in ms since 1970. */

/** 2026-11-26, a Thursday at noon, UTC. */
export const NOON = Date.UTC(2026, 10, 26, 12);
export const OLD = 'arn:aws:ecs:us-east-1:123456789012:task-definition/dev-worker:1';
export const NEW = 'arn:aws:ecs:us-east-1:123456789012:task-definition/dev-worker:2';
/** Id of the ECS deployment of revision 2. */
export const OURS = 'ecs-svc/2';

export const EC2: Capacity = [{ provider: 'graviton', weight: 1, base: 0 }];
export const FARGATE: Capacity = [{ provider: 'FARGATE', weight: 1, base: 0 }];

export const RUN: Run = { name: 'run 7', id: 7, desiredStateHash: 'hash', commit: 'c7' };

export const POLICY: Policy = {
  pollSeconds: 10,
  deadlineSeconds: 600,
  sidecarWindowSeconds: 70,
  freshnessSeconds: 30,
  settleSeconds: 30,
  viewSeconds: 10,
  taskFailureLimit: 3,
  errorLimit: 5,
  infrastructureSeconds: 600,
};

/** Seconds after noon. */
export function at(seconds: number): number {
  return NOON + seconds * 1000;
}

/** As a ledger has it. */
export function iso(seconds: number): string {
  return new Date(at(seconds)).toISOString();
}

export function aService(changes: Partial<DesiredService> = {}): DesiredService {
  return {
    name: 'worker',
    ecsName: 'dev-worker',
    container: 'worker',
    wave: 1,
    parallel: 1,
    bakeSeconds: 300,
    target: NEW,
    variant: 'alloy',
    sidecar: 'alloy',
    capacity: EC2,
    calls: [],
    ...changes,
  };
}

export function desired(changes: Partial<Desired> = {}): Desired {
  return {
    cluster: 'dev-cluster',
    phase: 'rollout',
    run: RUN,
    startedAt: NOON,
    services: [aService()],
    policy: POLICY,
    standIns: {},
    unverifiable: null,
    ...changes,
  };
}

/** PRIMARY and complete, of revision 2. */
export function deployment(changes: Partial<Deployment> = {}): Deployment {
  return {
    id: OURS,
    status: 'PRIMARY',
    createdAt: NOON,
    taskDefinition: NEW,
    capacity: EC2,
    failedTasks: 0,
    rolloutState: 'COMPLETED',
    rolloutStateReason: '',
    ...changes,
  };
}

/** ACTIVE, with one task and one complete deployment of revision 2. */
export function ecsService(changes: Partial<EcsService> = {}): EcsService {
  return {
    name: 'dev-worker',
    status: 'ACTIVE',
    createdAt: at(-86_400),
    desiredCount: 1,
    runningCount: 1,
    deployments: [deployment()],
    events: [],
    ...changes,
  };
}

/** The same, of revision 1. */
export function onOld(changes: Partial<EcsService> = {}): EcsService {
  return ecsService({ deployments: [deployment({ id: 'ecs-svc/1', taskDefinition: OLD })], ...changes });
}

export function container(name: string, changes: Partial<Container> = {}): Container {
  return { name, lastStatus: 'RUNNING', healthStatus: 'HEALTHY', ...changes };
}

/** A task of revision 2 that our deployment started at noon, with Alloy beside it. */
export function task(id: string, changes: Partial<Task> = {}): Task {
  return {
    arn: `arn:aws:ecs:us-east-1:123456789012:task/dev-cluster/${id}`,
    id,
    taskDefinition: NEW,
    lastStatus: 'RUNNING',
    startedBy: OURS,
    startedAt: NOON,
    containers: [container('worker'), container('alloy')],
    ...changes,
  };
}

/** What was seen at a time, seconds after noon; with one running task unless other tasks are given. */
export function seen(
  seconds: number,
  service: EcsService | null,
  { tasks = [task('one')], ...changes }: Partial<Omit<Observation, 'tasks'>> & { tasks?: readonly Task[] | null } = {},
): Observation {
  const seenAt = at(seconds);
  return {
    seenAt,
    service,
    tasks: tasks && { seenAt, all: tasks },
    logs: [],
    updatedAt: null,
    failures: {},
    ...changes,
  };
}

/** A round that began at a time, seconds after noon, with what it has seen of each service. */
export function world(seconds: number, services: World['services'], changes: Partial<World> = {}): World {
  return { roundAt: at(seconds), services, failure: null, infrastructure: null, ...changes };
}

export function failure(seconds: number, changes: Partial<Failure> = {}): Failure {
  return { at: at(seconds), message: 'ECS is away', consecutive: 1, retryable: true, ...changes };
}

export function launch(changes: Partial<Launch> = {}): Launch & { deploymentId: string } {
  return { target: NEW, deploymentId: OURS, adopted: false, startedAt: iso(0), ...changes } as Launch & {
    deploymentId: string;
  };
}

export function way(changes: Partial<Way> = {}): Way {
  const none = { deploymentId: null, contested: false, leavesNoHold: false };
  return { restore: OLD, from: NEW, startedAt: iso(0), reason: 'gate sidecar failed', ...none, ...changes };
}

type Shared = Pick<
  ServiceRecord,
  'wave' | 'wanted' | 'previous' | 'previousCapacity' | 'current' | 'since' | 'gates' | 'history'
>;

/** What every state has: revision 2 is wanted, revision 1 is where it comes from, and it entered its state at noon. */
export function shared(changes: Partial<Shared> = {}): Shared {
  const { wave: _, ...empty } = newRecord(iso(0));
  return { ...empty, wave: 1, wanted: NEW, previous: OLD, current: OLD, ...changes };
}

/** A ledger that is right, with these records of services. */
export function ledgerWith(services: Record<string, ServiceRecord>, changes: Partial<Ledger> = {}): Ledger {
  return { ...emptyLedger('dev'), services, ...changes };
}
