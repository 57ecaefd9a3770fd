import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

const SERVICES = ['worker', 'frontend'];

/** `worker` runs an application that has no ADOT revision yet, `frontend` one that has. */
async function released(): Promise<TestWorld> {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
  const worker = world.account.register('worker', 'alloy', '1.30.0');
  const options = { ...world.options, definitions: { ...world.targets, worker } };
  expect((await world.run((ports) => runRollout(options, ports))).outcome).toBe('promoted');
  expect(revisions(world, SERVICES)).toBe('32');
  return world;
}

function back(world: TestWorld) {
  const run = { ...world.options.run, name: 'run-2' };
  return world.run((ports) => runRollback({ ...world.options, run, to: 'adot', reason: 'slow' }, ports));
}

test('a revision that ECS refuses to register keeps no other service from going back', async () => {
  const world = await released();
  world.network.drop({ to: 'ECS', call: 'RegisterTaskDefinition', lose: 'refused' });
  const report = await back(world);
  expect(report.outcome).toBe('held');
  expect(report.reason).toMatch(
    /^1 of 2 services aren't back: worker: ECS RegisterTaskDefinition failed with AccessDenied/,
  );
  expect(revisions(world, SERVICES)).toBe('31');
  expect(world.readLedger().lease).toBeNull();
});

test('asked again when ECS registers it, the rollback takes the rest back', async () => {
  const world = await released();
  world.network.drop({ to: 'ECS', call: 'RegisterTaskDefinition', lose: 'refused', times: 1 });
  await back(world);
  expect((await back(world)).outcome).toBe('rolled-back');
  expect(revisions(world, SERVICES)).toBe('41');
});

test('a dry run says that a revision would be registered', async () => {
  const world = await released();
  const dry = { ...world.options, to: 'adot', reason: 'slow', services: ['worker'], dryRun: true };
  const { plan } = await world.run((ports) => runRollback(dry, ports));
  expect(plan).toEqual([expect.stringMatching(/^worker: back to a new revision, undoes the variant \(alloy → adot\)/)]);
});

test('a bug while a revision is registered ends the run, and gives the lease back', async () => {
  const world = await released();
  const bug = new TypeError('bug');
  const asked = world.run((ports) => {
    const ecs = { ...ports.ecs, registerWithApplication: () => Promise.reject(bug) };
    return runRollback({ ...world.options, to: 'adot', reason: 'slow' }, { ...ports, ecs });
  });
  await expect(asked).rejects.toBe(bug);
  expect(world.readLedger().lease).toBeNull();
});
