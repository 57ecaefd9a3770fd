import type { Environment } from '@loki-adoption/environment';

const HOURS_PER_DAY = 24;
/** Loki's own default: who sends lines that are older has a wrong clock. */
const OLDEST_LINE_HOURS = 7 * HOURS_PER_DAY;
/** The compactor deletes a chunk hours after its last line expired; the bucket must not come before it. */
const EXPIRATION_GRACE_DAYS = 2;

/** All that follows from how long logs are kept, made in one place so that nothing contradicts the rest. */
export interface Retention {
  /** How long the compactor leaves a line where it is. */
  readonly keptHours: number;
  /** How far back a query reaches; never further than lines are kept, so that an expired one is gone at once. */
  readonly lookbackHours: number;
  /** Age up to which a line is taken. None is that wouldn't be kept. */
  readonly oldestLineHours: number;
  /** Age in days at which the bucket itself deletes a chunk, should the compactor have missed it. */
  readonly chunkExpirationDays: number;
}

export function retentionOf({ loki }: Environment): Retention {
  const keptHours = loki.retentionDays * HOURS_PER_DAY;
  const lookbackDays = loki.limits.lookbackDays ?? loki.retentionDays;
  return {
    keptHours,
    lookbackHours: Math.min(lookbackDays * HOURS_PER_DAY, keptHours),
    oldestLineHours: Math.min(keptHours, OLDEST_LINE_HOURS),
    chunkExpirationDays: loki.retentionDays + EXPIRATION_GRACE_DAYS,
  };
}

/** Days after which Loki's bucket expires chunks: what bootstrap sets, and the stack asks for. */
export function chunkDays(environment: Environment): number {
  return retentionOf(environment).chunkExpirationDays;
}
