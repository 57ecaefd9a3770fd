import { readdirSync, readFileSync } from 'node:fs';
import { UserError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import { runRollback } from '../run/rollback.ts';
import { runRollout } from '../run/rollout.ts';
import { release } from '../run/status.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type TestWorld } from '../testing/test-world.ts';
import { emptyLedger } from './ledger.ts';
import { parseLedger, serializeLedger } from './parse.ts';

/** Ledgers of schema version 1 as its release wrote them in a rehearsal: a rollout, a failed gate, a fixed one, a rollback. */
const FOLDER = new URL('../../fixtures/ledger-version-1/', import.meta.url);
const FILES = readdirSync(FOLDER);

const text = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

interface Version1 {
  readonly epoch: number;
  readonly lease: unknown;
  readonly hold: unknown;
  readonly phases: unknown;
  readonly services: Readonly<
    Record<
      string,
      { state: string; target: string; history: unknown; previous: string | null; deploymentId: string | null }
    >
  >;
}

test.each(FILES)('%s keeps what it knows, and reads the same when it is written as version 2', (file) => {
  const before = JSON.parse(text(file)) as Version1;
  const ledger = parseLedger(text(file), 'dev');
  expect(ledger).toMatchObject({ schemaVersion: 3, epoch: before.epoch, phases: before.phases });
  expect(ledger.lease).toEqual(before.lease);
  expect(ledger.hold).toEqual(before.hold);
  for (const [name, { state, history, previous }] of Object.entries(before.services)) {
    expect(ledger.services[name]).toMatchObject({ state, history, previous });
  }
  expect(Object.keys(ledger.services)).toEqual(Object.keys(before.services));
  expect(parseLedger(serializeLedger(ledger), 'dev')).toEqual(ledger);
});

test('missing data is inconclusive, and a gate that was skipped has no result', () => {
  const ledger = JSON.parse(text('077.json')) as { services: Record<string, { gates: Record<string, object> }> };
  const worker = ledger.services['worker'];
  if (!worker) throw new Error('no worker');
  worker.gates = {
    deployment: { status: 'no-data', detail: 'd', at: '2026-11-26T01:28:44.116Z' },
    sidecar: { status: 'skipped', detail: 's', at: '2026-11-26T01:28:44.116Z' },
    logs: { status: 'fail', detail: 'l', at: '2026-11-26T01:28:44.116Z' },
  };
  const { gates } = parseLedger(JSON.stringify(ledger), 'dev').services['worker'] ?? {};
  expect(gates?.deployment?.status).toBe('inconclusive');
  expect(gates?.logs?.status).toBe('fail');
  expect(gates?.sidecar).toBeUndefined();
});

const damaged: [string, string, string][] = [
  [
    'a newer schema',
    '{"schemaVersion":4,"environment":"dev"}',
    'has schema version 4, and this release knows 3 and older',
  ],
  ['no schema version', '{"environment":"dev"}', 'has schema version undefined'],
  ['half of it', text('020.json').slice(0, 1000), "isn't a JSON object"],
  ['nothing', '', "isn't a JSON object"],
  ['a list', '[]', "isn't a JSON object"],
  ['another environment', serializeLedger(emptyLedger('prod')), 'belongs to "prod", not to dev'],
  ['an unknown state', text('020.json').replace('"promoted"', '"paused"'), 'is damaged'],
  ['an unknown field', serializeLedger(emptyLedger('dev')).replace('"epoch"', '"epoche"'), 'is damaged'],
  ['a time that is none', text('020.json').replace('2026-11-26T01:28:44.116Z', 'yesterday'), 'is damaged'],
];

test.each(damaged)('%s is refused with what to do, and nothing is written or moved', async (_, body, message) => {
  expect(() => parseLedger(body, 'dev')).toThrow(UserError);
  expect(() => parseLedger(body, 'dev')).toThrow(message);
  const world = createTestWorld(sampleEnvironment(), { ledger: body });
  await expect(world.run((ports) => runRollout(world.options, ports))).rejects.toThrow(message);
  const back = { ...world.options, to: 'previous', reason: 'slow' };
  await expect(world.run((ports) => runRollback(back, ports))).rejects.toThrow(message);
  expect(world.ledger.versions()).toHaveLength(1);
  expect(world.account.ecs.callCounts()['UpdateService']).toBeUndefined();
});

const ORDER = ['worker', 'frontend', 'matching', 'history', 'ui'];

/** The account as the ledger knows it: every service runs what it says, on its way or at its end. */
function resumedFrom(file: string): TestWorld {
  const world = createTestWorld(sampleEnvironment({ withPlain: true }), {
    ledger: text(file),
    startAt: Date.parse('2026-11-26T01:40:00.000Z'),
  });
  const { services } = JSON.parse(text(file)) as Version1;
  for (const name of ORDER) {
    while (!world.targets[name]?.endsWith(':4')) {
      const variant = name === 'ui' ? 'plain' : 'alloy';
      const arn = world.account.register(name, variant);
      if (arn.endsWith(':4')) break;
    }
    const record = services[name];
    const isBack =
      record?.state === 'rolled-back' || (record?.state === 'rolling-back' && record.deploymentId !== null);
    const runs = isBack ? record.previous : record?.target;
    if (runs) world.account.update(name, { taskDefinition: runs });
  }
  world.pass(120);
  return world;
}

const family = (name: string): string =>
  `arn:aws:ecs:eu-west-1:111122223333:task-definition/temporal-dev-${name === 'ui' ? 'temporal-ui' : `temporal-${name}`}`;

test.each(FILES)('a rollout goes on from %s', async (file) => {
  const world = resumedFrom(file);
  const definitions = Object.fromEntries(ORDER.map((name) => [name, `${family(name)}:${name === 'frontend' ? 4 : 2}`]));
  const known = JSON.parse(text(file)) as Version1;
  const isEarly = Object.keys(known.phases as object).length === 0;
  const phase = isEarly ? 'baseline' : 'rollout';
  const environment = sampleEnvironment({ withPlain: true, phase });
  const early = Object.fromEntries(ORDER.map((name) => [name, `${family(name)}:1`]));
  const run = { name: 'run 2000', id: 2000, desiredStateHash: 'merged', commit: 'c2' };
  const options = { environment, definitions: isEarly ? early : definitions, run };
  let report = await world.run((ports) => runRollout(options, ports));
  // A way back that version 1 left half-way is finished, and holds like any other.
  if (report.outcome === 'rolled-back') {
    expect(Object.values(known.services).map(({ state }) => state)).toContain('rolling-back');
    await world.run((ports) => release(options, ports));
    report = await world.run((ports) => runRollout(options, ports));
  }
  expect(['promoted', 'unchanged']).toContain(report.outcome);
  expect(revisions(world, ORDER)).toBe(isEarly ? '11111' : '24222');
  expect(parseLedger(world.ledger.stored()?.body ?? '', 'dev').schemaVersion).toBe(3);
});

test.each(FILES.filter((file) => file >= '044.json'))('a rollback goes on from %s', async (file) => {
  const world = resumedFrom(file);
  const run = { name: 'run 2000', id: 2000, desiredStateHash: 'merged', commit: 'c2' };
  const options = { environment: world.environment, run, to: 'adot', reason: 'slow' };
  const report = await world.run((ports) => runRollback(options, ports));
  expect(report.outcome).toBe('rolled-back');
  expect(report.epoch).toBe((JSON.parse(text(file)) as Version1).epoch + 1);
  expect(revisions(world, ORDER.slice(0, 4))).toBe('1111');
});
