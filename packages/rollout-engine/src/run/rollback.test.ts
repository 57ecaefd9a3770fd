import { ServiceError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type TestWorld } from '../testing/test-world.ts';
import { type RollbackOptions, runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

const ORDER = ['worker', 'frontend', 'matching', 'history'];

function rollbackOf({ options }: TestWorld, more: Partial<RollbackOptions> = {}): RollbackOptions {
  const run = { name: 'run-2', id: 2, desiredStateHash: 'hash-1', commit: 'c1' };
  return { ...options, run, to: 'previous', reason: 'queries are slow', ...more };
}

/** Every service runs revision 2, promoted. */
async function deployed(withPlain = false): Promise<TestWorld> {
  const world = createTestWorld(sampleEnvironment({ withPlain }));
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('promoted');
  return world;
}

test('a rollback restores what ran before, last wave first, and holds deploys', async () => {
  const world = await deployed();
  const order: string[] = [];
  world.watchers.push({
    arrived: (_, __, call, { service }) => void (call === 'UpdateService' && order.push(String(service))),
  });
  const report = await world.run((ports) => runRollback(rollbackOf(world), ports));
  expect(report.outcome).toBe('rolled-back');
  expect(revisions(world, ORDER)).toBe('1111');
  expect(order).toEqual(ORDER.toReversed().map((name) => world.account.ecsName(name)));
  expect(report.epoch).toBe(1);
  const refused = await world.run((ports) => runRollout(world.options, ports));
  expect(refused).toMatchObject({ outcome: 'refused' });
  expect(refused.reason).toContain('queries are slow');
  expect(world.readLedger().lease).toBeNull();
});

test('services of one wave go back together, as many as it allows', async () => {
  const waves = [{ services: ['worker', 'frontend', 'matching'], parallel: 2 }, { services: ['history'] }];
  const world = createTestWorld(sampleEnvironment({ waves }));
  await world.run((ports) => runRollout(world.options, ports));
  const moving: number[] = [];
  world.watchers.push({
    written: () => {
      const records = Object.values(world.readLedger().services);
      moving.push(records.filter(({ state }) => state === 'rolling-back').length);
    },
  });
  expect((await world.run((ports) => runRollback(rollbackOf(world), ports))).outcome).toBe('rolled-back');
  expect(Math.max(...moving)).toBe(2);
});

test('adot undoes the variant and keeps the application that runs; it is registered where it is not there', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  const adot = world.account.register('worker', 'adot', '1.30.0');
  const alloy = world.account.register('worker', 'alloy', '1.30.0');
  await world.run((ports) => runRollout({ ...world.options, definitions: { worker: alloy } }, ports));
  expect(revisions(world, ['worker'])).toBe('4');
  const report = await world.run((ports) => runRollback(rollbackOf(world, { to: 'adot' }), ports));
  expect(report.services[0]?.restored).toEqual({ definition: adot, image: 'example/temporal:1.30.0', variant: 'adot' });
  expect(report.notes).toEqual(['worker: back to revision 3, undoes the variant (alloy → adot)']);
  expect(revisions(world, ['worker'])).toBe('3');
});

test('adot registers the application that runs with the collector of the newest ADOT revision', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  const alloy = world.account.register('worker', 'alloy', '1.30.0');
  await world.run((ports) => runRollout({ ...world.options, definitions: { worker: alloy } }, ports));
  const report = await world.run((ports) => runRollback(rollbackOf(world, { to: 'adot' }), ports));
  expect(report.outcome).toBe('rolled-back');
  expect(report.services[0]?.restored).toMatchObject({ image: 'example/temporal:1.30.0', variant: 'adot' });
  expect(revisions(world, ['worker'])).toBe('4');
});

test('adot passes over a revision that is INACTIVE', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  const again = world.account.register('worker', 'adot');
  await world.run((ports) => runRollout(world.options, ports));
  world.account.deregister('arn:aws:ecs:eu-west-1:111122223333:task-definition/temporal-dev-temporal-worker:1');
  const definitions = {
    worker: { adot: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/temporal-dev-temporal-worker:1' },
  };
  const report = await world.run((ports) => runRollback(rollbackOf(world, { to: 'adot', definitions }), ports));
  expect(report.outcome).toBe('rolled-back');
  expect(report.services[0]?.restored?.definition).toBe(again);
});

test('a previous revision that is INACTIVE is registered again', async () => {
  const world = await deployed();
  world.account.deregister('arn:aws:ecs:eu-west-1:111122223333:task-definition/temporal-dev-temporal-matching:1');
  const report = await world.run((ports) => runRollback(rollbackOf(world), ports));
  expect(report.outcome).toBe('rolled-back');
  expect(revisions(world, ORDER)).toBe('1131');
  const copy = world.readLedger().revisions[world.account.runs('matching')];
  expect(copy).toEqual({ image: 'example/temporal:1.29.0', variant: 'adot' });
});

test('previous says in words what it undoes', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  const alloy = world.account.register('worker', 'alloy', '1.30.0');
  await world.run((ports) => runRollout({ ...world.options, definitions: { worker: alloy } }, ports));
  const report = await world.run((ports) => runRollback(rollbackOf(world), ports));
  expect(report.notes).toEqual([
    'worker: back to revision 1, undoes the variant (alloy → adot) and the application (temporal:1.30.0 → temporal:1.29.0)',
  ]);
});

test('a rollback to one revision moves only the service of its family', async () => {
  const world = await deployed();
  await world.run((ports) => runRollback(rollbackOf(world, { to: 'temporal-dev-temporal-matching:1' }), ports));
  expect(revisions(world, ORDER)).toBe('2212');
});

test('a revision that the ledger has never seen the service run is refused, unless that is said', async () => {
  const world = await deployed();
  const planted = world.account.register('matching', 'adot', '6.6.6');
  const before = world.ledger.stored()?.body;
  const refused = world.run((ports) => runRollback(rollbackOf(world, { to: planted }), ports));
  await expect(refused).rejects.toThrow(/is not a revision that the ledger has seen matching run.*--unrecorded/);
  expect(world.ledger.stored()?.body).toBe(before);
  expect(revisions(world, ORDER)).toBe('2222');

  const meant = rollbackOf(world, { to: planted, unrecorded: true });
  const report = await world.run((ports) => runRollback(meant, ports));
  expect(revisions(world, ORDER)).toBe('2232');
  expect(report.hold?.reason).toContain(`(to ${planted}, recorded or not)`);
});

test('a revision from further back than the last move is recorded', async () => {
  const world = await deployed();
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  const definitions = { matching: world.account.register('matching', 'alloy', '1.30.0') };
  await world.run((ports) => runRollout({ ...world.options, run, definitions, services: ['matching'] }, ports));
  expect(revisions(world, ORDER)).toBe('2232');
  await world.run((ports) => runRollback(rollbackOf(world, { to: 'temporal-dev-temporal-matching:1' }), ports));
  expect(revisions(world, ORDER)).toBe('2212');
});

test('a rollback of some services leaves the others', async () => {
  const world = await deployed();
  await world.run((ports) => runRollback(rollbackOf(world, { services: ['worker', 'history'] }), ports));
  expect(revisions(world, ORDER)).toBe('1221');
});

test('a rollback goes on past a service that cannot go back and reports it', async () => {
  const world = await deployed();
  world.fault({ kind: 'stall', service: world.account.ecsName('matching') });
  const report = await world.run((ports) => runRollback(rollbackOf(world), ports));
  expect(report.outcome).toBe('held');
  expect(report.reason).toContain(
    "1 of 4 services aren't back: matching: rollback: queries are slow; the way back to revision 1",
  );
  expect(world.readLedger().services['matching']?.state).toBe('held');
  expect(report.services.map(({ state }) => state)).toEqual(['rolled-back', 'rolled-back', 'held', 'rolled-back']);
});

test('a pull request that cannot be opened is a remark and not a failure, a bug in opening it is a bug', async () => {
  const world = await deployed();
  const refusing = () => Promise.reject(new ServiceError('GitHub', false, '403'));
  const report = await world.run((ports) => runRollback(rollbackOf(world), { ...ports, openRevert: refusing }));
  expect(report.outcome).toBe('rolled-back');
  expect(report.notes.join()).toContain('could not be opened: 403');
  const buggy = () => Promise.reject(new TypeError('x is undefined'));
  const again = world.run((ports) => runRollback(rollbackOf(world), { ...ports, openRevert: buggy }));
  await expect(again).rejects.toThrow(TypeError);
});

test('services that a stopped rollout has not reached stay on what they run', async () => {
  const world = createTestWorld(sampleEnvironment());
  const later = Object.fromEntries(ORDER.map((name) => [name, world.account.register(name, 'alloy', '1.30.0')]));
  await world.run((ports) => runRollout(world.options, ports));
  world.fault({ kind: 'crash-at-start', container: 'alloy', service: world.account.ecsName('frontend') });
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  await world.run((ports) => runRollout({ ...world.options, run, definitions: later }, ports));
  expect(revisions(world, ORDER)).toBe('3222');
  world.clearFaults();
  const report = await world.run((ports) => runRollback(rollbackOf(world), ports));
  expect(report.outcome).toBe('rolled-back');
  expect(revisions(world, ORDER)).toBe('2222');
});

test.each([
  [{ services: ['frontned'] }, 'dev has no service frontned to move'],
  [{ to: 'temporal-dev-temporal-nothing:1' }, 'There is no task definition temporal-dev-temporal-nothing:1'],
  [{ to: 'yesterday' }, '--to is "yesterday": expected previous, adot, or a revision'],
  [{ to: 'temporal-dev-temporal-worker:1', services: ['history'] }, 'which none of the services to roll back has'],
])('a mistyped rollback stops nothing: %j', async (typed, message) => {
  const world = await deployed();
  const before = world.ledger.stored()?.body;
  await expect(world.run((ports) => runRollback(rollbackOf(world, typed), ports))).rejects.toThrow(message);
  expect(world.ledger.stored()?.body).toBe(before);
});

test('so is one that is named', async () => {
  const world = await deployed();
  world.account.deregister('arn:aws:ecs:eu-west-1:111122223333:task-definition/temporal-dev-temporal-worker:1');
  const gone = rollbackOf(world, { to: 'temporal-dev-temporal-worker:1' });
  expect((await world.run((ports) => runRollback(gone, ports))).outcome).toBe('rolled-back');
  expect(revisions(world, ['worker'])).toBe('3');
});

test('a dry run of a rollback says what it would do, and changes nothing', async () => {
  const world = await deployed();
  const before = world.ledger.stored()?.body;
  const report = await world.run((ports) => runRollback(rollbackOf(world, { dryRun: true }), ports));
  expect(report.plan[0]).toBe('history: back to revision 1, undoes the variant (alloy → adot)');
  expect(world.ledger.stored()?.body).toBe(before);
  expect(revisions(world, ORDER)).toBe('2222');
});

test('a deploy that was queued before the rollback does not end its hold, a later one does', async () => {
  const world = await deployed();
  const rollback = rollbackOf(world, { run: { name: 'run-12', id: 12, desiredStateHash: 'hash-1', commit: 'c1' } });
  await world.run((ports) => runRollback(rollback, ports));
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  const older = await world.run((ports) =>
    runRollout({ ...world.options, run: { ...run, name: 'run-11', id: 11 } }, ports),
  );
  expect(older.reason).toMatch(/^on hold since .*, after this run began: rollback: queries are slow/);
  expect(revisions(world, ORDER)).toBe('1111');
  const newer = { ...world.options, run: { ...run, name: 'run-13', id: 13 } };
  expect((await world.run((ports) => runRollout(newer, ports))).outcome).toBe('promoted');
});

test('a service without a sidecar goes back only when it is named', async () => {
  const world = await deployed(true);
  await world.run((ports) => runRollback(rollbackOf(world), ports));
  expect(revisions(world, [...ORDER, 'ui'])).toBe('11112');
  const named = rollbackOf(world, { services: ['ui'] });
  const report = await world.run((ports) =>
    runRollback(named, { ...ports, openRevert: async () => ({ pullRequest: 'https://x' }) }),
  );
  expect(revisions(world, ['ui'])).toBe('1');
  expect(report.notes.join()).toContain('by hand');
  expect(report.revert).toBeNull();
});
