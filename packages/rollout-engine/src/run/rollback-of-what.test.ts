import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, states, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

/** `previous` undoes the last rollout. A release, revision 3, failed at `worker`, before `frontend` had its turn. */

const SERVICES = ['worker', 'frontend'];

async function failedRelease(): Promise<TestWorld> {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
  await world.run((ports) => runRollout(world.options, ports));
  const release = Object.fromEntries(SERVICES.map((name) => [name, world.account.register(name, 'alloy', '1.30.0')]));
  const service = world.account.ecsName('worker');
  const fault = world.fault({ kind: 'exit', container: 'alloy', service });
  const run = { ...world.options.run, desiredStateHash: 'hash-3' };
  const report = await world.run((ports) => runRollout({ ...world.options, run, definitions: release }, ports));
  expect(states(report)).toBe('rolled-back pending');
  world.clearFaults(fault);
  // Its collector ended as well, and is not restarted.
  world.account.stopTask('worker');
  world.pass(120);
  return world;
}

function back(world: TestWorld) {
  const run = { ...world.options.run, name: 'run-2' };
  return world.run((ports) => runRollback({ ...world.options, run, to: 'previous', reason: 'slow' }, ports));
}

test('a service whose turn had not come stays where it is', async () => {
  const world = await failedRelease();
  expect((await back(world)).outcome).toBe('rolled-back');
  expect(revisions(world, SERVICES)).toBe('22');
});

test('once desired state asks for the revision before again, it goes back to the one before that', async () => {
  const world = await failedRelease();
  const run = { ...world.options.run, desiredStateHash: 'hash-4' };
  const reverted = await world.run((ports) => runRollout({ ...world.options, run }, ports));
  expect(states(reverted)).toBe('promoted promoted');
  await back(world);
  expect(revisions(world, ['frontend'])).toBe('1');
});
