import { type Capacity, isSameCapacity } from './capacity.ts';

/** What the engine reads of ECS. Times in ms since 1970. */

export interface Deployment {
  readonly id: string;
  readonly status: string;
  readonly createdAt: number;
  readonly taskDefinition: string;
  readonly capacity: Capacity;
  readonly failedTasks: number;
  readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly rolloutStateReason: string;
}

export interface EcsService {
  readonly name: string;
  readonly status: string;
  readonly createdAt: number;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly deployments: readonly Deployment[];
  readonly events: readonly { readonly at: number; readonly message: string }[];
}

export interface Container {
  readonly name: string;
  readonly lastStatus: string;
  readonly healthStatus: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

export interface Task {
  readonly arn: string;
  readonly id: string;
  readonly taskDefinition: string;
  readonly lastStatus: string;
  /** Id of the deployment that started it. */
  readonly startedBy: string;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers: readonly Container[];
}

export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly status: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/** The deployment that ECS is making true, or has made true. */
export function primaryOf(service: EcsService | null | undefined): Deployment | undefined {
  return service?.deployments.find((deployment) => deployment.status === 'PRIMARY');
}

/** Whether a deployment is of a definition, on a capacity; `null` where no capacity is asked for. */
export function isOf(
  deployment: Deployment | undefined,
  definition: string,
  capacity: Capacity | null | undefined,
): deployment is Deployment {
  if (deployment?.taskDefinition !== definition) return false;
  return !capacity || isSameCapacity(deployment.capacity, capacity);
}

/** `41` of an ARN or of `family:41`. */
export function revisionOf(taskDefinition: string): string {
  return taskDefinition.slice(taskDefinition.lastIndexOf(':') + 1);
}

/** `family:41` of an ARN. */
export function shortName(taskDefinition: string): string {
  return taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1);
}
