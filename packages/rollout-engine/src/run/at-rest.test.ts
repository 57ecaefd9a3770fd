import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, type Started, type TestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

/** At the end every service runs its target: that ECS is pointed at it is not enough. */

function begin(): { world: TestWorld; run: Started } {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
  return { world, run: world.start('run-1', (ports) => runRollout(world.options, ports)) };
}

test('a promoted service whose tasks end while a later wave bakes: no phase is verified', async () => {
  const { world, run } = begin();
  const service = world.account.ecsName('worker');
  run.when(/frontend: all gates passed/, () => world.fault({ kind: 'exit', container: 'temporal-worker', service }));
  await world.stage.play();
  expect(run.report()).toMatchObject({ outcome: 'held', reason: expect.stringContaining('worker: 0 of 1 tasks run') });
  expect(world.readLedger().phases).not.toHaveProperty('rollout');
});

test('a promoted service that was moved away and back is waited for', async () => {
  const { world, run } = begin();
  const move = (revision: number) => {
    world.account.update('worker', { taskDefinition: `${world.account.ecsName('worker')}:${revision}` });
  };
  run.when(/frontend: baked/, () => {
    move(1);
    world.pass(40);
    move(2);
  });
  const steady: boolean[] = [];
  world.watchers.push({
    written: () => {
      if ('rollout' in world.readLedger().phases) steady.push(world.account.isSteady('worker'));
    },
  });
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
  expect(steady[0]).toBe(true);
});
