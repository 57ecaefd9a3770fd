import type { FaultInput } from '@loki-adoption/ecs-simulator';
import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, states, type TestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';
import { readStatus, release } from './status.ts';

/** In the order of the waves. */
const ORDER = ['worker', 'frontend', 'matching', 'history'];

function updates({ account }: TestWorld): number {
  return account.ecs.callCounts()['UpdateService']?.answered ?? 0;
}

function plant(world: TestWorld, service: string, fault: Omit<FaultInput, 'service'>): void {
  world.fault({ ...fault, service: world.account.ecsName(service) });
}

test('moves the services one after the other in the order of the waves, and records the phase', async () => {
  const world = createTestWorld(sampleEnvironment());
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  await world.stage.play();
  const report = run.report();
  expect(report.reason).toBe('every service runs its target');
  expect(states(report)).toBe('promoted promoted promoted promoted');
  expect(revisions(world, ORDER)).toBe('2222');
  expect(report.verifiedPhases).toEqual(['infrastructure', 'rollout']);
  expect(world.readLedger().lease).toBeNull();
  expect(updates(world)).toBe(4);
  expect(run.lines.filter((line) => line.startsWith('#'))).toEqual([
    '# Wave 1: worker',
    '# Wave 2: frontend',
    '# Wave 3: matching',
    '# Wave 4: history',
  ]);
});

test('moves services of one wave together, as many as it allows, and none of the next', async () => {
  const waves = [{ services: ['worker', 'frontend', 'matching'], parallel: 2 }, { services: ['history'] }];
  const world = createTestWorld(sampleEnvironment({ waves }));
  const moving: number[] = [];
  const atOnce = { written: () => void moving.push(inMotion(world).length) };
  world.watchers.push(atOnce);
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(states(report)).toBe('promoted promoted promoted promoted');
  expect(Math.max(...moving)).toBe(2);
});

function inMotion(world: TestWorld): string[] {
  const { services } = world.readLedger();
  return Object.keys(services).filter((name) =>
    ['deploying', 'baking', 'analysing'].includes(services[name]?.state ?? ''),
  );
}

test('one failing gate stops the start of others in its wave', async () => {
  const world = createTestWorld(
    sampleEnvironment({ waves: [{ services: ['worker', 'frontend', 'matching'], parallel: 2 }] }),
  );
  plant(world, 'worker', { kind: 'crash-at-start', container: 'alloy', afterSeconds: 1 });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('rolled-back');
  // What was under way is finished.
  expect(states(report)).toBe('rolled-back promoted pending');
  expect(revisions(world, ['worker', 'frontend', 'matching'])).toBe('121');
});

test('asks ECS at most once per service and poll on average', async () => {
  const world = createTestWorld(sampleEnvironment());
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.polls).toBeGreaterThan(50);
  expect(report.ecsCalls / report.polls / ORDER.length).toBeLessThan(1);
});

test('a second run finds nothing to do, and says so', async () => {
  const world = createTestWorld(sampleEnvironment());
  await world.run((ports) => runRollout(world.options, ports));
  const again = await world.run((ports) => runRollout(world.options, ports));
  expect(again).toMatchObject({ outcome: 'unchanged', polls: 0 });
  expect(again.reason).toContain('nothing had to be moved');
  expect(updates(world)).toBe(4);
});

test('adopts services that run the target already, with their gates and without an update', async () => {
  const world = createTestWorld(sampleEnvironment({ phase: 'infrastructure' }));
  const definitions = Object.fromEntries(ORDER.map((name) => [name, world.account.runs(name)]));
  const report = await world.run((ports) => runRollout({ ...world.options, definitions }, ports));
  expect(states(report)).toBe('promoted promoted promoted promoted');
  expect(report.outcome).toBe('unchanged');
  expect(report.services[0]?.gates.sidecar?.status).toBe('pass');
  expect(updates(world)).toBe(0);
});

const IMAGE = 'grafana/alloy:v1.18.1';

test.each<[string, Omit<FaultInput, 'service'>, string]>([
  ['a dead sidecar', { kind: 'crash-at-start', container: 'alloy' }, 'without it: container alloy stopped'],
  [
    'a container that never starts',
    { kind: 'fail-start', container: 'temporal-frontend' },
    'ECS no longer deploys our revision',
  ],
  ['a task that stays PENDING', { kind: 'stall', image: IMAGE }, 'not complete after 2700 s'],
  ['silence', { kind: 'mute-logs', image: IMAGE }, 'gate logs has no data to pass: no stream of 2 of 2 tasks'],
  ['a wrong label', { kind: 'wrong-labels', image: IMAGE }, 'container_name is "nonsense" instead of'],
])('rolls the service back when it meets %s; earlier ones stay, later ones do not move', async (_, fault, reason) => {
  const world = createTestWorld(sampleEnvironment());
  plant(world, 'frontend', fault);
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('rolled-back');
  expect(report.reason).toContain(reason);
  expect(states(report)).toBe('promoted rolled-back pending pending');
  expect(revisions(world, ORDER)).toBe('2111');
  expect(report.hold?.desiredStateHash).toBe('hash-1');
  expect(report.verifiedPhases).toEqual(['infrastructure']);
});

test('what was missing is recorded as missing, not as a failure', async () => {
  const world = createTestWorld(sampleEnvironment());
  plant(world, 'worker', { kind: 'mute-logs' });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.services[0]?.gates.logs?.status).toBe('inconclusive');
  expect(report.reason).toContain('has no data to pass');
});

test('leaves a rollback that ECS began itself alone', async () => {
  const world = createTestWorld(sampleEnvironment({ pollSeconds: 60 }));
  world.network.drop({ to: 'ECS', call: 'DescribeTasks', lose: 'request', times: 4 });
  plant(world, 'worker', { kind: 'fail-start', container: 'temporal-worker' });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('rolled-back');
  expect(report.reason).toContain('ECS no longer deploys our revision');
  expect(updates(world)).toBe(1);
});

test('refuses while on hold, until desired state changes', async () => {
  const world = createTestWorld(sampleEnvironment());
  plant(world, 'frontend', { kind: 'crash-at-start', container: 'alloy' });
  await world.run((ports) => runRollout(world.options, ports));
  const refused = await world.run((ports) => runRollout(world.options, ports));
  expect(refused.outcome).toBe('refused');
  expect(refused.reason).toContain('on hold since');
  world.clearFaults();
  const definitions = { ...world.targets, frontend: world.account.register('frontend', 'alloy') };
  const run = { name: 'run-3', id: 3, desiredStateHash: 'hash-2', commit: 'c3' };
  const fixed = await world.run((ports) => runRollout({ ...world.options, definitions, run }, ports));
  expect(fixed.outcome).toBe('promoted');
  expect(revisions(world, ORDER)).toBe('2322');
});

test('release clears the hold, and the service begins anew instead of going on with its old deployment', async () => {
  const world = createTestWorld(sampleEnvironment());
  world.network.drop({ to: 'Loki', lose: 'request' });
  const held = await world.run((ports) => runRollout(world.options, ports));
  expect(held).toMatchObject({ outcome: 'held' });
  expect(held.reason).toContain(
    "gate logs can't be measured: Loki look failed with ECONNRESET: socket hang up (5 in a row)",
  );
  expect(revisions(world, ORDER)).toBe('2111');
  expect((await world.run((ports) => readStatus(world.options, ports))).outcome).toBe('held');
  await world.run((ports) => release(world.options, ports));
  expect(world.readLedger().hold).toBeNull();
  world.network.heal();
  // Somebody takes it back to the old revision meanwhile: the deployment of the held move is gone.
  world.account.update('worker', { taskDefinition: `${world.account.ecsName('worker')}:1` });
  world.pass(300);
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  expect(revisions(world, ORDER)).toBe('2222');
});

test('after a hold it goes back to what was verified, not to what was held', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  const later = world.account.register('worker', 'alloy');
  world.network.drop({ to: 'Loki', lose: 'request' });
  await world.run((ports) => runRollout({ ...world.options, definitions: { worker: later } }, ports));
  expect(revisions(world, ['worker'])).toBe('3');
  world.network.heal();
  plant(world, 'worker', { kind: 'crash-at-start', container: 'alloy' });
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  const fixed = await world.run((ports) => runRollout({ ...world.options, run }, ports));
  expect(fixed.outcome).toBe('rolled-back');
  expect(revisions(world, ['worker'])).toBe('1');
});

test('a gate that was not measured is measured by the next run, and nothing is moved that could not be measured', async () => {
  const world = createTestWorld(sampleEnvironment());
  const blind = await world.run((ports) => runRollout(world.options, { ...ports, logs: null }));
  expect(blind.outcome).toBe('refused');
  expect(blind.reason).toContain("can't be measured without Loki: set loki-url");
  expect(updates(world)).toBe(0);
  expect((await world.run((ports) => runRollout(world.options, ports))).verifiedPhases).toContain('rollout');
});

test('a promoted service whose gate logs was never measured is not settled: its gates are checked', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  await world.run((ports) => runRollout(world.options, ports));
  const ledger = world.readLedger();
  const worker = ledger.services['worker'];
  if (!worker) throw new Error('no worker');
  const { logs: _, ...gates } = worker.gates;
  world.writeLedger({ ...ledger, services: { worker: { ...worker, gates } } });
  const again = await world.run((ports) => runRollout(world.options, ports));
  expect(again.outcome).toBe('unchanged');
  expect(again.services[0]?.gates.logs?.status).toBe('pass');
  expect(updates(world)).toBe(1);
});

test('moves a service without a sidecar last, behind the deployment gate alone', async () => {
  const world = createTestWorld(sampleEnvironment({ withPlain: true }));
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.services.at(-1)).toMatchObject({ service: 'ui', wave: 5, state: 'promoted' });
  expect(Object.keys(report.services.at(-1)?.gates ?? {})).toEqual(['deployment']);
  expect(report.verifiedPhases).toEqual(['infrastructure', 'rollout']);
});

test('holds when ECS refuses for good in the middle of a move', async () => {
  const world = createTestWorld(sampleEnvironment());
  world.network.drop({ to: 'ECS', call: 'UpdateService', lose: 'refused' });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report).toMatchObject({ outcome: 'held', hold: { outcome: 'held' } });
  expect(report.reason).toBe('worker: ECS UpdateService failed with AccessDenied: not authorized');
});

test('a dry run changes nothing', async () => {
  const world = createTestWorld(sampleEnvironment());
  const before = world.ledger.stored()?.body;
  const report = await world.run((ports) => runRollout({ ...world.options, dryRun: true }, ports));
  expect(report.plan[0]).toBe('worker: revision 1 → 2 (alloy), gates deployment, sidecar, logs, bake 120 s');
  expect(world.ledger.stored()?.body).toBe(before);
  expect(updates(world)).toBe(0);
});

test('stops when asked to, gives the lease back, and goes on later', async () => {
  const world = createTestWorld(sampleEnvironment());
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  run.when(/frontend: all gates passed/, run.abort, 20);
  await world.stage.play();
  expect(run.report().outcome).toBe('unfinished');
  expect(world.readLedger().lease).toBeNull();
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  expect(updates(world)).toBe(4);
});

test('a rollout of some services is refused while others are half-way, and so count among those that move', async () => {
  const world = createTestWorld(
    sampleEnvironment({ waves: [{ services: ['worker', 'frontend', 'matching'], parallel: 2 }] }),
  );
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  run.when(/worker: all gates passed/, run.kill, 5);
  await world.stage.play();
  world.pass(600);
  const some = await world.run((ports) => runRollout({ ...world.options, services: ['matching'] }, ports));
  expect(some.outcome).toBe('refused');
  expect(some.reason).toBe(
    'an earlier rollout left worker, frontend half-way: deploy the whole environment, without a choice of services, or roll back first',
  );
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  const again = await world.run((ports) => runRollout({ ...world.options, services: ['matching'] }, ports));
  expect(again.outcome).toBe('unchanged');
});
