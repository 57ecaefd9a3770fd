import type { Json } from './json.ts';

/** An error that the ECS API would answer, by its code. */
export class EcsError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** How long the stages of a task take, in milliseconds. AWS takes minutes where the sandbox takes tenths of a second. */
export interface Tempo {
  /** Resolution of the simulated time. */
  readonly stepMs: number;
  readonly provisioningMs: number;
  /** From PENDING to the start of the first container: image pull. */
  readonly pullMs: number;
  /** Run time of a container that others wait for with COMPLETE or SUCCESS. */
  readonly initMs: number;
  /** From the start of a container to the first verdict of its health check. */
  readonly healthMs: number;
  /** RUNNING for so long makes a task without health check count as healthy; 40 s in AWS. */
  readonly readyMs: number;
  readonly stoppingMs: number;
  /** First wait before a failed task is tried again; doubles with every failure after the third. */
  readonly retryMs: number;
}

export const DEFAULT_TEMPO: Tempo = {
  stepMs: 50,
  provisioningMs: 300,
  pullMs: 300,
  initMs: 200,
  healthMs: 300,
  readyMs: 300,
  stoppingMs: 300,
  retryMs: 300,
};

export type FaultKind = 'crash-at-start' | 'throttle' | 'stall' | 'fail-health' | 'wrong-labels' | 'mute-logs';

/** A planted fault. `service`, `image` and `container` narrow it; without them it hits every task. */
export interface Fault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly service?: string;
  readonly image?: string;
  readonly container?: string;
  /** crash-at-start: seconds of run time before the container exits, default 1. */
  readonly afterSeconds?: number;
  /** crash-at-start: default 1. */
  readonly exitCode?: number;
  readonly reason?: string;
  /** throttle: the API action, all when absent. */
  readonly action?: string;
  /** throttle: calls still to be refused; without it until the fault is cleared. */
  readonly count?: number;
}

export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly dependsOn: readonly { readonly container: string; readonly condition: string }[];
  readonly hasHealthCheck: boolean;
  readonly restart?: { readonly periodMs: number; readonly ignored: readonly number[] };
  readonly logDriver?: string;
  readonly logOptions: Readonly<Record<string, string>>;
  readonly portNames: readonly string[];
}

export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly containers: readonly ContainerDefinition[];
  /** As DescribeTaskDefinition returns it, without status. */
  readonly view: Json;
  status: 'ACTIVE' | 'INACTIVE';
  deregisteredAt?: number;
}

export interface Container {
  readonly name: string;
  /** Absent for the proxy that Service Connect adds to a task. */
  readonly definition?: ContainerDefinition;
  readonly runtimeId: string;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  healthStatus: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
  /** Start of the current run; a restart moves it. */
  startedAt?: number;
  /** When and how the current run ends by itself. */
  exit?: { readonly at: number; readonly code: number; readonly reason?: string };
  exitCode?: number;
  reason?: string;
  restarts: number;
}

export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEPROVISIONING' | 'STOPPED';

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly cluster: string;
  readonly service: string;
  readonly deploymentId: string;
  readonly definition: TaskDefinition;
  readonly containers: readonly Container[];
  /** Address, capacity and tags, fixed at creation. */
  readonly view: Json;
  readonly createdAt: number;
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  /** Since when it has its lastStatus. */
  since: number;
  version: number;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
  stopCode?: string;
  stoppedReason?: string;
  /** Stopped by its own fault, not by a person or the scheduler's plan. */
  failed: boolean;
  /** Its outcome, healthy or failed, is in the deployment's numbers. */
  counted: boolean;
}

export interface Deployment {
  readonly id: string;
  readonly revisionArn: string;
  readonly serviceDeployment: ServiceDeployment;
  readonly taskDefinition: TaskDefinition;
  /** Settings of the service that belong to this generation: network, Service Connect, capacity. */
  readonly settings: Json;
  readonly createdAt: number;
  status: 'PRIMARY' | 'ACTIVE';
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  rolloutStateReason: string;
  updatedAt: number;
  failedTasks: number;
  /** A task became healthy once: from then on failedTasks stays 0 and the circuit breaker is off. */
  proven: boolean;
  failuresInRow: number;
  retryAt: number;
}

export interface ServiceDeployment {
  readonly arn: string;
  readonly targetRevisionArn: string;
  readonly sourceRevisionArns: readonly string[];
  readonly createdAt: number;
  status: string;
  statusReason?: string;
  updatedAt: number;
  finishedAt?: number;
  rollback?: { readonly reason: string; readonly startedAt: number; readonly revisionArn: string };
}

export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly cluster: string;
  readonly createdAt: number;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  /** Request fields that the API echoes, with its defaults. */
  settings: Json;
  /** PRIMARY first, then older generations that still have tasks. */
  deployments: Deployment[];
  /** Where a rollback goes. */
  lastCompleted?: Deployment;
  serviceDeployments: ServiceDeployment[];
  /** Newest first. */
  events: { readonly id: string; readonly createdAt: number; readonly message: string }[];
  steady: boolean;
}

export interface Cluster {
  readonly arn: string;
  readonly name: string;
  status: 'ACTIVE' | 'INACTIVE';
  settings: readonly Json[];
  capacityProviders: readonly string[];
  defaultCapacityProviderStrategy: readonly Json[];
}

export interface World {
  readonly accountId: string;
  readonly region: string;
  readonly tempo: Tempo;
  /** Numbers in [0, 1): ids come from it. */
  readonly random: () => number;
  /** Simulated time, milliseconds since 1970. */
  now: number;
  readonly clusters: Map<string, Cluster>;
  readonly capacityProviders: Map<string, Json>;
  /** By ARN, in the order of registration. */
  readonly taskDefinitions: Map<string, TaskDefinition>;
  /** By ARN. */
  readonly services: Map<string, Service>;
  /** By ARN. */
  readonly tasks: Map<string, Task>;
  /** By ARN of the tagged thing. */
  readonly tags: Map<string, readonly Json[]>;
  faults: Fault[];
}
