import type { Fault } from './fault.ts';
import type { Json } from './json.ts';
import type { Tempo } from './tempo.ts';

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
  /** Faults of kind `exit` that it has had. */
  exitFaults: readonly string[];
}

/** An EC2 instance of the cluster. A lost one is replaced by another, which takes over its place in the list. */
export interface Host {
  readonly instanceId: string;
  readonly containerInstanceId: string;
  /** Tasks placed here that have not stopped. */
  load: number;
}

/** Why a task ended by its own fault: it never got to RUNNING, its health check failed, or an essential container exited. */
export type TaskFailure = 'start' | 'health' | 'exit';

export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEPROVISIONING' | 'STOPPED';

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly cluster: string;
  readonly service: string;
  readonly deploymentId: string;
  readonly definition: TaskDefinition;
  readonly containers: readonly Container[];
  /** Address and capacity, fixed at creation. */
  readonly view: Json;
  /** Absent on Fargate. */
  readonly host?: Host;
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
  /** Absent when a person, the scheduler's plan or a lost host stopped it. */
  failure?: TaskFailure;
  /** That it was healthy, and that it failed, are in the numbers of its deployment. */
  counted: boolean;
  failureCounted: boolean;
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
  /** Tasks in a row that never got to RUNNING: what the scheduler's back-off grows with. */
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
  /** When the event of a task that can't be placed was last written; absent while tasks can be placed. */
  unplacedEventAt?: number;
  /** The event of a deployment that its own configuration blocks has been written. */
  isStuck: boolean;
  /** Those that have not stopped, in the order of their start. */
  tasks: Task[];
  /** Those that have stopped and are still described, longest ago first. */
  stopped: Task[];
  /** The next moment at which anything of the service changes by itself; the past: at once. */
  dueAt: number;
}

export interface Cluster {
  readonly arn: string;
  readonly name: string;
  status: 'ACTIVE' | 'INACTIVE';
  settings: readonly Json[];
  capacityProviders: readonly string[];
  defaultCapacityProviderStrategy: readonly Json[];
}

/** What can be switched at any moment of a run. */
export interface Behaviour {
  /** `aws`: the token buckets of the ECS API refuse calls with ThrottlingException. Default `none`. */
  readonly limits: 'aws' | 'none';
  /** How long after a write reads of its service may still show the state before it, in milliseconds. Default 0: never. */
  readonly staleReadsMs: number;
  /**
   * Whether an essential container that exits after its task was RUNNING counts as a failed task. The API reference says it doesn't
   * (the default), users have seen both: the circuit breaker can't be relied on for it.
   */
  readonly breakerCountsExits: boolean;
}

/** What a service and its tasks looked like before a write. */
export interface Snapshot {
  readonly service: string;
  /** The time of the write, milliseconds since 1970. */
  readonly replacedAt: number;
  /** With tags; absent when there was no such service. */
  readonly view?: Json;
  readonly tasks: ReadonlyMap<string, Json>;
}

export interface World {
  readonly accountId: string;
  readonly region: string;
  readonly tempo: Tempo;
  /** Numbers in [0, 1): ids come from it. */
  readonly random: () => number;
  /** Numbers in [0, 1) that decide which reads are stale: apart, so that reading changes no id. */
  readonly readRandom: () => number;
  behaviour: Behaviour;
  /** Simulated time, milliseconds since 1970. */
  now: number;
  /** Grows with every change that the scheduler makes. */
  changes: number;
  readonly clusters: Map<string, Cluster>;
  readonly capacityProviders: Map<string, Json>;
  readonly hosts: Host[];
  /** By ARN, in the order of registration. */
  readonly taskDefinitions: Map<string, TaskDefinition>;
  /** By ARN. */
  readonly services: Map<string, Service>;
  /** By ARN: every service's tasks, stopped ones as long as they are described. */
  readonly tasks: Map<string, Task>;
  /** By ARN of the tagged thing. */
  readonly tags: Map<string, readonly Json[]>;
  faults: Fault[];
  /** Oldest first. */
  past: readonly Snapshot[];
}
