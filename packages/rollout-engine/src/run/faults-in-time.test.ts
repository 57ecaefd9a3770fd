import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type Started, states, type TestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

/** What goes wrong while a rollout is under way, and not before. A bake of `worker` is 120 s long, all services' lines are fresh each second. */

const ORDER = ['worker', 'frontend', 'matching', 'history'];

function begin(world: TestWorld, name = 'run-1'): Started {
  return world.start(name, (ports) => runRollout({ ...world.options, run: { ...world.options.run, name } }, ports));
}

function small() {
  return createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
}

test('logs stop in the middle of a bake: what arrived before it proves nothing', async () => {
  const world = small();
  const run = begin(world);
  run.when(
    /worker: all gates passed/,
    () => world.fault({ kind: 'mute-logs', service: 'temporal-dev-temporal-worker' }),
    60,
  );
  await world.stage.play();
  expect(run.report()).toMatchObject({ outcome: 'rolled-back' });
  expect(run.report().reason).toMatch(/^worker: gate logs has no data to pass: no stream of 1 of 1 tasks/);
  expect(revisions(world, ['worker', 'frontend'])).toBe('11');
});

test('logs that come back before the time of the gate is over are good enough', async () => {
  const world = small();
  const run = begin(world);
  run.when(/worker: all gates passed/, () => world.fault({ kind: 'mute-logs', untilMs: 90_000 }), 60);
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
});

test('the sidecar dies in the middle of a bake', async () => {
  const world = small();
  const run = begin(world);
  const die = () => world.fault({ kind: 'exit', container: 'alloy', service: world.account.ecsName('worker') });
  run.when(/worker: all gates passed/, die, 30);
  await world.stage.play();
  expect(run.report().reason).toContain(
    'worker: gate sidecar failed: 1 of 1 tasks run without it: container alloy stopped',
  );
  expect(revisions(world, ['worker', 'frontend'])).toBe('11');
});

test('a task that somebody stops in the middle of a bake is replaced, and the new one has to prove itself', async () => {
  const world = small();
  const run = begin(world);
  let replacedAt = 0;
  const replace = () => {
    world.account.stopTask('frontend');
    replacedAt = world.stage.now();
  };
  // 5 s before the end: its elder alone has been alive for the window.
  run.when(/frontend: all gates passed/, replace, 115);
  await world.stage.play();
  const report = run.report();
  expect(report.outcome).toBe('promoted');
  const promotedAt = Date.parse(world.readLedger().services['frontend']?.since ?? '');
  expect((promotedAt - replacedAt) / 1000).toBeGreaterThan(90);
});

test('a task that ends by itself in the middle of a bake is a failure', async () => {
  const world = small();
  const run = begin(world);
  const crash = () =>
    world.fault({ kind: 'exit', container: 'temporal-frontend', service: 'temporal-dev-temporal-frontend', count: 1 });
  run.when(/frontend: all gates passed/, crash, 30);
  await world.stage.play();
  expect(run.report().reason).toContain(
    'frontend: gate deployment failed: a task of the new revision stopped by itself',
  );
  expect(revisions(world, ['worker', 'frontend'])).toBe('21');
});

test('a forced deployment of the same revision in the middle of a bake is watched from then on', async () => {
  const world = small();
  const run = begin(world);
  run.when(/worker: all gates passed/, () => world.account.update('worker', { forceNewDeployment: true }), 30);
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
  expect(run.lines.filter((line) => line.startsWith('worker: deployment ecs-svc'))).toHaveLength(2);
});

test('the service that bakes is moved away by hand: the engine does not fight', async () => {
  const world = small();
  const run = begin(world);
  const away = () => world.account.update('worker', { taskDefinition: 'temporal-dev-temporal-worker:1' });
  run.when(/worker: all gates passed/, away, 30);
  await world.stage.play();
  expect(run.report().reason).toContain('worker: gate deployment failed: ECS no longer deploys our revision but');
  expect(revisions(world, ['worker', 'frontend'])).toBe('11');
});

test('a promoted service that is moved away by hand while a later wave deploys is moved again', async () => {
  const world = createTestWorld(sampleEnvironment());
  const run = begin(world);
  const away = () => world.account.update('worker', { taskDefinition: 'temporal-dev-temporal-worker:1' });
  run.when(/history: deployment/, away, 30);
  await world.stage.play();
  const report = run.report();
  expect(revisions(world, ORDER)).toBe('2222');
  expect(report.outcome).toBe('promoted');
  expect(world.account.ecs.callCounts()['UpdateService']?.answered).toBe(6);
});

test.each([10, 300, 1200, 1400])(
  'moved away by hand so late that nothing else happens (%i s into the last bake)',
  async (seconds) => {
    const world = createTestWorld(sampleEnvironment());
    const run = begin(world);
    const away = () => world.account.update('worker', { taskDefinition: 'temporal-dev-temporal-worker:1' });
    run.when(/history: all gates passed/, away, seconds);
    await world.stage.play();
    const report = run.report();
    // After the end of the run it is somebody else's business: the run ended on what was true.
    const endedAt = Date.parse(report.finishedAt);
    const verifiedAt = Date.parse(world.readLedger().phases.rollout?.verifiedAt ?? '');
    expect(report.outcome).toBe('promoted');
    expect(endedAt - verifiedAt).toBeLessThan(15_000);
    if (world.stage.now() > endedAt) return;
    expect(revisions(world, ORDER)).toBe('2222');
  },
);

test('what ECS said is as old as the question: an answer that comes late is not a fresh look', async () => {
  const world = small();
  const run = begin(world);
  // The last look of the run: the answer is on its way for a minute, and in that minute somebody changes the first service.
  const isLastLook = () =>
    run.lines.at(-1) === 'frontend: promoted' && run.actor.turn?.what === 'DescribeServices answered';
  await world.stage.play(isLastLook);
  const { turn } = run.actor;
  if (!turn) throw new Error('it did not look again');
  turn.dueAt += 60_000;
  world.account.update('worker', { taskDefinition: 'temporal-dev-temporal-worker:1' });
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
  expect(revisions(world, ['worker', 'frontend'])).toBe('22');
});

test('a new target merged in the middle of a deploy has its whole deadline', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }], deadlineSeconds: 600 }));
  const stuck = world.fault({ kind: 'stall', service: world.account.ecsName('worker') });
  const first = begin(world);
  world.stage.at(world.stage.now() + 500_000, first.kill);
  await world.stage.play();
  world.pass(150);
  world.clearFaults(stuck);
  const slow = world.fault({ kind: 'stall', service: world.account.ecsName('worker'), untilMs: 200_000 });
  const definitions = { worker: world.account.register('worker', 'alloy', '1.30.0') };
  const run = { name: 'run-2', id: 2, desiredStateHash: 'hash-2', commit: 'c2' };
  const report = await world.run((ports) => runRollout({ ...world.options, definitions, run }, ports));
  world.clearFaults(slow);
  expect(report.outcome).toBe('promoted');
  expect(revisions(world, ['worker'])).toBe('3');
  expect(report.services[0]?.from?.definition).toBe(
    'arn:aws:ecs:eu-west-1:111122223333:task-definition/temporal-dev-temporal-worker:1',
  );
});

test('each service has its own deadline, however long the rollout has taken before it', async () => {
  const world = createTestWorld(sampleEnvironment({ deadlineSeconds: 300 }));
  const run = begin(world);
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
});

test('autoscaling to nothing and back in the middle of a bake: what starts then is measured before the run ends', async () => {
  const world = small();
  const run = begin(world);
  run.when(/worker: all gates passed/, () => world.account.update('worker', { desiredCount: 0 }), 20);
  run.when(/worker: all gates passed/, () => world.account.update('worker', { desiredCount: 2 }), 60);
  await world.stage.play();
  const report = run.report();
  expect(report.outcome).toBe('promoted');
  expect(report.services[0]?.gates).toMatchObject({ sidecar: { status: 'pass' }, logs: { status: 'pass' } });
  expect(report.services[0]?.gates.logs?.detail).toContain('2 of 2 tasks');
});

test('autoscaling upwards in the middle of a bake: the new tasks have to prove themselves', async () => {
  const world = small();
  const run = begin(world);
  run.when(/worker: all gates passed/, () => world.account.update('worker', { desiredCount: 3 }), 100);
  await world.stage.play();
  expect(run.report().services[0]?.gates.logs?.detail).toContain('3 of 3 tasks');
});

test('no capacity for a while delays a service, and rolls nothing back', async () => {
  const world = small();
  world.fault({ kind: 'stall', service: world.account.ecsName('worker'), untilMs: 600_000 });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('promoted');
  expect(report.services[0]?.seconds).toBeGreaterThan(600);
});

test('a breaker of ECS that is rolling back when the run starts', async () => {
  const world = small();
  const broken = world.fault({ kind: 'fail-start', service: world.account.ecsName('worker') });
  world.account.update('worker', { taskDefinition: world.account.register('worker', 'adot', '1.31.0') });
  while (world.account.runs('worker').endsWith(':3')) world.pass(5);
  world.clearFaults(broken);
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('promoted');
  expect(revisions(world, ['worker', 'frontend'])).toBe('22');
  expect(states(report)).toBe('promoted promoted');
});

test('reads that show the state before an update make nothing fail', async () => {
  const world = small();
  world.behave({ staleReadsMs: 10_000 });
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('promoted');
  expect(world.account.ecs.callCounts()['UpdateService']?.answered).toBe(2);
});

test('the lease is kept over a bake that is much longer than it', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }], bakeSeconds: 3600 }));
  const free: number[] = [];
  world.watchers.push({
    arrived: (runner) => {
      if (runner.name !== 'run-1') return;
      const { lease } = world.readLedger();
      if (lease && Date.parse(lease.expiresAt) <= world.stage.now()) free.push(world.stage.now());
    },
  });
  const run = begin(world);
  const rivals: Started[] = [];
  for (const seconds of [200, 1000, 2000, 3500]) {
    run.when(/worker: all gates passed/, () => rivals.push(begin(world, `rival-${seconds}`)), seconds);
  }
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
  expect(free).toEqual([]);
  expect(rivals.map((rival) => rival.report().reason)).toEqual(
    rivals.map(() => expect.stringContaining('a rollout is under way: run-1 holds the lease')),
  );
});
