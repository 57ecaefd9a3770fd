import { expect, test } from 'vitest';
import { setUp } from '../testing/set-up.ts';
import { refusedBeforeApply } from './preflight.ts';
import { runRollout } from './rollout.ts';

test('an environment that goes on to its next phase may be applied', async () => {
  const { options, world } = setUp();
  expect(await refusedBeforeApply(options, world.ports)).toBeUndefined();
});

test('a hold stops Terraform too, until desired state has changed', async () => {
  const { options, world } = setUp({ frontend: 'dead-sidecar' });
  expect((await runRollout(options, world.ports)).outcome).toBe('rolled-back');
  expect(await refusedBeforeApply(options, world.ports)).toContain('on hold since');
  expect(await refusedBeforeApply({ ...options, desiredStateHash: 'hash-2' }, world.ports)).toBeUndefined();
});

test('Loki is not taken away under services that send logs there, even when their rollout stopped halfway', async () => {
  const { options, world } = setUp({ frontend: 'dead-sidecar' });
  await runRollout(options, world.ports);
  const back = {
    ...options,
    desiredStateHash: 'hash-2',
    environment: { ...options.environment, migration: { phase: 'baseline' as const } },
  };
  expect(await refusedBeforeApply(back, world.ports)).toBe(
    'baseline takes Loki away, and worker still sends logs there: set migration.phase to infrastructure first, that moves them back.',
  );
});

test('before the first deployment there is nothing in the way of baseline', async () => {
  const { options, world } = setUp();
  const first = { ...options, environment: { ...options.environment, migration: { phase: 'baseline' as const } } };
  const ecs = { ...world.ports.ecs, describeServices: async () => [] };
  expect(await refusedBeforeApply(first, { ...world.ports, ecs })).toBeUndefined();
});

test('a frozen day stops Terraform too', async () => {
  const { options, world } = setUp();
  const { environment } = options;
  const protection = {
    ...environment.protection,
    freeze: [{ from: '2026-11-23', until: '2026-11-23', reason: 'sale' }],
  };
  expect(await refusedBeforeApply({ ...options, environment: { ...environment, protection } }, world.ports)).toContain(
    'frozen until 2026-11-23, the last day, UTC: sale',
  );
});
