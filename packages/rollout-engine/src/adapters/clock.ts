import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../ports.ts';

/** The real time. A pause ends early once the signal is aborted. */
export function liveClock(signal: AbortSignal): Clock {
  return {
    now: () => Date.now(),
    sleep: async (ms) => {
      await setTimeout(ms, undefined, { signal }).catch(() => undefined);
    },
  };
}
