import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, states, type TestWorld } from '../testing/test-world.ts';
import { type RolloutOptions, runRollout } from './rollout.ts';

/** Run 5 was killed after a gate of `worker` had failed, while `frontend`, of the same wave, was baking. */
async function killed(): Promise<TestWorld> {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker', 'frontend'], parallel: 2 }] }));
  const name = world.account.ecsName('worker');
  const run = world.start('run-5', (ports) => runRollout(of(world, 5), ports));
  const die = () => world.fault({ kind: 'exit', container: 'alloy', service: name });
  run.when(/worker: all gates passed/, die, 5);
  run.when(/worker: rolled back/, run.kill);
  await world.stage.play();
  world.pass(200);
  return world;
}

function of({ options }: TestWorld, id: number): RolloutOptions {
  return { ...options, run: { name: `run-${id}`, id, desiredStateHash: `hash-${id}`, commit: `c${id}` } };
}

test('the same desired state may finish what is half-way', async () => {
  const world = await killed();
  const { hold } = world.readLedger();
  const report = await world.run((ports) => runRollout(of(world, 5), ports));
  expect(report.outcome).toBe('rolled-back');
  expect(states(report)).toBe('rolled-back promoted');
  expect(hold).not.toBeNull();
  expect(report.hold).toEqual(hold);
});

test('a freeze keeps even what is half-way from being finished', async () => {
  const world = await killed();
  const day = '2026-11-26';
  const freeze = [{ from: day, until: day, reason: 'peak season' }];
  const environment = { ...world.environment, protection: { ...world.environment.protection, freeze } };
  const report = await world.run((ports) => runRollout({ ...of(world, 5), environment }, ports));
  expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('peak season') });
});

test('an older run that is started again changes nothing', async () => {
  const world = await killed();
  const before = world.ledger.stored()?.body;
  const environment = sampleEnvironment({ phase: 'infrastructure', waves: [{ services: ['worker', 'frontend'] }] });
  const definitions = Object.fromEntries(
    ['worker', 'frontend'].map((name) => [name, world.targets[name]?.replace(/:2$/, ':1') ?? '']),
  );
  const report = await world.run((ports) => runRollout({ ...of(world, 3), environment, definitions }, ports));
  expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('after this run began') });
  expect(world.ledger.stored()?.body).toBe(before);
});
