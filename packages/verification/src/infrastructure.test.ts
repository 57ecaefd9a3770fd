import { fileURLToPath } from 'node:url';
import { type Environment, loadEnvironment } from '@loki-adoption/environment';
import { expect, test } from 'vitest';
import { verifyInfrastructure } from './infrastructure.ts';
import type { ProbePorts } from './ports.ts';
import { lokiInMemory } from './testing/loki-in-memory.ts';

const START = 1_700_000_000_000;

function environment(): Environment {
  const root = fileURLToPath(new URL('../../../environments', import.meta.url));
  const loaded = loadEnvironment('dev', { root });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.environment;
}

/** A Loki that is ready after `readyAfterMs`; until then it says so, or nothing at all. */
function startingLoki({ readyAfterMs = 0, delayMs = 1000, answers = true } = {}) {
  let now = START;
  const pushed: { labels: Record<string, string>; timeMs: number; line: string }[] = [];
  const ports: ProbePorts = {
    loki: {
      ...lokiInMemory(() => pushed.filter(({ timeMs }) => now - timeMs >= delayMs)),
      async ready() {
        if (!answers) throw new Error('connect ECONNREFUSED');
        return { ready: now - START >= readyAfterMs, detail: 'waiting for 15s' };
      },
      async push(streams) {
        for (const { labels, lines } of streams) pushed.push(...lines.map((line) => ({ labels, ...line })));
      },
    },
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    nonce: () => 'n-1',
  };
  return { ports, waited: () => now - START };
}

const verify = (ports: ProbePorts, readySeconds?: number) =>
  verifyInfrastructure({
    environment: environment(),
    ports,
    ...(readySeconds !== undefined && { readySeconds }),
  });

test('waits until Loki is ready and reads a probe back', async () => {
  const { ports } = startingLoki({ readyAfterMs: 6000 });
  expect(await verify(ports)).toEqual({
    status: 'pass',
    detail: 'Loki is ready; a pushed line was readable after 1.0 s',
  });
});

test('fails when Loki stays away, with its last words', async () => {
  const { ports, waited } = startingLoki({ readyAfterMs: 10_100 });
  expect(await verify(ports, 10)).toEqual({
    status: 'fail',
    detail: "Loki isn't ready after 10 s: waiting for 15s",
  });
  expect(waited()).toBe(10_000);
});

test('fails when nothing answers, with the reason', async () => {
  const { ports } = startingLoki({ answers: false });
  expect(await verify(ports, 10)).toEqual({
    status: 'fail',
    detail: "Loki isn't ready after 10 s: connect ECONNREFUSED",
  });
});

test('a replica has ten minutes', async () => {
  expect(await verify(startingLoki({ readyAfterMs: 599_000 }).ports)).toMatchObject({ status: 'pass' });
  expect(await verify(startingLoki({ readyAfterMs: 603_000 }).ports)).toMatchObject({ status: 'fail' });
});

test('fails when a pushed line does not come back in time', async () => {
  const { ports } = startingLoki({ delayMs: 31_000 });
  expect(await verify(ports)).toEqual({ status: 'fail', detail: "a pushed line can't be read back within 30 s" });
});

test('a push that Loki refuses is a failed measurement and not a failed phase', async () => {
  const { ports } = startingLoki();
  const refusing: ProbePorts = {
    ...ports,
    loki: { ...ports.loki, push: () => Promise.reject(new Error('Loki: push was refused with 429')) },
  };
  expect(await verify(refusing)).toEqual({ status: 'error', detail: 'Loki: push was refused with 429' });
});
