import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

const waves = [{ services: ['worker'] }, { services: ['frontend'] }];

test('a rollback of one service finishes what a killed rollback left on its way', async () => {
  const world = createTestWorld(sampleEnvironment({ waves }));
  await world.run((ports) => runRollout(world.options, ports));
  const back = { ...world.options, to: 'previous', reason: 'r' };
  const first = world.start('first', (ports) => runRollback(back, ports));
  first.when(/^frontend: UpdateService/, () => first.kill());
  await world.stage.play();
  expect(world.readLedger().services['frontend']?.state).toBe('rolling-back');
  const run = { ...world.options.run, name: 'run-2', id: 2 };
  const report = await world.run((ports) => runRollback({ ...back, run, services: ['worker'] }, ports));
  expect(report).toMatchObject({ outcome: 'rolled-back', reason: '2 of 2 services are back' });
  expect(revisions(world, ['worker', 'frontend'])).toBe('11');
});

test('what a rollback takes back to ADOT ends the phases that stand for Alloy', async () => {
  const world = createTestWorld(sampleEnvironment({ waves }));
  await world.run((ports) => runRollout(world.options, ports));
  expect(Object.keys(world.readLedger().phases)).toEqual(['infrastructure', 'rollout']);
  await world.run((ports) => runRollback({ ...world.options, to: 'previous', reason: 'r' }, ports));
  expect(Object.keys(world.readLedger().phases)).toEqual(['infrastructure']);
});

test('a dry run says that nothing was moved', async () => {
  const world = createTestWorld(sampleEnvironment({ waves }));
  await world.run((ports) => runRollout(world.options, ports));
  const report = await world.run((ports) =>
    runRollback({ ...world.options, to: 'previous', reason: 'r', dryRun: true }, ports),
  );
  expect(report.outcome).toBe('unchanged');
});
