import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

test('a rollback takes as long as its own way, whenever the move was that it takes back', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  await world.run((ports) => runRollout(world.options, ports));
  world.pass(86_400);
  const options = { ...world.options, run: { ...world.options.run, name: 'run-2' }, to: 'previous', reason: 'slow' };
  const report = await world.run((ports) => runRollback(options, ports));
  expect(report.services[0]?.seconds).toBeLessThan(300);
  expect(report.services[0]?.seconds).toBeGreaterThan(0);
});
