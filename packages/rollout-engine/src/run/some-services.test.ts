import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, type TestWorld } from '../testing/test-world.ts';
import { type RolloutOptions, runRollout } from './rollout.ts';

/** A rollout of some services while another one is half-way: it would be in no wave of its own, and nobody would watch it. */

function of({ options }: TestWorld, id: number): RolloutOptions {
  return { ...options, run: { ...options.run, name: `run-${id}`, id } };
}

async function killed(): Promise<TestWorld> {
  const world = createTestWorld(sampleEnvironment());
  const run = world.start('run-1', (ports) => runRollout(of(world, 1), ports));
  run.when(/worker: all gates passed/, run.kill);
  await world.stage.play();
  world.pass(200);
  return world;
}

test('is refused, and changes nothing', async () => {
  const world = await killed();
  const before = world.ledger.stored()?.body;
  const report = await world.run((ports) => runRollout({ ...of(world, 2), services: ['frontend'] }, ports));
  expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/left worker half-way/) });
  expect(world.ledger.stored()?.body).toBe(before);
});

test('may be of the one that is half-way, which gets its whole bake', async () => {
  const world = await killed();
  const began = world.stage.now();
  const report = await world.run((ports) => runRollout({ ...of(world, 2), services: ['worker'] }, ports));
  expect(report.outcome).toBe('promoted');
  expect(world.stage.now() - began).toBeGreaterThan(119_000);
});
