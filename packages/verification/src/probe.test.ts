import type { LogStream, PushStream } from '@loki-adoption/telemetry';
import { expect, test } from 'vitest';
import type { ProbePorts } from './ports.ts';
import { measureProbe } from './probe.ts';
import { type Entry, lokiInMemory } from './testing/loki-in-memory.ts';

const START = 1_700_000_000_000;

/** A Loki whose lines can be read `delayMs` after their push, by queries that take `queryMs`. */
function slowLoki({ delayMs = 0, queryMs = 0, others = [] as readonly Entry[] } = {}) {
  let now = START;
  const pushed: PushStream[] = [];
  const loki = lokiInMemory(() => [
    ...others,
    ...(now - START < delayMs ? [] : pushed.flatMap(({ labels, lines }) => lines.map((line) => ({ labels, ...line })))),
  ]);
  const ports: ProbePorts = {
    loki: {
      ...loki,
      async queryRange(query): Promise<LogStream[]> {
        now += queryMs;
        return loki.queryRange(query);
      },
      ready: async () => ({ ready: true, detail: '' }),
      push: async (streams) => void pushed.push(...streams),
    },
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    nonce: () => 'nonce-1',
  };
  return { ports, pushed };
}

test('a line that is there at once is seen at once', async () => {
  expect(await measureProbe(slowLoki().ports, 'dev', 30)).toEqual({ seconds: 0 });
});

test('the time is that of the look that finds the line', async () => {
  expect(await measureProbe(slowLoki({ delayMs: 1200 }).ports, 'dev', 30)).toEqual({ seconds: 1.5 });
  expect(await measureProbe(slowLoki({ delayMs: 30_000 }).ports, 'dev', 30)).toEqual({ seconds: 30 });
});

test('a line that comes after the limit has not come', async () => {
  expect(await measureProbe(slowLoki({ delayMs: 30_100 }).ports, 'dev', 30)).toStrictEqual({ seconds: undefined });
});

test('a query that takes longer than the limit proves nothing, whatever it finds', async () => {
  expect(await measureProbe(slowLoki({ queryMs: 45_000 }).ports, 'dev', 30)).toStrictEqual({ seconds: undefined });
});

test('a stream without a line is not the line', async () => {
  const { ports } = slowLoki();
  const loki = { ...ports.loki, queryRange: async () => [{ labels: {}, lines: [] }] };
  expect(await measureProbe({ ...ports, loki }, 'dev', 30)).toStrictEqual({ seconds: undefined });
});

test("an earlier probe's line is not taken for this one", async () => {
  const { ports, pushed } = slowLoki({ delayMs: 1e9 });
  await measureProbe(ports, 'dev', 1);
  const earlier = pushed.flatMap(({ labels, lines }) =>
    lines.map(({ line }) => ({ labels, timeMs: START, line: line.replace('nonce-1', 'nonce-0') })),
  );
  const later = slowLoki({ delayMs: 1e9, others: earlier });
  expect(await measureProbe(later.ports, 'dev', 1)).toStrictEqual({ seconds: undefined });
});

test('the line and its labels say what they are', async () => {
  const { ports, pushed } = slowLoki();
  await measureProbe(ports, 'dev', 30);
  expect(pushed).toEqual([
    {
      labels: { service_name: 'loki-adoption-probe', cluster: 'dev', container_name: 'probe', level: 'info' },
      lines: [{ timeMs: START, line: expect.any(String) }],
    },
  ]);
  expect(JSON.parse(pushed[0]?.lines[0]?.line ?? '')).toEqual({
    level: 'info',
    msg: 'loki-adoption probe',
    nonce: 'nonce-1',
  });
});

test("Loki's refusals are thrown and not taken for a missing line", async () => {
  const { ports } = slowLoki();
  const refusing: ProbePorts = {
    ...ports,
    loki: { ...ports.loki, push: () => Promise.reject(new Error('push was refused with 429')) },
  };
  await expect(measureProbe(refusing, 'dev', 30)).rejects.toThrow('refused with 429');
});
