import type { Verdict } from '@loki-adoption/verification';
import type { EcsService, Task } from './ecs.ts';

/**
 * What a run has seen, and when. Everything that a decision depends on and that is not in the ledger is in here, so that deciding is a
 * function of data. Times in ms since 1970.
 */
export interface World {
  /** When the run last woke up: what it saw before that is only history. */
  readonly roundAt: number;
  /** By the service's name in desired state; absent until it was looked at. */
  readonly services: Readonly<Record<string, Observation | undefined>>;
  /** The last look at all services failed. */
  readonly failure: Failure | null;
  /** The check of phase `infrastructure`; `since` is when it was first made. */
  readonly infrastructure: (Verdict & { readonly seenAt: number; readonly since: number }) | null;
}

/** One service as it was last seen. */
export interface Observation {
  readonly seenAt: number;
  /** `null`: ECS has no such service. */
  readonly service: EcsService | null;
  readonly tasks: { readonly seenAt: number; readonly all: readonly Task[] } | null;
  /** Looks at Loki, oldest first. */
  readonly logs: readonly LogsLook[];
  /** When UpdateService last answered; a second call in the same round would say nothing new. */
  readonly updatedAt: number | null;
  /** The last call about this service alone failed, by its subject. */
  readonly failures: Readonly<Partial<Record<Concern, Failure>>>;
}

export type Concern = 'tasks' | 'logs' | 'update';

/** What Loki held: label sets of the cluster's streams, newest line by task id, and the tasks that the service had lately. */
export interface LogsLook {
  readonly seenAt: number;
  readonly streams: readonly Readonly<Record<string, string>>[];
  readonly newest: Readonly<Record<string, number>>;
  readonly recent: readonly string[];
}

/** A call that failed `consecutive` times in a row, the last time at `at`. */
export interface Failure {
  readonly at: number;
  readonly message: string;
  readonly consecutive: number;
  readonly retryable: boolean;
}

export function nothingSeen(now: number): World {
  return { roundAt: now, services: {}, failure: null, infrastructure: null };
}
