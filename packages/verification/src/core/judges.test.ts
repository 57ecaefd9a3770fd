import { type LogLine, LogText } from '@loki-adoption/telemetry';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeFreshness } from './freshness.ts';
import { type JsonSample, judgeJson } from './json.ts';
import { type ExpectedLabels, judgeLabels } from './labels.ts';
import { combine, STATUSES } from './verdict.ts';

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
])('labels fail on %s', (_, wrong, words) => {
  const verdict = judgeLabels(expected, [stream('t1'), stream('t2'), wrong]);
  expect(verdict.status).toBe('fail');
  expect(verdict.detail).toContain(words);
});

test('labels of a service without tasks are no data', () => {
  expect(judgeLabels({ ...expected, running: [] }, [])).toEqual({
    status: 'inconclusive',
    detail: 'worker: no task runs',
  });
});

test('every wrong label is named once, with an identifier of the task that is short enough to read', () => {
  const { task_id: _, ...without } = stream('t1');
  const verdict = judgeLabels(expected, [
    stream('t1', { cluster: '' }),
    stream('t2', { cluster: '' }),
    stream('0123456789abcdef'),
    without,
  ]);
  expect(verdict.detail).toBe(
    'worker: cluster is "" instead of "dev", task_id 01234567 is not a task of the service, a stream has no task_id',
  );
});

test('a label that no name of ECS can be is not shown, nor a task id that ECS never gives', () => {
  const verdict = judgeLabels({ ...expected, recent: ['t1', 't2'] }, [
    stream('t1', { container_name: 'jane@example.com' }),
    stream('t2', { container_name: 'x'.repeat(81) }),
    stream('jane doe'),
  ]);
  expect(verdict.detail).toBe(
    'worker: container_name is a text of 16 characters instead of "temporal-worker", ' +
      'container_name is a text of 81 characters instead of "temporal-worker", ' +
      'task_id a text of 8 characters is not a task of the service',
  );
});

test('a label that is not there is named like one that is empty', () => {
  const { container_name: _, ...without } = stream('t1');
  expect(judgeLabels(expected, [without]).detail).toBe('worker: container_name is "" instead of "temporal-worker"');
});

test('streams of others without a task id are not the concern of this service', () => {
  const { task_id: _, ...without } = stream('t1', { service_name: 'ui', container_name: 'x' });
  expect(judgeLabels(expected, [stream('t1'), stream('t2'), without]).status).toBe('pass');
});

test('all running tasks without a stream are named', () => {
  expect(judgeLabels(expected, []).detail).toBe('worker: no stream of 2 of 2 tasks (t1, t2)');
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

test('a service without running tasks is not data about freshness, whatever lines there are', () => {
  expect(judgeFreshness('worker', [], { t1: 101_000 }, 101_000, 30)).toEqual({
    status: 'inconclusive',
    detail: 'worker: no task runs',
  });
});

test('freshness passes exactly when each task has a line within the limit', () => {
  const nowMs = 1_000_000;
  const ages = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -5000, max: 60_000 }));
  fc.assert(
    fc.property(ages, fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }), (age, tasks) => {
      const newest = Object.fromEntries(Object.entries(age).map(([id, ms]) => [id, nowMs - ms]));
      const fresh = tasks.every((id) => (age[id] ?? Number.POSITIVE_INFINITY) <= 30_000);
      expect(judgeFreshness('worker', tasks, newest, nowMs, 30).status === 'pass').toBe(fresh);
    }),
  );
});

/** Lines as Loki gives them, a nanosecond apart. */
function sample(lines: readonly string[], refused: readonly string[] = []): JsonSample {
  const loki = (line: string, index: number): LogLine => {
    const nanoseconds = String(1_700_000_000_123_456_789n + BigInt(index));
    return { nanoseconds, timeMs: 1_700_000_000_123, line: new LogText(line) };
  };
  return { lines: lines.map(loki), refused: refused.map(loki) };
}

test('JSON passes on intact lines and ignores plain text', () => {
  expect(judgeJson('worker', sample(['{"a":1}', '  {"b":2}', 'starting'], ['starting']))).toEqual({
    status: 'pass',
    detail: 'worker: 2 JSON lines intact',
  });
});

test('JSON fails on a line that was cut, and on one that Loki refuses, with what finds it in Loki', () => {
  const long = `{"level":"info","user":{"e-mail":"jane@example.com"},"a":"${'x'.repeat(500)}`;
  expect(judgeJson('worker', sample(['{"a":1}', long]))).toEqual({
    status: 'fail',
    detail: `worker: a JSON line doesn't parse: ${long.length} characters at 2023-11-14T22:13:20.123456790Z`,
  });
  expect(judgeJson('worker', sample(['{"a":1}'], ['{"b"']))).toEqual({
    status: 'fail',
    detail: "worker: a JSON line doesn't parse: 4 characters at 2023-11-14T22:13:20.123456789Z",
  });
});

test('text alone is not data about JSON', () => {
  expect(judgeJson('worker', sample(['starting', 'on {port}']))).toEqual({
    status: 'inconclusive',
    detail: 'worker: no JSON line among 2',
  });
});

describe('of several verdicts', () => {
  test.each(STATUSES)('%s alone stays what it is', (status) => {
    expect(combine([{ status, detail: 'a' }])).toEqual({ status, detail: 'a' });
  });

  test.each([
    ['fail', 'error'],
    ['error', 'inconclusive'],
    ['inconclusive', 'pass'],
    ['fail', 'pass'],
  ] as const)('%s comes before %s, in any order', (worse, better) => {
    const verdicts = [
      { status: worse, detail: 'a' },
      { status: better, detail: 'b' },
    ];
    expect(combine(verdicts)).toEqual(verdicts[0]);
    expect(combine(verdicts.toReversed())).toEqual(verdicts[0]);
  });

  test('the result passes only if there is one and all pass', () => {
    const statuses = fc.array(fc.constantFrom(...STATUSES));
    fc.assert(
      fc.property(statuses, (all) => {
        const { status } = combine(all.map((each) => ({ status: each, detail: each })));
        expect(status === 'pass').toBe(all.length > 0 && all.every((each) => each === 'pass'));
      }),
    );
  });

  test('all that share the worst status explain it, each text once', () => {
    const verdicts = ['x', 'y', 'x'].map((detail) => ({ status: 'fail', detail }) as const);
    expect(combine([...verdicts, { status: 'pass', detail: 'z' }]).detail).toBe('x; y');
  });

  test('none at all is inconclusive', () => {
    expect(combine([])).toEqual({ status: 'inconclusive', detail: 'nothing to check' });
  });
});

test('a verdict names five of many tasks and counts the others', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `task-${index}`);
  expect(judgeFreshness('worker', many, {}, 0, 30).detail).toMatch(/task task-4: no line and 2995 more, limit 30 s$/);
  expect(judgeLabels({ ...expected, running: many, recent: many }, []).detail).toMatch(/task-4 and 2995 more\)$/);
  const strange = many.map((id) => stream(`x-${id}`));
  expect(judgeLabels(expected, strange).detail.length).toBeLessThan(300);
});
