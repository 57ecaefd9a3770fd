import { expect, test } from 'vitest';
import type { Task } from '../model/ecs.ts';
import type { LogsLook } from '../model/world.ts';
import { labelsOf, lookOf, taskOf } from '../testing/gate-context.ts';
import { judgeLogs } from './logs.ts';

const EXPECTED = { service: 'worker', cluster: 'dev', container: 'main', freshnessSeconds: 30 };
const both = [taskOf('a'), taskOf('b')];
const judge = (looks: readonly LogsLook[], tasks: readonly Task[] = both) => judgeLogs(EXPECTED, looks, tasks);

test('passes when lines of every running task are there, none too old, with exact labels', () => {
  expect(judge([lookOf(100_000, { a: 99_000, b: 70_000 })]).status).toBe('pass');
});

test.each<[string, LogsLook[], string]>([
  ['Loki was not asked', [], 'Loki has not been asked yet'],
  ['a line is too old', [lookOf(100_000, { a: 99_000, b: 69_000 })], 'task b: newest line 31 s old, limit 30 s'],
  ['a task has no line', [lookOf(100_000, { a: 99_000 })], 'no stream of 1 of 2 tasks (b)'],
])('decides nothing yet when %s', (_, looks, detail) => {
  const verdict = judge(looks);
  expect(verdict.status).toBe('inconclusive');
  expect(verdict.detail).toContain(detail);
});

test('a task keeps the freshest line that it was ever seen with: one that writes now and then is not missed between two looks', () => {
  const looks = [lookOf(100_000, { a: 99_000, b: 50_000 }), lookOf(160_000, { a: 99_000, b: 155_000 })];
  expect(judge(looks)).toMatchObject({ status: 'pass', detail: expect.stringContaining('newest line 5.0 s old') });
  expect(judge(looks.slice(1)).status).toBe('inconclusive');
});

test('a line that was old whenever it was seen stays old', () => {
  const looks = [lookOf(100_000, { a: 99_000, b: 60_000 }), lookOf(115_000, { a: 114_000, b: 60_000 })];
  expect(judge(looks)).toMatchObject({ status: 'inconclusive' });
});

test.each<[string, Record<string, string>, string]>([
  ['another container', { container_name: 'nonsense' }, 'container_name is "nonsense" instead of "main"'],
  ['another cluster', { cluster: 'prod' }, 'cluster is "prod" instead of "dev"'],
  ['a task of nobody', { task_id: 'stranger' }, 'task_id stranger is not a task of the service'],
])('a stream of %s is a failure', (_, wrong, detail) => {
  const look = lookOf(100_000, { a: 99_000, b: 99_000 });
  const verdict = judge([{ ...look, streams: [...look.streams, { ...labelsOf('b'), ...wrong }] }]);
  expect(verdict).toMatchObject({ status: 'fail', detail: expect.stringContaining(detail) });
});

test('what ran before may have had other labels: its streams stay in the range for a while', () => {
  const look = lookOf(100_000, { a: 99_000, b: 99_000 });
  const old = { ...labelsOf('gone'), container_name: 'old-name' };
  const seen = { ...look, streams: [...look.streams, old], recent: ['a', 'b', 'gone'] };
  expect(judge([seen]).status).toBe('pass');
});

test('a task that came in place of another has to deliver itself', () => {
  const look = lookOf(100_000, { a: 99_000, b: 99_000 });
  expect(judge([look], [taskOf('a'), taskOf('c')]).status).toBe('inconclusive');
});
