import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observeDelivery } from './delivery.ts';
import { type Entry, lokiInMemory } from './testing/loki-in-memory.ts';

const RANGE = { startMs: 100_000, endMs: 400_000 };

function entry(task: string, timeMs: number, more: Record<string, string> = {}): Entry {
  return { labels: { cluster: 'dev', service_name: 'worker', task_id: task, level: 'info', ...more }, timeMs };
}

const observe = (entries: readonly Entry[], taskIds: readonly string[]) =>
  observeDelivery(
    lokiInMemory(() => entries),
    { cluster: 'dev', service: 'worker', taskIds, ...RANGE },
  );

test('the newest line of a task counts, whichever of its streams has it', async () => {
  const info = entry('a', 300_000);
  const error = entry('a', 200_000, { level: 'error' });
  expect((await observe([info, error], ['a'])).newest).toEqual({ a: 300_000 });
  expect((await observe([error, info], ['a'])).newest).toEqual({ a: 300_000 });
});

test('a quiet task is found behind a busy one', async () => {
  const busy = Array.from({ length: 1000 }, (_, index) => entry('busy', 399_000 - index));
  expect((await observe([...busy, entry('quiet', 110_000)], ['busy', 'quiet'])).newest).toEqual({
    busy: 399_000,
    quiet: 110_000,
  });
});

test('a task without a line is absent', async () => {
  const { newest } = await observe([entry('a', 300_000)], ['a', 'silent']);
  expect(Object.keys(newest)).toEqual(['a']);
});

test('a stream without a task id, or without a line, proves nothing about any task', async () => {
  const { task_id: _, ...unnamed } = entry('a', 300_000).labels;
  expect((await observe([{ labels: unnamed, timeMs: 300_000 }], ['a'])).newest).toEqual({});
  const loki = {
    ...lokiInMemory(() => []),
    queryRange: async () => [{ labels: entry('a', 0).labels, lines: [] }],
  };
  const where = { cluster: 'dev', service: 'worker', taskIds: ['a'], ...RANGE };
  expect((await observeDelivery(loki, where)).newest).toEqual({});
});

test('lines of other services and clusters prove nothing, and neither do lines outside the range', async () => {
  const { newest } = await observe(
    [
      entry('a', 300_000, { service_name: 'history' }),
      entry('a', 300_000, { cluster: 'prod' }),
      entry('a', 99_999),
      entry('a', 400_000),
    ],
    ['a'],
  );
  expect(newest).toEqual({});
});

test('the streams are those of the whole cluster and of nobody else', async () => {
  const { streams } = await observe(
    [
      entry('a', 300_000),
      entry('a', 200_000, { level: 'error' }),
      entry('b', 300_000, { service_name: 'history' }),
      entry('c', 300_000, { cluster: 'prod' }),
      entry('d', 99_999),
    ],
    ['a'],
  );
  expect(streams.map((labels) => `${labels['service_name']} ${labels['task_id']} ${labels['level']}`)).toEqual([
    'worker a info',
    'worker a error',
    'history b info',
  ]);
});

test('one query is enough for tasks that it shows', async () => {
  const loki = lokiInMemory(() => [entry('a', 300_000), entry('b', 300_000)]);
  let queries = 0;
  const counting: typeof loki = {
    ...loki,
    queryRange: (query) => {
      queries += 1;
      return loki.queryRange(query);
    },
  };
  await observeDelivery(counting, { cluster: 'dev', service: 'worker', taskIds: ['a', 'b', 'silent'], ...RANGE });
  expect(queries).toBe(2);
});

test('whatever was written: each running task has the time of its newest line in the range', async () => {
  const lines = fc.array(
    fc.record({
      task: fc.constantFrom('a', 'b', 'c', 'stranger'),
      level: fc.constantFrom('info', 'warn', 'error'),
      timeMs: fc.integer({ min: 50_000, max: 450_000 }),
      // Bursts crowd quieter tasks out of one query.
      times: fc.constantFrom(1, 2, 250),
    }),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(lines, async (bursts) => {
      const entries = bursts.flatMap(({ task, level, timeMs, times }) =>
        Array.from({ length: times }, (_, index) => entry(task, timeMs - index, { level })),
      );
      const running = ['a', 'b', 'c'];
      const { newest } = await observe(entries, running);
      for (const id of running) {
        const times = entries
          .filter(({ labels, timeMs }) => labels['task_id'] === id && timeMs >= RANGE.startMs && timeMs < RANGE.endMs)
          .map(({ timeMs }) => timeMs);
        expect(newest[id]).toBe(times.length === 0 ? undefined : Math.max(...times));
      }
    }),
    { numRuns: 50 },
  );
});
