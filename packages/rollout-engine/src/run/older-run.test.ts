import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

const waves = [{ services: ['worker'] }];

test('a run that is started again after a newer one has begun is refused, and moves nothing back', async () => {
  const world = createTestWorld(sampleEnvironment({ waves }));
  const definitions = { worker: world.account.register('worker', 'alloy', '1.30.0') };
  const newer = {
    ...world.options,
    definitions,
    run: { name: 'run 200', id: 200, desiredStateHash: 'b', commit: 'c2' },
  };
  expect((await world.run((ports) => runRollout(newer, ports))).outcome).toBe('promoted');
  const older = { ...world.options, run: { name: 'run 100', id: 100, desiredStateHash: 'a', commit: 'c1' } };
  expect(await world.run((ports) => runRollout(older, ports))).toMatchObject({
    outcome: 'refused',
    reason: 'run 200 began to deploy commit c2 after this run was started: start a new run of what is wanted now',
  });
  expect(revisions(world, ['worker'])).toBe('3');
  expect((await world.run((ports) => runRollout(newer, ports))).outcome).toBe('unchanged');
});

test('a revision that failed its gates gets its whole bake when somebody points the service at it again', async () => {
  const world = createTestWorld(sampleEnvironment({ waves, bakeSeconds: 600 }));
  const fault = world.fault({ kind: 'crash-at-start', container: 'alloy', service: world.account.ecsName('worker') });
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('rolled-back');
  world.clearFaults(fault);
  world.account.update('worker', { taskDefinition: world.targets['worker'] });
  world.pass(300);
  const again = { ...world.options, run: { ...world.options.run, id: 2, desiredStateHash: 'fixed' } };
  const began = world.stage.now();
  expect((await world.run((ports) => runRollout(again, ports))).outcome).toBe('promoted');
  expect(world.stage.now() - began).toBeGreaterThan(600_000);
});
