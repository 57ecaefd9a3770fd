import { createLoki } from '@loki-adoption/telemetry';
import { expect, test } from 'vitest';
import { type VerificationPorts, verifyEnvironment, verifyInfrastructure } from './index.ts';
import { environmentIn } from './testing/environment.ts';

/** Part of a log, as an application may write it. */
const DATA = 'jane.doe@example.com paid, it\'s "card" 4111';
const NOW = 1_700_000_000_000;

type Answer = (path: string) => Response;

/** Loki, or whatever stands in its place, answers every request this way. */
function ports(answer: Answer): VerificationPorts {
  let now = NOW;
  const send = async (url: unknown) => answer(new URL(String(url)).pathname);
  return {
    loki: createLoki({ url: 'http://loki', fetch: send as typeof fetch, sleep: async () => {} }),
    tasks: async () => ({ running: ['t1'], recent: ['t1'] }),
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    nonce: () => 'n',
  };
}

const success = (data: unknown) => Response.json({ status: 'success', data });

/** Streams with these labels that hold one line. */
function streams(labels: object, line: string): Answer {
  const result = [{ stream: labels, values: [[`${NOW - 1000}000000`, line]] }];
  return (path) => (path.endsWith('/series') ? success([labels]) : success({ resultType: 'streams', result }));
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  'a line that is cut': streams({ service_name: 'worker', task_id: 't1' }, `{"${DATA}": "${DATA}`),
  'data in every label': streams(
    { service_name: 'worker', container_name: DATA, cluster: DATA, task_id: DATA, [DATA]: DATA },
    DATA,
  ),
  'a foreign service': streams({ service_name: DATA, task_id: 't1' }, DATA),
  'data quoted in a refusal': () => new Response(`pipeline error for '{user="${DATA}"}': ${DATA}`, { status: 400 }),
  'data quoted by a server that fails': () => new Response(`"${DATA}"`, { status: 503 }),
  'a line instead of JSON': () => new Response(DATA),
  'a page': () => new Response(`<p>${DATA}`),
  'JSON of another kind': () => Response.json({ [DATA]: DATA }),
  'a result of another kind': () => success({ [DATA]: DATA, result: DATA }),
};

test.each(Object.entries(ANSWERS))('%s: no verdict has any of it', async (_, answer) => {
  const { properties } = await verifyEnvironment({ environment: environmentIn('rollout'), ports: ports(answer) });
  const infrastructure = await verifyInfrastructure({ environment: environmentIn('rollout'), ports: ports(answer) });
  const shown = JSON.stringify([properties, infrastructure]);
  expect(properties).toHaveLength(3);
  expect(shown).not.toMatch(/jane|4111|paid/);
  expect(shown).toMatch(/fail|error/);
});
