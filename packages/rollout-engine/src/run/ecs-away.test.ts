import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, type Started, type TestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

/** The look that ends a run needs ECS as much as any other. */

/** `asked`: when ECS was asked about services from then on, ms since 1970. */
function lastLook(times?: number): { world: TestWorld; run: Started; asked: readonly number[] } {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  const run = world.start('run-1', (ports) => runRollout(world.options, ports));
  const asked: number[] = [];
  run.when(/worker: promoted/, () => {
    world.network.drop({ to: 'ECS', call: 'DescribeServices', lose: 'request', ...(times !== undefined && { times }) });
    world.watchers.push({
      arrived: (_, __, call) => void (call === 'DescribeServices' && asked.push(world.stage.now())),
    });
  });
  return { world, run, asked };
}

test('the last look fails five times in a row: the run ends, and no phase is verified', async () => {
  const { world, run, asked } = lastLook();
  await world.stage.play();
  expect(run.report()).toMatchObject({ outcome: 'held', reason: expect.stringContaining('(5 in a row)') });
  expect(asked).toHaveLength(5);
  expect(world.readLedger().phases).not.toHaveProperty('rollout');
});

test('the last look fails twice: it is taken again, one poll later each time', async () => {
  const { world, run, asked } = lastLook(2);
  await world.stage.play();
  expect(run.report().outcome).toBe('promoted');
  const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  expect(Math.min(...pauses.slice(0, 2))).toBeGreaterThanOrEqual(world.environment.rollout.pollInterval * 1000);
  expect(world.readLedger().phases).toHaveProperty('rollout');
});
