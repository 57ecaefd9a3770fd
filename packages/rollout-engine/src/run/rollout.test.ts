import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, states } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

/** In the order of the waves. */
const ORDER = ['worker', 'frontend', 'matching', 'history'];

test('moves the services one after the other in the order of the waves, and records the phase', async () => {
  const world = createTestWorld(sampleEnvironment());
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report.reason).toBe('every service runs its target');
  expect(states(report)).toBe('promoted promoted promoted promoted');
  expect(revisions(world, ORDER)).toBe('2222');
  expect(report.verifiedPhases).toEqual(['infrastructure', 'rollout']);
  expect(world.readLedger().lease).toBeNull();
  expect(world.account.ecs.callCounts()['UpdateService']?.answered).toBe(4);
});
