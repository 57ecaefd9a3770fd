import { combine, judgeFreshness, judgeLabels, type Verdict } from '@loki-adoption/verification';
import type { Task } from '../model/ecs.ts';
import type { LogsLook } from '../model/world.ts';
import type { Gate } from './gate.ts';

export const logs: Gate = {
  name: 'logs',
  passes:
    'every running task has a stream with exactly its labels and a line no older than `rollout.gates.logs.freshness`. ' +
    'Only for services that run Alloy, with at least one task',
  fails: 'wrong labels, or a task id of nobody',
  judged: 'at both ends of the bake',
  applies: (service, desiredCount) => service.variant === 'alloy' && desiredCount > 0,
  judge({ service, cluster, policy, tasks, logs: looks }) {
    const expected = { service: service.name, cluster, container: service.container };
    return judgeLogs({ ...expected, freshnessSeconds: policy.freshnessSeconds }, looks, tasks);
  },
};

/**
 * Whether lines of each running task have arrived, none older than `freshnessSeconds` when it was seen, with exact labels in the last
 * look. A task keeps the freshest line that it was ever seen with, so that a service that writes now and then isn't missed between two
 * looks.
 */
export function judgeLogs(
  expected: { service: string; cluster: string; container: string; freshnessSeconds: number },
  looks: readonly LogsLook[],
  tasks: readonly Task[],
): Verdict {
  const last = looks.at(-1);
  if (!last) return { status: 'inconclusive', detail: 'Loki has not been asked yet' };
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING').map((task) => task.id);
  // What ran before may have had other labels, and its streams stay in the range for a while.
  const gone = new Set(last.recent.filter((id) => !running.includes(id)));
  const streams = last.streams.filter((labels) => !gone.has(labels['task_id'] ?? ''));
  const labels = judgeLabels({ ...expected, running, recent: running }, streams);
  const newest = freshest(looks, last.seenAt);
  const freshness = judgeFreshness(expected.service, running, newest, last.seenAt, expected.freshnessSeconds);
  const verdict = combine([labels, freshness]);
  return { status: verdict.status, detail: verdict.detail.replaceAll(`${expected.service}: `, '') };
}

/** Time of each task's line that was youngest when it was seen, as if it had been seen at `at`. */
function freshest(looks: readonly LogsLook[], at: number): Record<string, number> {
  const ages: Record<string, number> = {};
  for (const { newest, seenAt } of looks) {
    for (const [id, time] of Object.entries(newest)) {
      ages[id] = Math.min(ages[id] ?? Number.POSITIVE_INFINITY, seenAt - time);
    }
  }
  return Object.fromEntries(Object.entries(ages).map(([id, age]) => [id, at - age]));
}
