import { fileURLToPath } from 'node:url';
import { type Environment, loadEnvironment } from '@loki-adoption/environment';
import { ServiceError } from '@loki-adoption/errors';
import type { LogStream, PushStream } from '@loki-adoption/telemetry';
import { expect, test } from 'vitest';
import { type VerificationPorts, verifyEnvironment, verifyInfrastructure } from './index.ts';

const START = 1_700_000_000_000;

function environment(phase: Environment['migration']['phase']): Environment {
  const root = fileURLToPath(new URL('../../../environments', import.meta.url));
  const loaded = loadEnvironment('dev', { root });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return { ...loaded.environment, migration: { phase } };
}

/** One running task `<service>-1` per service, whose lines Loki holds; pushed lines turn up after `delayMs`. */
function ports(options: { delayMs?: number; line?: string; relabel?: Record<string, string> } = {}) {
  const { delayMs = 1000, line = '{"msg":"hello"}', relabel = {} } = options;
  let now = START;
  const pushed: { at: number; stream: PushStream }[] = [];
  const all = environment('rollout');
  const streams = (): LogStream[] => {
    const own = Object.values(all.services).map((service) => ({
      labels: {
        service_name: service.name,
        cluster: all.cluster,
        container_name: service.container,
        task_id: `${service.name}-1`,
        ...relabel,
      },
      lines: [{ nanoseconds: '', timeMs: now - 2000, line }],
    }));
    const probes = pushed
      .filter(({ at }) => now - at >= delayMs)
      .map(({ stream }) => ({ labels: stream.labels, lines: stream.lines.map((l) => ({ ...l, nanoseconds: '' })) }));
    return [...own, ...probes];
  };
  const result: VerificationPorts & { readiness: boolean[] } = {
    readiness: [true],
    loki: {
      ready: async () => ({ ready: result.readiness.shift() ?? false, detail: 'waiting for 15s' }),
      push: async (all) => void pushed.push(...all.map((stream) => ({ at: now, stream }))),
      series: async () => streams().map((stream) => stream.labels),
      queryRange: async ({ query }) => {
        if (query.includes('__error__')) return [];
        const matchers = [...query.matchAll(/(\w+)="([^"]*)"/g)];
        return streams().filter((stream) => matchers.every(([, name = '', value]) => stream.labels[name] === value));
      },
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

const statuses = async (phase: Environment['migration']['phase'], with_: VerificationPorts) =>
  (await verifyEnvironment({ environment: environment(phase), ports: with_ })).properties.map(
    ({ number, status }) => `${number} ${status}`,
  );

test('measures properties 1, 2 and 4 of the services that run Alloy', async () => {
  const { properties } = await verifyEnvironment({ environment: environment('rollout'), ports: ports() });
  expect(properties.map(({ number, status }) => `${number} ${status}`)).toEqual(['1 pass', '2 pass', '4 pass']);
  expect(properties[0]?.detail).toContain('probe: readable after 1.0 s');
  expect(properties[0]?.detail).not.toContain('ui');
});

test('there is nothing to measure before the rollout', async () => {
  expect(await statuses('infrastructure', ports())).toEqual([]);
});

test('a probe that does not turn up in time fails property 1', async () => {
  expect(await statuses('rollout', ports({ delayMs: 31_000 }))).toContain('1 fail');
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
  broken.loki.ready = () => Promise.reject(new TypeError('x is undefined'));
  await expect(look(broken)).rejects.toThrow(TypeError);
});

const look = (with_: VerificationPorts) =>
  verifyInfrastructure({ environment: environment('infrastructure'), ports: with_ });

test('infrastructure passes once Loki is ready and a probe comes back', async () => {
  const starting = ports();
  starting.readiness = [false, true];
  expect(await look(starting)).toEqual({ status: 'inconclusive', detail: "Loki isn't ready: waiting for 15s" });
  expect(await look(starting)).toEqual({
    status: 'pass',
    detail: 'Loki is ready; a pushed line was readable after 1.0 s',
  });
});

test('a Loki that does not answer is an error, not a failed check', async () => {
  const away = ports();
  away.loki.ready = () => Promise.reject(new ServiceError('Loki', true, 'Loki: ready got no answer'));
  expect(await look(away)).toEqual({ status: 'error', detail: 'Loki: ready got no answer' });
});
