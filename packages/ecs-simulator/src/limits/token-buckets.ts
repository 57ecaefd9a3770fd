import { EcsError } from '../model/ecs-error.ts';
import { QUOTAS, type Quota } from './quotas.ts';

/** Takes a token for each call; tokens come back at the beginning of every second, up to the bucket's size. */
export interface TokenBuckets {
  /** Throws ThrottlingException where there is no token left. `now` in milliseconds since 1970. */
  take(action: string, now: number): void;
}

export function createTokenBuckets(): TokenBuckets {
  const buckets = new Map<Quota, { tokens: number; second: number }>();
  return {
    take(action, now) {
      const quota = QUOTAS.find((one) => one.actions.includes(action));
      if (!quota) return;
      const second = Math.floor(now / 1000);
      const last = buckets.get(quota) ?? { tokens: quota.burst, second };
      const refilled = Math.min(quota.burst, last.tokens + (second - last.second) * quota.perSecond);
      buckets.set(quota, { tokens: Math.max(0, refilled - 1), second });
      if (refilled < 1) throw new EcsError('ThrottlingException', 'Rate exceeded');
    },
  };
}
