import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

const waves = [{ services: ['worker'] }];
const BAKE = 1200;

test('a task that stopped by itself while nobody watched counts when the bake goes on', async () => {
  const world = createTestWorld(sampleEnvironment({ waves, bakeSeconds: BAKE }));
  const first = world.start('first', (ports) => runRollout(world.options, ports));
  first.when(/all gates passed/, () => world.stage.at(world.stage.now() + 60_000, () => first.kill()));
  await world.stage.play();
  const container = world.environment.services['worker']?.container ?? '';
  world.pass(120);
  world.fault({ kind: 'exit', service: world.account.ecsName('worker'), container, exitCode: 137, count: 1 });
  world.pass(600);
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.outcome).toBe('rolled-back');
  expect(report.reason).toContain('a task of the new revision stopped by itself');
});

test('a service that is scaled to nothing for a moment does not lose its bake', async () => {
  const world = createTestWorld(sampleEnvironment({ waves, bakeSeconds: BAKE }));
  const began = world.stage.now();
  const run = world.start('run', (ports) => runRollout(world.options, ports));
  run.when(/all gates passed/, () => {
    const now = world.stage.now();
    world.stage.at(now + 60_000, () => world.account.update('worker', { desiredCount: 0 }));
    world.stage.at(now + 120_000, () => world.account.update('worker', { desiredCount: 2 }));
  });
  await world.stage.play();
  expect(run.result().report?.outcome).toBe('promoted');
  expect(world.stage.now() - began).toBeGreaterThan(BAKE * 1000);
});
