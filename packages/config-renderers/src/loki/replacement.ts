import type { Environment } from '@loki-adoption/environment';
import { LOKI_LOCAL_PORT } from '../addresses.ts';
import type { HealthCheck } from '../task-definition/model.ts';

/**
 * How often a replica looks for index that others have put into the bucket. Lines that a replica flushed when it stopped
 * can be found by the others no earlier.
 */
export const INDEX_SYNC_SECONDS = 300;

/** Loki's own pause, for clients of a ring to learn of a new member. */
const SETTLE_SECONDS = 15;

/** The most that ECS takes. */
const START_PERIOD_SECONDS = 300;

/**
 * How long the next replica has to be left alone after one was replaced: the new one has no recent lines, and those of
 * the old one take an index sync to be found. Two replaced within that time make queries return part of the data,
 * without an error. 0 for a single task, which has no next.
 */
export function replacementPauseSeconds({ loki }: Environment): number {
  return loki.topology === 'replicated' ? INDEX_SYNC_SECONDS : 0;
}

/** How long after it can work a task says so at `/ready`. With it ECS keeps the pause: it waits for a healthy task. */
export function readyAfterSeconds(environment: Environment): number {
  return Math.max(replacementPauseSeconds(environment), SETTLE_SECONDS);
}

/**
 * ECS's check of Loki. Until it fails a task for good there is time for that pause and for a replay of the write-ahead
 * log: five minutes for a single task, ten for a replica.
 */
export function lokiHealthCheck({ loki }: Environment): HealthCheck {
  const patience = loki.topology === 'replicated' ? { interval: 30, retries: 10 } : { interval: 15, retries: 3 };
  return {
    command: ['CMD', '/usr/bin/loki', '-health', `-health.url=http://127.0.0.1:${LOKI_LOCAL_PORT}/ready`],
    ...patience,
    timeout: 10,
    startPeriod: START_PERIOD_SECONDS,
  };
}
