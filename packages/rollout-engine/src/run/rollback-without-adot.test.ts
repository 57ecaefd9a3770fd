import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, forgetAdot, revisions } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

test('a service that stays on Alloy because no revision has ADOT is not back', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
  await world.run((ports) => runRollout(world.options, ports));
  forgetAdot(world, 'worker');
  const options = { ...world.options, run: { ...world.options.run, name: 'run-2' }, to: 'adot', reason: 'slow' };
  const report = await world.run((ports) => runRollback(options, ports));
  expect(report.outcome).toBe('held');
  expect(report.reason).toMatch(/^1 of 2 services aren't back: worker: no revision of it has ADOT/);
  expect(revisions(world, ['worker', 'frontend'])).toBe('21');
});
