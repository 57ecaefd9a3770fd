import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

/** Runners have clocks of their own, and the ledger has what they wrote. */

test('a service that was promoted by a runner whose clock is ahead is looked at once more, and no more often', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));
  await world.run((ports) => runRollout(world.options, ports));
  const ledger = world.readLedger();
  const { worker } = ledger.services;
  if (!worker) throw new Error('no worker');
  const since = new Date(world.stage.now() + 3_600_000).toISOString();
  world.writeLedger({ ...ledger, services: { ...ledger.services, worker: { ...worker, since } } });
  const calls: string[] = [];
  world.watchers.push({ arrived: (_, __, call) => void calls.push(call) });
  await world.run((ports) => runRollout(world.options, ports));
  expect(calls.filter((call) => call === 'DescribeServices').length).toBeLessThanOrEqual(4);
});
