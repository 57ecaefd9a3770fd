import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, forgetAdot, type Started, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

const two = () => createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));

test.each(['family', 'family:', 'family:4 ', 'x family:4', 'family:4x', 'arn:', 'arn:a b', 'arn: x', ''])(
  'a destination that is not a revision is refused before anything stops: "%s"',
  async (to) => {
    const world = two();
    const asked = world.run((ports) => runRollback({ ...world.options, to, reason: 'errors' }, ports));
    await expect(asked).rejects.toThrow(`--to is ${JSON.stringify(to)}: expected previous, adot, or a revision`);
    expect(world.ledger.versions()).toHaveLength(1);
  },
);

test.each([
  [
    'does not exist',
    undefined,
    /^There is no task definition dev-worker:41 to go back to: ECS DescribeTaskDefinition failed/,
  ],
  ['cannot be looked up', 'request', /^ECS DescribeTaskDefinition failed with ECONNRESET/],
] as const)('a revision that %s is refused before anything stops', async (_, lose, message) => {
  const world = two();
  if (lose) world.network.drop({ to: 'ECS', call: 'DescribeTaskDefinition', lose });
  const asked = world.run((ports) => runRollback({ ...world.options, to: 'dev-worker:41', reason: 'errors' }, ports));
  await expect(asked).rejects.toThrow(message);
  expect(world.ledger.versions()).toHaveLength(1);
});

test('only the service of the named revision goes back, and the others are not spoken of', async () => {
  const world = two();
  const dry = { ...world.options, to: world.account.runs('worker'), reason: 'errors', unrecorded: true, dryRun: true };
  const report = await world.run((ports) => runRollback(dry, ports));
  expect(report).toMatchObject({ plan: ['worker: back to revision 1, runs it already'], notes: [] });
});

test('a revision that ECS starts no task of is registered again, and the plan says so', async () => {
  const world = two();
  const gone = world.account.register('worker', 'adot', '1.28.0');
  world.account.deregister(gone);
  const dry = { ...world.options, to: gone, reason: 'errors', unrecorded: true, dryRun: true };
  const { plan } = await world.run((ports) => runRollback(dry, ports));
  expect(plan).toEqual([
    expect.stringMatching(/^worker: back to a new revision, .* is INACTIVE, so it is registered again$/),
  ]);
});

test('a dry run says what would go, what stays, and changes nothing', async () => {
  const world = two();
  const dry = { ...world.options, to: 'previous', reason: 'errors', dryRun: true };
  const report = await world.run((ports) => runRollback(dry, ports));
  expect(report).toMatchObject({ outcome: 'unchanged', reason: 'dry run: nothing was changed', plan: [] });
  expect(report.notes).toEqual([
    'frontend: stays, the ledger knows no earlier revision of it.',
    'worker: stays, the ledger knows no earlier revision of it.',
  ]);
  expect(world.ledger.versions()).toHaveLength(1);
});

function back(world: TestWorld, name = 'run-2', to = 'previous'): Started {
  const run = { ...world.options.run, name, id: 2 };
  return world.start(name, (ports) => runRollback({ ...world.options, run, to, reason: 'errors' }, ports));
}

test('the log says where each service goes', async () => {
  const world = two();
  await world.run((ports) => runRollout(world.options, ports));
  const rollback = back(world);
  await world.stage.play();
  expect(rollback.lines).toContain('Epoch 1: deploys are on hold.');
  expect(rollback.lines).toContain('worker: back to revision 1, undoes the variant (alloy → adot)');
  expect(rollback.report().polls).toBeGreaterThan(0);
});

test('the log says that a rollout under way stops', async () => {
  const world = two();
  const rollout = world.start('run-1', (ports) => runRollout(world.options, ports));
  let rollback: Started | undefined;
  rollout.when(/^worker: deployment /, () => {
    rollback = back(world);
  });
  await world.stage.play();
  expect(rollback?.lines).toContain('Epoch 1: deploys are on hold, the running rollout stops.');
});

test('the log warns of a service that stays', async () => {
  const world = two();
  await world.run((ports) => runRollout(world.options, ports));
  forgetAdot(world, 'worker');
  const rollback = back(world, 'run-2', 'adot');
  await world.stage.play();
  expect(rollback.lines).toContain('warning: worker: no revision of it has ADOT: name another with --to');
});

test('each service that is not back has its reason', async () => {
  const world = two();
  await world.run((ports) => runRollout(world.options, ports));
  for (const name of ['worker', 'frontend']) {
    forgetAdot(world, name);
  }
  const rollback = back(world, 'run-2', 'adot');
  await world.stage.play();
  const why = 'no revision of it has ADOT: name another with --to';
  expect(rollback.report().reason).toBe(`2 of 2 services aren't back: frontend: ${why}; worker: ${why}`);
});

test('a rollback that is asked to stop says how to go on, and the next one does', async () => {
  const world = two();
  await world.run((ports) => runRollout(world.options, ports));
  const rollback = back(world);
  rollback.when(/^frontend: UpdateService/, () => rollback.abort());
  await world.stage.play();
  expect(rollback.report()).toMatchObject({
    outcome: 'unfinished',
    reason: 'asked to stop: run the rollback again to go on from here',
    notes: ['frontend', 'worker'].map((name) => `${name}: back to revision 1, undoes the variant (alloy → adot)`),
  });
  expect(world.readLedger().lease).toBeNull();
  const next = back(world, 'run-3');
  await world.stage.play();
  expect(next.report()).toMatchObject({ outcome: 'rolled-back', reason: '2 of 2 services are back' });
});

test('a rollback that a later one takes over from is refused', async () => {
  const world = two();
  await world.run((ports) => runRollout(world.options, ports));
  const first = back(world);
  let second: Started | undefined;
  first.when(/^frontend: UpdateService/, () => {
    second = back(world, 'run-3');
  });
  await world.stage.play();
  expect(first.report()).toMatchObject({
    outcome: 'refused',
    reason: 'superseded: a rollback took over (epoch 1 → 2)',
  });
  expect(second?.report().outcome).toBe('rolled-back');
});

test('where no earlier revision is known nothing moves, and deploys are on hold', async () => {
  const world = two();
  const rollback = back(world);
  await world.stage.play();
  expect(rollback.report()).toMatchObject({
    outcome: 'held',
    reason: 'nothing was moved: no service has a revision to go back to. Deploys are on hold',
  });
  expect(world.readLedger().hold).not.toBeNull();
});

test('a service without a sidecar stays when ADOT is asked for by name', async () => {
  const world = createTestWorld(sampleEnvironment({ withPlain: true, waves: [{ services: ['worker'] }] }));
  const dry = { ...world.options, to: 'adot', reason: 'errors', services: ['ui'], dryRun: true };
  const report = await world.run((ports) => runRollback(dry, ports));
  expect(report.notes).toEqual(['ui: stays, it has no sidecar.']);
});
