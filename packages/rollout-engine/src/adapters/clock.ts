import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../ports.ts';

/** The clock of the machine was set back by at least this much. Less is NTP adjusting it. */
const SET_BACK_MS = 1000;

/**
 * The real time, which never goes back: views and deadlines are compared with it. A machine whose clock is set back goes on from where it
 * was. A pause ends early once the signal is aborted.
 */
export function liveClock(signal: AbortSignal): Clock {
  let real = Date.now();
  let monotonic = performance.now();
  let setBackBy = 0;
  let time = real;
  return {
    now() {
      const [realNow, monotonicNow] = [Date.now(), performance.now()];
      const missing = monotonicNow - monotonic - (realNow - real);
      if (missing >= SET_BACK_MS) setBackBy += missing;
      real = realNow;
      monotonic = monotonicNow;
      time = Math.max(time, Math.round(realNow + setBackBy));
      return time;
    },
    sleep: async (ms) => {
      await setTimeout(ms, undefined, { signal }).catch(() => undefined);
    },
  };
}
