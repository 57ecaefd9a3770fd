import { firstFew } from './first-few.ts';
import { shortId } from './freshness.ts';
import type { Verdict } from './verdict.ts';

export interface ExpectedLabels {
  readonly service: string;
  readonly cluster: string;
  readonly container: string;
  /** Tasks that run now: each must have a stream. */
  readonly running: readonly string[];
  /** Every task whose lines may still be in the range, the running ones included. */
  readonly recent: readonly string[];
}

/** Whether the streams of a service carry exactly its labels, for each running task, and no task id of anybody else. */
export function judgeLabels(expected: ExpectedLabels, streams: readonly Readonly<Record<string, string>>[]): Verdict {
  const { service, running } = expected;
  if (running.length === 0) return { status: 'inconclusive', detail: `${service}: no task runs` };
  const own = streams.filter((labels) => isOwn(expected, labels));
  const faults = new Set(own.flatMap((labels) => faultsOf(expected, labels)));
  if (faults.size > 0) return { status: 'fail', detail: `${service}: ${firstFew([...faults])}` };
  const missing = running.filter((id) => !own.some((labels) => labels['task_id'] === id));
  if (missing.length > 0) {
    const ids = firstFew(missing.map(shortId));
    return {
      status: 'inconclusive',
      detail: `${service}: no stream of ${missing.length} of ${running.length} tasks (${ids})`,
    };
  }
  return { status: 'pass', detail: `${service}: labels exact for ${running.length} of ${running.length} tasks` };
}

function isOwn(expected: ExpectedLabels, labels: Readonly<Record<string, string>>): boolean {
  return labels['service_name'] === expected.service || expected.recent.includes(labels['task_id'] ?? '');
}

function faultsOf(expected: ExpectedLabels, labels: Readonly<Record<string, string>>): string[] {
  const wanted = { service_name: expected.service, cluster: expected.cluster, container_name: expected.container };
  const faults = Object.entries(wanted)
    .filter(([name, value]) => labels[name] !== value)
    .map(([name, value]) => `${name} is ${shown(labels[name] ?? '')} instead of ${JSON.stringify(value)}`);
  const taskId = labels['task_id'];
  if (taskId === undefined || taskId === '') faults.push('a stream has no task_id');
  else if (!expected.recent.includes(taskId))
    faults.push(`task_id ${shown(taskId, shortId)} is not a task of the service`);
  return faults;
}

/** Anybody may push a stream, with part of a line for its label. What ECS doesn't take for a name isn't shown. */
function shown(value: string, asName: (name: string) => string = JSON.stringify): string {
  return /^[\w-]{0,80}$/.test(value) ? asName(value) : `a text of ${value.length} characters`;
}
