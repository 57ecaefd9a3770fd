import { expect, test } from 'vitest';
import { judgeFreshness } from './freshness.ts';
import { judgeJson } from './json.ts';
import { type ExpectedLabels, judgeLabels } from './labels.ts';
import { combine } from './verdict.ts';

const expected: ExpectedLabels = {
  service: 'worker',
  cluster: 'dev',
  container: 'temporal-worker',
  running: ['t1', 't2'],
  recent: ['t1', 't2', 'old'],
};
const stream = (task: string, other: Record<string, string> = {}) => ({
  service_name: 'worker',
  cluster: 'dev',
  container_name: 'temporal-worker',
  task_id: task,
  ...other,
});

test('labels pass when each running task has a stream with exactly its labels', () => {
  const verdict = judgeLabels(expected, [
    stream('t1'),
    stream('t2'),
    stream('old'),
    stream('x', { service_name: 'ui' }),
  ]);
  expect(verdict).toEqual({ status: 'pass', detail: 'worker: labels exact for 2 of 2 tasks' });
});

test('a running task without a stream is no data, not a pass', () => {
  expect(judgeLabels(expected, [stream('t1')])).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringMatching('1 of 2'),
  });
});

test.each([
  ['a wrong container name', stream('t1', { container_name: 'ecs-x-1-y-abc' }), 'container_name is "ecs-x-1-y-abc"'],
  ['a wrong cluster', stream('t1', { cluster: 'other' }), 'cluster is "other" instead of "dev"'],
  ['a task under the name of another service', stream('t1', { service_name: 'history' }), 'service_name is "history"'],
  ['a task id of nobody', stream('stranger'), 'task_id stranger is not a task of the service'],
  ['a stream without a task id', stream(''), 'has no task_id'],
])('labels fail on %s', (_, wrong, told) => {
  const verdict = judgeLabels(expected, [stream('t1'), stream('t2'), wrong]);
  expect(verdict.status).toBe('fail');
  expect(verdict.detail).toContain(told);
});

test('labels of a service without tasks are no data', () => {
  expect(judgeLabels({ ...expected, running: [] }, []).status).toBe('inconclusive');
});

test('freshness passes up to the limit and names the silent task beyond it', () => {
  const newest = { t1: 100_000, t2: 71_000 };
  expect(judgeFreshness('worker', ['t1', 't2'], newest, 101_000, 30)).toEqual({
    status: 'pass',
    detail: 'worker: newest line 30.0 s old, limit 30 s',
  });
  const late = judgeFreshness('worker', ['t1', 't2', 't3'], newest, 101_500, 30);
  expect(late.status).toBe('inconclusive');
  expect(late.detail).toBe('worker: task t2: newest line 31 s old, task t3: no line, limit 30 s');
});

test('JSON passes on intact lines and ignores plain text', () => {
  expect(judgeJson('worker', { lines: ['{"a":1}', 'starting'], refused: ['starting'] }).status).toBe('pass');
});

test('JSON fails on a line that was cut, and on one that Loki refuses', () => {
  expect(judgeJson('worker', { lines: ['{"a":'], refused: [] }).status).toBe('fail');
  expect(judgeJson('worker', { lines: ['{"a":1}'], refused: ['{"b"'] }).status).toBe('fail');
});

test('text alone is no data about JSON', () => {
  expect(judgeJson('worker', { lines: ['starting'], refused: [] }).status).toBe('inconclusive');
});

test('the worst verdict wins and no data never passes', () => {
  const pass = { status: 'pass', detail: 'a' } as const;
  const silent = { status: 'inconclusive', detail: 'b' } as const;
  expect(combine([pass, silent])).toEqual(silent);
  expect(combine([pass, silent, { status: 'fail', detail: 'c' }]).status).toBe('fail');
  expect(combine([]).status).toBe('inconclusive');
});
