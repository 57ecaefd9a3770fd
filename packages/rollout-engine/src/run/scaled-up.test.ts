import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

test('without Loki, a service that is scaled up from no task on its way is held with what is missing', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  world.account.update('worker', { desiredCount: 0 });
  world.pass(120);
  const run = world.start('run-1', (ports) => runRollout(world.options, { ...ports, logs: null }));
  run.when(/worker: deployment/, () => world.account.update('worker', { desiredCount: 1 }));
  await world.stage.play();
  const report = run.report();
  expect(report.outcome).toBe('held');
  expect(report.reason).toContain("gate logs can't be measured: no Loki URL was given (loki-url or LOKI_URL)");
  expect(report.services[0]?.gates.logs?.status).toBe('error');
});
