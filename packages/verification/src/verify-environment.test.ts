import type { Environment } from '@loki-adoption/environment';
import { ServiceError } from '@loki-adoption/errors';
import type { PushStream } from '@loki-adoption/telemetry';
import { expect, test } from 'vitest';
import { type VerificationPorts, verifyEnvironment } from './index.ts';
import { environmentIn } from './testing/environment.ts';
import { type Entry, lokiInMemory } from './testing/loki-in-memory.ts';

const START = 1_700_000_000_000;

interface World {
  /** From the push of a line to the first query that finds it. */
  readonly delayMs?: number;
  /** Age of the line that each task has written. */
  readonly ageMs?: number;
  readonly line?: string;
  readonly relabel?: Record<string, string>;
  /** Lines beside those of the tasks. */
  readonly others?: readonly Entry[];
}

/** One running task `<service>-1` per service, whose one line Loki holds. */
function ports({ delayMs = 1000, ageMs = 2000, line = '{"msg":"hello"}', relabel = {}, others = [] }: World = {}) {
  let now = START;
  const pushed: { at: number; stream: PushStream }[] = [];
  const all = environmentIn('rollout');
  const entries = (): Entry[] => {
    const own = Object.values(all.services).map((service) => ({
      labels: {
        service_name: service.name,
        cluster: all.cluster,
        container_name: service.container,
        task_id: `${service.name}-1`,
        ...relabel,
      },
      timeMs: START - ageMs,
      line,
    }));
    const probes = pushed
      .filter(({ at }) => now - at >= delayMs)
      .flatMap(({ stream: { labels, lines } }) => lines.map((each) => ({ labels, ...each })));
    return [...own, ...others, ...probes];
  };
  const result: VerificationPorts & { readiness: boolean[]; pushed: typeof pushed } = {
    readiness: [true],
    pushed,
    loki: {
      ...lokiInMemory(entries),
      ready: async () => ({ ready: result.readiness.shift() ?? false, detail: 'waiting for 15s' }),
      push: async (streams) => void pushed.push(...streams.map((stream) => ({ at: now, stream }))),
    },
    tasks: async (service) => ({ running: [`${service.name}-1`], recent: [`${service.name}-1`] }),
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    nonce: () => 'n-1',
  };
  return result;
}

const check = async (phase: Environment['migration']['phase'], with_: VerificationPorts) =>
  (await verifyEnvironment({ environment: environmentIn(phase), ports: with_ })).properties;

const statuses = async (phase: Environment['migration']['phase'], with_: VerificationPorts) =>
  (await check(phase, with_)).map(({ number, status }) => `${number} ${status}`);

test('measures properties 1, 2 and 4 of the services that run Alloy', async () => {
  const { properties } = await verifyEnvironment({ environment: environmentIn('rollout'), ports: ports() });
  expect(properties.map(({ number, status }) => `${number} ${status}`)).toEqual(['1 pass', '2 pass', '4 pass']);
  expect(properties[0]?.detail).toContain('probe: readable after 1.0 s');
  expect(properties[0]?.detail).not.toContain('ui');
});

test('there is nothing to measure before the rollout, and nothing is pushed', async () => {
  const world = ports();
  expect(await check('infrastructure', world)).toEqual([]);
  expect(world.pushed).toEqual([]);
});

test('a service that is scaled to nothing has nothing to show', async () => {
  const rollout = environmentIn('rollout');
  const scaled = (counts: (name: string) => number): Environment => ({
    ...rollout,
    services: Object.fromEntries(
      Object.entries(rollout.services).map(([name, each]) => [name, { ...each, desiredCount: counts(name) }]),
    ),
  });
  const world = ports();
  const withoutWorker: VerificationPorts = {
    ...world,
    tasks: async (service) => (service.name === 'worker' ? { running: [], recent: [] } : world.tasks(service)),
  };
  const one = await verifyEnvironment({
    environment: scaled((name) => (name === 'worker' ? 0 : 1)),
    ports: withoutWorker,
  });
  expect(one.properties.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
  const none = await verifyEnvironment({ environment: scaled(() => 0), ports: ports() });
  expect(none.properties).toEqual([]);
});

test('only what is asked for is measured, and the probe belongs to property 1', async () => {
  const world = ports();
  const asked = { environment: environmentIn('rollout'), ports: world, properties: [2, 4] } as const;
  const { properties } = await verifyEnvironment(asked);
  expect(properties.map(({ name }) => name)).toEqual(['Label consistency', 'JSON structure preservation']);
  expect(world.pushed).toEqual([]);
});

test('lines of the last five minutes count, and what is older is not there', async () => {
  const [late, , json] = await check('rollout', ports({ ageMs: 240_000 }));
  expect(late?.detail).toContain('newest line 240 s old');
  expect(json?.status).toBe('pass');
  const [gone, labels, noJson] = await check('rollout', ports({ ageMs: 301_000 }));
  expect(gone?.detail).toContain('no line');
  expect([labels?.status, noJson?.status]).toEqual(['inconclusive', 'inconclusive']);
});

test("broken JSON of other services and other clusters is not this environment's", async () => {
  const broken = { timeMs: START - 1000, line: '{"cut' };
  const others = [
    { ...broken, labels: { cluster: 'another', service_name: 'worker' } },
    { ...broken, labels: { cluster: environmentIn('rollout').cluster, service_name: 'not-in-the-desired-state' } },
  ];
  expect(await statuses('rollout', ports({ others }))).toContain('4 pass');
});

test('a probe that does not turn up in time fails property 1', async () => {
  const [probe] = await check('rollout', ports({ delayMs: 31_000 }));
  expect(probe).toMatchObject({ number: 1, status: 'fail', detail: 'probe: not readable within 30 s' });
});

test('wrong labels fail property 2, broken JSON fails property 4', async () => {
  expect(await statuses('rollout', ports({ relabel: { container_name: 'x' } }))).toContain('2 fail');
  expect(await statuses('rollout', ports({ line: '{"msg":' }))).toContain('4 fail');
});

test('a failing query is an error and not a failed property', async () => {
  const broken = ports();
  broken.loki.series = () => Promise.reject(new ServiceError('Loki', true, 'Loki: series was refused with 503'));
  expect(await statuses('rollout', broken)).toEqual(['1 error', '2 error', '4 pass']);
});

test('a bug in a measurement is thrown, not taken for an answer', async () => {
  const broken = ports();
  broken.loki.series = () => Promise.reject(new TypeError('x is undefined'));
  await expect(statuses('rollout', broken)).rejects.toThrow(TypeError);
});
