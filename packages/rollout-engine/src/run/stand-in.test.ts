import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

/** `worker` runs revision 1, and its collector will die in revision 2. */
function failing(): TestWorld {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  world.fault({ kind: 'crash-at-start', container: 'alloy' });
  return world;
}

const rollout = (world: TestWorld) => world.run((ports) => runRollout(world.options, ports));
const imagesOf = (world: TestWorld) => world.readLedger().revisions[world.account.runs('worker')];

/** Deregisters what the worker ran, as a deploy tool does, as soon as the ledger says that the service is in this state. */
function deregisterOnce(world: TestWorld, state: string): void {
  const first = world.account.runs('worker');
  let done = false;
  world.watchers.push({
    written: () => {
      if (done || world.readLedger().services['worker']?.state !== state) return;
      done = true;
      world.account.deregister(first);
    },
  });
}

test('a service whose revision is INACTIVE before it moves goes back to a copy, registered before the first move', async () => {
  const world = failing();
  const calls: string[] = [];
  world.watchers.push({ arrived: (_, __, call) => void calls.push(call) });
  world.account.deregister(world.account.runs('worker'));
  const report = await rollout(world);
  expect(report).toMatchObject({ outcome: 'rolled-back', reason: expect.stringContaining('gate sidecar failed') });
  expect(revisions(world, ['worker'])).toBe('3');
  expect(imagesOf(world)).toEqual({ image: 'example/temporal:1.29.0', variant: 'adot' });
  expect(world.readLedger().services['worker']).toMatchObject({ previous: world.account.runs('worker') });
  expect(calls.indexOf('RegisterTaskDefinition')).toBeLessThan(calls.indexOf('UpdateService'));
  expect(calls.filter((call) => call === 'RegisterTaskDefinition')).toHaveLength(1);
});

test.each(['deploying', 'baking', 'rolling-back'])('so does one that is deregistered while it is %s', async (state) => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  deregisterOnce(world, state);
  const die = () => world.fault({ kind: 'exit', container: 'alloy', service: world.account.ecsName('worker') });
  const started = world.start('run-1', (ports) => runRollout(world.options, ports));
  if (state === 'baking') started.when(/worker: all gates passed/, die);
  else world.fault({ kind: 'crash-at-start', container: 'alloy' });
  await world.stage.play();
  expect(started.report()).toMatchObject({ outcome: 'rolled-back' });
  expect(revisions(world, ['worker'])).toBe('3');
  expect(imagesOf(world)).toEqual({ image: 'example/temporal:1.29.0', variant: 'adot' });
  const { previous, current } = world.readLedger().services['worker'] ?? {};
  expect([previous, current]).toEqual([world.account.runs('worker'), world.account.runs('worker')]);
});

test('a rollback whose revision is deregistered after it was planned takes a copy too', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  const first = world.account.runs('worker');
  expect((await rollout(world)).outcome).toBe('promoted');
  let done = false;
  world.watchers.push({
    written: () => {
      if (done || (world.readLedger().rollback?.moves ?? []).length === 0) return;
      done = true;
      world.account.deregister(first);
    },
  });
  const run = { ...world.options.run, name: 'run-2' };
  const options = { ...world.options, run, to: 'previous', reason: 'slow' };
  const report = await world.run((ports) => runRollback(options, ports));
  expect(report).toMatchObject({ outcome: 'rolled-back', reason: '1 of 1 services are back' });
  expect(revisions(world, ['worker'])).toBe('3');
});

test('nothing is moved where ECS registers no copy', async () => {
  const world = failing();
  world.account.deregister(world.account.runs('worker'));
  world.network.drop({ to: 'ECS', call: 'RegisterTaskDefinition', lose: 'refused' });
  const report = await rollout(world);
  expect(report).toMatchObject({
    outcome: 'refused',
    reason: expect.stringMatching(
      /^worker could not go back to temporal-dev-temporal-worker:1, which it runs: .*AccessDenied/,
    ),
  });
  expect(revisions(world, ['worker'])).toBe('1');
  expect(world.readLedger().services).toEqual({});
});

test('a copy that ECS does not register at the way back is a failed update, and holds in the end', async () => {
  const world = failing();
  deregisterOnce(world, 'rolling-back');
  world.network.drop({ to: 'ECS', call: 'RegisterTaskDefinition', lose: 'refused' });
  const report = await rollout(world);
  expect(report).toMatchObject({ outcome: 'held', reason: expect.stringContaining('RegisterTaskDefinition failed') });
});

test('what is settled, or runs its target, needs no copy', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  await rollout(world);
  world.account.deregister(world.account.runs('worker'));
  const calls: string[] = [];
  world.watchers.push({ arrived: (_, __, call) => void calls.push(call) });
  await rollout(world).catch(() => undefined);
  expect(calls).not.toContain('RegisterTaskDefinition');
});
