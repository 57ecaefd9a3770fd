import { firstFew } from './first-few.ts';
import type { Verdict } from './verdict.ts';

/** Time of the newest line by task id, ms since 1970; a task without a line is absent. */
export type NewestLines = Readonly<Record<string, number>>;

/** Whether every running task has a line of the last `limitSeconds`. An older line proves nothing about delivery now. */
export function judgeFreshness(
  service: string,
  taskIds: readonly string[],
  newest: NewestLines,
  nowMs: number,
  limitSeconds: number,
): Verdict {
  if (taskIds.length === 0) return { status: 'inconclusive', detail: `${service}: no task runs` };
  const ages = taskIds.map((id) => ({ id, seconds: ageSeconds(newest[id], nowMs) }));
  const silent = ages.filter(({ seconds }) => seconds > limitSeconds);
  if (silent.length === 0) {
    const oldest = Math.max(...ages.map(({ seconds }) => seconds));
    return { status: 'pass', detail: `${service}: newest line ${oldest.toFixed(1)} s old, limit ${limitSeconds} s` };
  }
  const delays = silent.map(({ id, seconds }) =>
    Number.isFinite(seconds)
      ? `task ${shortId(id)}: newest line ${Math.round(seconds)} s old`
      : `task ${shortId(id)}: no line`,
  );
  return { status: 'inconclusive', detail: `${service}: ${firstFew(delays)}, limit ${limitSeconds} s` };
}

/** Enough of a task id to find it. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

function ageSeconds(timeMs: number | undefined, nowMs: number): number {
  return timeMs === undefined ? Number.POSITIVE_INFINITY : Math.max(0, (nowMs - timeMs) / 1000);
}
