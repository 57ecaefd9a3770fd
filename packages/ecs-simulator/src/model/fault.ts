export const FAULT_KINDS = [
  'crash-at-start',
  'error',
  'exit',
  'fail-health',
  'fail-start',
  'host-lost',
  'mute-logs',
  'no-capacity',
  'stall',
  'throttle',
  'wrong-labels',
] as const;

/**
 * crash-at-start: a container exits `afterSeconds` after each start. exit: a container that runs exits. fail-start: a container can't
 * be started. fail-health: a health check fails. stall: a task stays PENDING. no-capacity: a task finds no host. host-lost: an EC2
 * instance is terminated with all its tasks, once. throttle: the API refuses. error: the API answers `code`. The simulator does
 * nothing with mute-logs and wrong-labels: the code that writes the tasks' logs asks for them by `taskFault`.
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A planted fault. `service`, `task`, `image` and `container` narrow it; without them it hits every task. */
export interface Fault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly service?: string;
  /** Id or ARN. */
  readonly task?: string;
  readonly image?: string;
  readonly container?: string;
  /** How long after planting it begins, in milliseconds; default 0. */
  readonly fromMs?: number;
  /** How long after planting it ends, in milliseconds; if absent, it lasts until it is cleared. */
  readonly untilMs?: number;
  /** With fromMs or untilMs: milliseconds since 1970. */
  readonly plantedAt?: number;
  /** crash-at-start: seconds of run time before the container exits, default 1. exit: seconds from the beginning of the fault, default 0. */
  readonly afterSeconds?: number;
  /** crash-at-start, exit: default 1. */
  readonly exitCode?: number;
  /** crash-at-start, exit, fail-start: the container's reason. error: the message. */
  readonly reason?: string;
  /** throttle, error: the API action, all when absent. */
  readonly action?: string;
  /** error: the API's error code, default ServerException. */
  readonly code?: string;
  /** throttle, error: calls still to be refused; exit: containers still to be hit. Without it until the fault is cleared. */
  readonly count?: number;
}

export type FaultInput = Omit<Fault, 'id' | 'plantedAt'> & { readonly id?: string };
