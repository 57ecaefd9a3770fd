import { combine, judgeFreshness, judgeLabels, type Verdict } from '@loki-adoption/verification';
import type { LogsSeen, Task } from './world.ts';

/** Lines of each running task have arrived, not older than `freshnessSeconds` when they were seen, with exact labels. */
export function judgeLogs(
  expected: { service: string; cluster: string; container: string; freshnessSeconds: number },
  seen: LogsSeen,
  tasks: readonly Task[],
): Verdict {
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING').map((task) => task.id);
  // What ran before may have had other labels, and its streams stay in the range for a while.
  const gone = new Set(seen.recent.filter((id) => !running.includes(id)));
  const streams = seen.streams.filter((labels) => !gone.has(labels['task_id'] ?? ''));
  const labels = judgeLabels({ ...expected, running, recent: running }, streams);
  const freshness = judgeFreshness(expected.service, running, seen.newest, seen.at, expected.freshnessSeconds);
  const verdict = combine([labels, freshness]);
  return { status: verdict.status, detail: verdict.detail.replaceAll(`${expected.service}: `, '') };
}

/**
 * Joins two looks: a task keeps the freshest line it was ever seen with, so that a service that writes now and then
 * isn't missed between two looks.
 */
export function mergeLogs(before: LogsSeen | undefined, now: LogsSeen): LogsSeen {
  if (!before) return now;
  const newest = { ...now.newest };
  for (const [id, time] of Object.entries(before.newest)) {
    const bestAge = Math.min(before.at - time, now.at - (newest[id] ?? Number.NEGATIVE_INFINITY));
    newest[id] = now.at - bestAge;
  }
  return { ...now, newest };
}
