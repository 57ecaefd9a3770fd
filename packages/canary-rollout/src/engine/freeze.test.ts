import { expect, test } from 'vitest';
import { setUp } from '../testing/set-up.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';
import { readStatus, release } from './status.ts';

/** The clock of the fake world begins on 2026-11-23, at noon. */
function frozenSetUp(...fault: Parameters<typeof setUp>) {
  const base = setUp(...fault);
  const { environment } = base.options;
  const freeze = [{ from: '2026-11-20', until: '2026-11-24', reason: 'sale' }];
  return {
    ...base,
    options: { ...base.options, environment: { ...environment, protection: { ...environment.protection, freeze } } },
    thawed: base.options,
  };
}

test('refuses a rollout on a frozen day, with the reason and the last day, and touches nothing', async () => {
  const { options, world } = frozenSetUp();
  const before = world.ledger();
  for (const dryRun of [true, false]) {
    const report = await runRollout({ ...options, dryRun }, world.ports);
    expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('until 2026-11-24') });
    expect(report.reason).toContain('sale');
  }
  expect(world.updates).toEqual([]);
  expect(world.ledger()).toEqual(before);
});

test('rolls out again the day after', async () => {
  const { options, world, running } = frozenSetUp();
  world.pass(2 * 86_400);
  expect((await runRollout(options, world.ports)).outcome).toBe('promoted');
  expect(running()).toBe('2222');
});

test('rolls back, shows the status and releases a hold all the same', async () => {
  const { options, thawed, world, running } = frozenSetUp({ matching: 'dead-sidecar' });
  expect((await runRollout(thawed, world.ports)).outcome).toBe('rolled-back');
  expect((await readStatus(options, world.ports)).hold).not.toBeNull();
  const back = await runRollback({ ...options, to: 'previous', reason: 'errors' }, world.ports);
  expect(back.outcome).toBe('rolled-back');
  expect(running()).toBe('1111');
  await release(options, world.ports);
  expect(world.ledger().hold).toBeNull();
});
