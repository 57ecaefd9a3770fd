import { expect, test } from 'vitest';
import type { Container, Task } from '../model/ecs.ts';
import { containerOf, taskOf } from '../testing/gate-context.ts';
import { judgeSidecar } from './sidecar.ts';

const judge = (tasks: readonly Task[], now = 100_000) => judgeSidecar('alloy', tasks, now, 90);

function withAlloy(other: Partial<Container>, task: Partial<Task> = {}): Task {
  return taskOf('a', { containers: [containerOf('main'), containerOf('alloy', other)], ...task });
}

test('passes when the collector of every task has been alive for the window', () => {
  expect(judge([taskOf('a'), taskOf('b', { startedAt: 10_000 })])).toEqual({
    status: 'pass',
    detail: '2 of 2 alive for 90 s, window 90 s',
  });
});

test('the youngest task decides, not its elder; that is a matter of time', () => {
  expect(judge([taskOf('a'), taskOf('b', { startedAt: 10_001 })])).toEqual({
    status: 'inconclusive',
    detail: 'alloy 2 of 2 alive for 89 s of 90 s',
    settling: true,
  });
});

test.each<[string, Task, string]>([
  [
    'stopped',
    withAlloy({ lastStatus: 'STOPPED', exitCode: 1, reason: 'exec format error' }),
    'exit code 1, exec format error',
  ],
  [
    'stopped with code 0',
    withAlloy({ lastStatus: 'STOPPED', exitCode: 0 }),
    'container alloy stopped with exit code 0',
  ],
  [
    'is not in the task',
    taskOf('abcdefghij', { containers: [containerOf('main')] }),
    'task abcdefgh has no container alloy',
  ],
  [
    'never started because its init container failed',
    taskOf('a', { containers: [containerOf('alloy'), containerOf('init', { lastStatus: 'STOPPED', exitCode: 2 })] }),
    'container init stopped with exit code 2',
  ],
])('a collector that %s is a failure', (_, task, detail) => {
  const verdict = judge([task, taskOf('b')]);
  expect(verdict.status).toBe('fail');
  expect(verdict.detail).toContain('1 of 2 tasks run without it: ');
  expect(verdict.detail).toContain(detail);
});

test.each<[string, Task[], string]>([
  ['is unhealthy', [withAlloy({ healthStatus: 'UNHEALTHY' })], 'container alloy is unhealthy in 1 of 1 tasks'],
  ['has not started', [withAlloy({ lastStatus: 'PENDING' })], 'container alloy is pending in 1 of 1 tasks'],
  ['has no task to be in', [], 'no task runs'],
  ['is in a task that has stopped', [withAlloy({}, { lastStatus: 'STOPPED' })], 'no task runs'],
])('a collector that %s decides nothing yet', (_, tasks, detail) => {
  expect(judge(tasks)).toEqual({ status: 'inconclusive', detail });
});

test('an init container that has ended as it should is not a failure', () => {
  const init = containerOf('init', { lastStatus: 'STOPPED', exitCode: 0 });
  expect(judge([taskOf('a', { containers: [containerOf('alloy', { healthStatus: 'HEALTHY' }), init] })]).status).toBe(
    'pass',
  );
});
