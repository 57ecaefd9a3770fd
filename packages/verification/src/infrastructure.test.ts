import { ServiceError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import { verifyInfrastructure } from './infrastructure.ts';
import type { ProbePorts } from './ports.ts';
import { environmentIn } from './testing/environment.ts';
import { lokiInMemory } from './testing/loki-in-memory.ts';

const START = 1_700_000_000_000;

/** A Loki that is ready after `readyAfterMs`; until then it says so, or nothing at all. */
function startingLoki({ readyAfterMs = 0, delayMs = 1000, answers = true } = {}) {
  let now = START;
  const pushed: { labels: Record<string, string>; timeMs: number; line: string }[] = [];
  const ports: ProbePorts = {
    loki: {
      ...lokiInMemory(() => pushed.filter(({ timeMs }) => now - timeMs >= delayMs)),
      async ready() {
        if (!answers) throw new ServiceError('Loki', true, 'connect ECONNREFUSED');
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

const verify = (ports: ProbePorts) => verifyInfrastructure({ environment: environmentIn('baseline'), ports });

test('passes once Loki is ready and a probe comes back', async () => {
  const { ports, waited } = startingLoki({ readyAfterMs: 6000 });
  expect(await verify(ports)).toEqual({ status: 'inconclusive', detail: "Loki isn't ready: waiting for 15s" });
  expect(waited()).toBe(0);
  await ports.sleep(6000);
  expect(await verify(ports)).toEqual({
    status: 'pass',
    detail: 'Loki is ready; a pushed line was readable after 1.0 s',
  });
});

test('a Loki that does not answer is an error, not a failed check', async () => {
  expect(await verify(startingLoki({ answers: false }).ports)).toEqual({
    status: 'error',
    detail: 'connect ECONNREFUSED',
  });
});

test('a bug is thrown, not taken for an answer', async () => {
  const { ports } = startingLoki();
  const broken: ProbePorts = { ...ports, loki: { ...ports.loki, push: () => Promise.reject(new TypeError('x')) } };
  await expect(verify(broken)).rejects.toThrow(TypeError);
});

test('fails when a pushed line does not come back in time', async () => {
  const { ports } = startingLoki({ delayMs: 31_000 });
  expect(await verify(ports)).toEqual({ status: 'fail', detail: "a pushed line can't be read back within 30 s" });
});

test('a push that Loki refuses is a failed measurement and not a failed phase', async () => {
  const { ports } = startingLoki();
  const refusing: ProbePorts = {
    ...ports,
    loki: {
      ...ports.loki,
      push: () => Promise.reject(new ServiceError('Loki', true, 'Loki: push was refused with 429')),
    },
  };
  expect(await verify(refusing)).toEqual({ status: 'error', detail: 'Loki: push was refused with 429' });
});
