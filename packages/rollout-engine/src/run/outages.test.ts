import { expect, test } from 'vitest';
import type { Ports } from '../ports.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

/** Servers that don't answer, answers that are lost, and ports with a bug. */

function small(): TestWorld {
  return createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
}

function updates({ account }: TestWorld): number {
  return account.ecs.callCounts()['UpdateService']?.answered ?? 0;
}

test.each([1, 3])('%i lost answers of UpdateService: the update is seen, or sent again', async (times) => {
  const world = small();
  world.network.drop({ to: 'ECS', call: 'UpdateService', lose: 'answer', times });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('promoted');
  // It shows in ECS that the update took effect: it is not sent a second time.
  expect(updates(world)).toBe(2);
});

test('UpdateService that never arrives is sent again in the next round, and holds in the end', async () => {
  const world = small();
  world.network.drop({ to: 'ECS', call: 'UpdateService', lose: 'request', times: 4 });
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  const other = small();
  other.network.drop({ to: 'ECS', call: 'UpdateService', lose: 'request', times: 5 });
  const held = await other.run((ports) => runRollout(other.options, ports));
  expect(held.reason).toBe('worker: ECS UpdateService failed with ECONNRESET: socket hang up (5 in a row)');
  expect(held.outcome).toBe('held');
});

test.each([1, 2, 3, 5, 8, 13, 21])('the answer of ledger write %i is lost: nothing is written twice', async (nth) => {
  const world = small();
  let writes = 0;
  world.watchers.push({
    arrived: (_, to, call) => {
      if (to !== 'S3' || call !== 'write') return;
      writes += 1;
      if (writes === nth) world.network.drop({ to: 'S3', call: 'write', lose: 'answer', times: 1 });
    },
  });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('promoted');
  const histories = Object.values(world.readLedger().services).map(({ history }) => history.length);
  expect(histories).toEqual([1, 1]);
  expect(updates(world)).toBe(2);
});

test.each(['answer', 'repeated'] as const)(
  'a rollback whose first write is lost (%s) raises the epoch once',
  async (lose) => {
    const world = small();
    await world.run((ports) => runRollout(world.options, ports));
    world.network.drop({ to: 'S3', call: 'write', lose, times: 1 });
    const options = { ...world.options, run: { ...world.options.run, name: 'run-2' }, to: 'previous', reason: 'slow' };
    expect(await world.run((ports) => runRollback(options, ports))).toMatchObject({ outcome: 'rolled-back', epoch: 1 });
  },
);

test('conflicting writes are tried again', async () => {
  const world = small();
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  run.when(/worker: deployed/, () => world.ledger.conflict(3));
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
});

test('S3 away for some polls stops nothing', async () => {
  const world = small();
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  run.when(/worker: all gates passed/, () => world.network.drop({ to: 'S3', lose: 'request', times: 4 }), 10);
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
});

test('S3 away for good ends the run with its error; what is under way is for the next run', async () => {
  const world = small();
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  run.when(/worker: all gates passed/, () => world.network.drop({ to: 'S3', lose: 'request' }), 10);
  await world.stage.play();
  expect(run.report).toThrow('S3 read failed with ECONNRESET');
  world.network.heal();
  world.pass(600);
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  expect(updates(world)).toBe(2);
});

test('Loki away for some polls delays a service', async () => {
  const world = small();
  world.network.drop({ to: 'Loki', lose: 'request', times: 4 });
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
});

test('Loki away for good is an error of the gate and a hold, and no reason to roll back', async () => {
  const world = small();
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  run.when(/worker: all gates passed/, () => world.network.drop({ to: 'Loki', lose: 'request' }), 10);
  await world.stage.play();
  expect(run.report().outcome).toBe('held');
  expect(run.report().reason).toContain("worker: gate logs can't be measured: Loki look failed with ECONNRESET");
  expect(run.report().services[0]?.gates.logs?.status).toBe('error');
  expect(revisions(world, ['worker', 'frontend'])).toBe('21');
});

test('ECS that throttles for some polls delays, for good holds with the reason', async () => {
  const world = small();
  world.fault({ kind: 'throttle', action: 'DescribeTasks', count: 4, fromMs: 60_000 });
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  const other = small();
  other.fault({ kind: 'throttle', action: 'DescribeTasks', fromMs: 60_000 });
  const held = await other.run((ports) => runRollout(other.options, ports));
  expect(held).toMatchObject({ outcome: 'held' });
  expect(held.reason).toContain(
    "worker: gate deployment can't be measured: ECS DescribeTasks failed with ThrottlingException: Rate exceeded (5 in a row)",
  );
});

test('ECS that cannot be asked about its services holds what is under way, and what is not under way is left alone', async () => {
  const world = small();
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  run.when(
    /worker: all gates passed/,
    () => world.network.drop({ to: 'ECS', call: 'DescribeServices', lose: 'request' }),
    10,
  );
  await world.stage.play();
  expect(run.report().outcome).toBe('held');
  expect(run.report().services.map(({ state }) => state)).toEqual(['held', 'pending']);
});

type Call = (...args: never[]) => Promise<unknown>;

/** A call that throws what only a bug throws, from its `nth` time on. */
function buggy<T extends Call>(call: T, nth: number): T {
  let calls = 0;
  return ((...args: Parameters<T>) => {
    calls += 1;
    return calls >= nth ? brokenPort() : call(...args);
  }) as T;
}

async function brokenPort(): Promise<never> {
  const answer: { rows?: string[] } = JSON.parse('{}');
  return (answer.rows as string[]).map((row) => row) as never;
}

const BUGS: [string, (ports: Ports) => Ports][] = [
  [
    'describeServices',
    (ports) => ({ ...ports, ecs: { ...ports.ecs, describeServices: buggy(ports.ecs.describeServices, 6) } }),
  ],
  ['listTasks', (ports) => ({ ...ports, ecs: { ...ports.ecs, listTasks: buggy(ports.ecs.listTasks, 3) } })],
  ['describeTasks', (ports) => ({ ...ports, ecs: { ...ports.ecs, describeTasks: buggy(ports.ecs.describeTasks, 3) } })],
  ['updateService', (ports) => ({ ...ports, ecs: { ...ports.ecs, updateService: buggy(ports.ecs.updateService, 1) } })],
  ['look', (ports) => ({ ...ports, logs: ports.logs && { ...ports.logs, look: buggy(ports.logs.look, 2) } })],
];

test.each(BUGS)(
  'a bug in %s stops the run with its stack, writes no hold and gives the lease back',
  async (_, withBug) => {
    const world = small();
    const failed = await world
      .run((ports) => runRollout(world.options, withBug(ports)))
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(TypeError);
    expect((failed as TypeError).stack).toContain('brokenPort');
    const { hold, lease, services } = world.readLedger();
    expect(hold).toBeNull();
    expect(lease).toBeNull();
    expect(Object.values(services).map(({ state }) => state)).not.toContain('held');
    expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  },
);

test('a bug in the check of the infrastructure is not one of its results', async () => {
  const environment = sampleEnvironment({ phase: 'infrastructure', waves: [{ services: ['worker'] }] });
  const world = createTestWorld(environment);
  const definitions = { worker: world.account.runs('worker') };
  const options = { ...world.options, definitions };
  const run = world.run((ports) => runRollout(options, { ...ports, checkInfrastructure: brokenPort }));
  await expect(run).rejects.toThrow(TypeError);
  expect(world.readLedger()).toMatchObject({ hold: null, lease: null });
});

test.each(BUGS.slice(0, 4))('a bug in %s stops a rollback too, which can be asked for again', async (_, withBug) => {
  const world = small();
  await world.run((ports) => runRollout(world.options, ports));
  const options = { ...world.options, run: { ...world.options.run, name: 'run-2' }, to: 'previous', reason: 'slow' };
  const failed = await world.run((ports) => runRollback(options, withBug(ports))).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(TypeError);
  expect(world.readLedger().lease).toBeNull();
  expect(world.readLedger().hold?.reason).toBe('rollback: slow');
  expect((await world.run((ports) => runRollback(options, ports))).outcome).toBe('rolled-back');
  expect(revisions(world, ['worker', 'frontend'])).toBe('11');
});
