import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type Started, states, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

/** A rollback, too, ends on what it has just seen. `frontend`, of the last wave, goes back first. */

const SERVICES = ['worker', 'frontend'];

async function back(): Promise<{ world: TestWorld; run: Started }> {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
  await world.run((ports) => runRollout(world.options, ports));
  const options = { ...world.options, run: { ...world.options.run, name: 'run-2' }, to: 'previous', reason: 'slow' };
  return { world, run: world.start('run-2', (ports) => runRollback(options, ports)) };
}

test('a service that somebody moves while the next one goes back is not reported as back', async () => {
  const { world, run } = await back();
  run.when(/worker: deployment/, () =>
    world.account.update('frontend', { taskDefinition: 'temporal-dev-temporal-frontend:2' }),
  );
  await world.stage.play();
  const report = run.report();
  expect(report.outcome).toBe('held');
  expect(report.reason).toMatch(/^1 of 2 services aren't back: frontend: rollback: slow; somebody else deploys .*:2/);
  expect(states(report)).toBe('rolled-back held');
  expect(revisions(world, SERVICES)).toBe('12');
});

test('where the last look fails, the run ends without a claim about what runs', async () => {
  const { world, run } = await back();
  run.when(/worker: rolled back/, () => world.network.drop({ to: 'ECS', call: 'DescribeServices', lose: 'request' }));
  await world.stage.play();
  expect(run.report()).toMatchObject({ outcome: 'held', reason: expect.stringContaining('(5 in a row)') });
  expect(world.readLedger().lease).toBeNull();
});
