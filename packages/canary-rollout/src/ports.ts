import type { Verdict } from '@loki-adoption/verification';
import type { EcsService, LogsSeen, Task, TaskDefinition } from './core/world.ts';

/** ECS of one cluster; services by their ECS names. Errors carry `retryable` where the failure says so. */
export interface EcsPort {
  readonly describeServices: (names: readonly string[]) => Promise<readonly EcsService[]>;
  readonly listTasks: (service: string, desiredStatus: 'RUNNING' | 'STOPPED') => Promise<readonly string[]>;
  readonly describeTasks: (arns: readonly string[]) => Promise<readonly Task[]>;
  readonly updateService: (service: string, taskDefinition: string) => Promise<EcsService>;
  readonly describeTaskDefinition: (taskDefinition: string) => Promise<TaskDefinition>;
}

/** The ledger's object. `etag` names the version that was read; a write succeeds only over that version. */
export interface LedgerStore {
  readonly read: () => Promise<{ body: string; etag: string } | undefined>;
  readonly write: (body: string, etag: string | undefined) => Promise<'written' | 'conflict'>;
}

export interface LogsPort {
  /** What Loki holds of a service's running tasks since a time (ms since 1970). */
  readonly look: (
    service: string,
    taskIds: readonly string[],
    sinceMs: number,
  ) => Promise<Pick<LogsSeen, 'streams' | 'newest'>>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Returns early once the signal of the run is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Log {
  readonly info: (text: string) => void;
  readonly warning: (text: string) => void;
  readonly startGroup: (title: string) => void;
  readonly endGroup: () => void;
}

export interface RevertRequest {
  readonly environment: string;
  readonly epoch: number;
  readonly reason: string;
  /** Names of the services when only some went back, or `undefined` for the whole environment. */
  readonly services: readonly string[] | undefined;
}

export interface Ports {
  readonly ecs: EcsPort;
  readonly ledger: LedgerStore;
  /** Absent where no Loki URL was given. */
  readonly logs: LogsPort | null;
  readonly checkInfrastructure: (() => Promise<Verdict>) | null;
  /** Opens a pull request that reverts desired state; returns its URL, or `undefined` when there is nothing to revert. */
  readonly openRevert: ((request: RevertRequest) => Promise<string | undefined>) | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}
