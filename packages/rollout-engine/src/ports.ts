import type { Verdict } from '@loki-adoption/verification';
import type { ForcedDeployment } from './model/capacity.ts';
import type { CommitHistory } from './model/commit-history.ts';
import type { EcsService, Task, TaskDefinition } from './model/ecs.ts';
import type { LogsLook } from './model/world.ts';

/**
 * ECS of one cluster; services by their ECS names. A refusal or a lost answer is thrown as a `ServiceError`; any other error that a port
 * throws is a bug, and stops the run.
 */
export interface EcsPort {
  /** Services that ECS doesn't have are absent from the answer. */
  readonly describeServices: (names: readonly string[]) => Promise<readonly EcsService[]>;
  readonly listTasks: (service: string, desiredStatus: 'RUNNING' | 'STOPPED') => Promise<readonly string[]>;
  readonly describeTasks: (arns: readonly string[]) => Promise<readonly Task[]>;
  /** Sends UpdateService once: a call that is repeated inside the port could arrive after another run has taken over. */
  readonly updateService: (service: string, taskDefinition: string, forced?: ForcedDeployment) => Promise<EcsService>;
  /** By ARN or `family:revision`. */
  readonly describeTaskDefinition: (taskDefinition: string) => Promise<TaskDefinition>;
  /** ARNs of a family's ACTIVE revisions, newest first. */
  readonly listTaskDefinitions: (family: string) => Promise<readonly string[]>;
  /** Registers what the request describes as a new revision of the family, and returns it. */
  readonly registerWithApplication: (request: ApplicationRequest) => Promise<TaskDefinition>;
}

/** The variant of one revision with the application of another one of the same family; a copy where both are the same revision. */
export interface ApplicationRequest {
  /** ARN of the revision whose sidecar, volumes and log configuration are kept. */
  readonly variantOf: string;
  /** ARN of the revision whose application container is wanted. */
  readonly applicationOf: string;
  readonly container: string;
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
  ) => Promise<Pick<LogsLook, 'streams' | 'newest'>>;
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

/** What makes desired state say what runs: the URL of a pull request, or a branch that a person opens one from. */
export type Revert =
  | { readonly pullRequest: string }
  | {
      readonly branch: string;
      /** URL where GitHub shows its change and offers a pull request. */
      readonly compareUrl: string;
    };

export interface Ports {
  readonly ecs: EcsPort;
  readonly ledger: LedgerStore;
  /** Absent where no Loki URL was given. */
  readonly logs: LogsPort | null;
  /** One look at Loki for phase `infrastructure`; absent where no Loki URL was given. */
  readonly checkInfrastructure: (() => Promise<Verdict>) | null;
  /** Reverts desired state on a branch, and opens a pull request where GitHub lets it; `undefined` when there is nothing to revert. */
  readonly openRevert: ((request: RevertRequest) => Promise<Revert | undefined>) | null;
  readonly commits: CommitHistory;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}
