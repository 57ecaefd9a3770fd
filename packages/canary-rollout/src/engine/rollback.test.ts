import { expect, test } from 'vitest';
import type { Report } from '../core/report.ts';
import { arn, ORDER, setUp } from '../testing/set-up.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

test('a rollback restores what ran before, last wave first, and holds deploys', async () => {
  const { world, options, running } = setUp();
  await runRollout(options, world.ports);
  world.updates.length = 0;
  const report = await runRollback(
    { ...options, run: 'run-2', to: 'previous', reason: 'queries are slow' },
    world.ports,
  );
  expect(report.outcome).toBe('rolled-back');
  expect(running()).toBe('1111');
  expect(world.updates.map((update) => update.slice('temporal-dev-temporal-'.length))).toEqual([
    'history 1',
    'matching 1',
    'frontend 1',
    'worker 1',
  ]);
  expect(report.epoch).toBe(1);
  expect((await runRollout({ ...options, run: 'run-3' }, world.ports)).reason).toContain('queries are slow');
  expect(world.violations).toEqual([]);
});

test('a rollback to adot finds the last definition without Alloy', async () => {
  const { world, options, running } = setUp();
  await runRollout(options, world.ports);
  const newer = Object.fromEntries(ORDER.map((service) => [service, arn(service, 4)]));
  await runRollout({ ...options, definitions: newer, desiredStateHash: 'hash-2' }, world.ports);
  const variants = Object.fromEntries(
    ORDER.map((service) => [service, { adot: arn(service, 1), alloy: arn(service, 4) }]),
  );
  const report = await runRollback({ ...options, definitions: variants, to: 'adot', reason: 'r' }, world.ports);
  expect(report.outcome).toBe('rolled-back');
  expect(running()).toBe('1111');
});

test('a rollback to one revision moves only the service of its family', async () => {
  const { world, options, running } = setUp();
  await runRollout(options, world.ports);
  await runRollback({ ...options, to: 'temporal-dev-temporal-matching:1', reason: 'r' }, world.ports);
  expect(running()).toBe('2212');
});

test('a rollback stops a rollout that is under way', async () => {
  const { world, options, running } = setUp();
  let rollback: Promise<Report> | undefined;
  const log = {
    ...world.ports.log,
    info: (text: string) => {
      if (text.includes('frontend: deployment')) {
        rollback ??= runRollback({ ...options, run: 'run-2', to: 'previous', reason: 'stop it' }, world.ports);
      }
    },
  };
  const stopped = await runRollout(options, { ...world.ports, log });
  expect(stopped).toMatchObject({ outcome: 'refused' });
  expect(stopped.reason).toContain('superseded: a rollback took over (epoch 0 → 1)');
  expect((await rollback)?.outcome).toBe('rolled-back');
  expect(running()).toBe('1111');
});

test('a rollback goes on past a service that cannot go back and reports it', async () => {
  const { world, options, running } = setUp();
  await runRollout(options, world.ports);
  const { updateService } = world.ports.ecs;
  const ecs = {
    ...world.ports.ecs,
    updateService: (name: string, definition: string) =>
      name.endsWith('matching')
        ? Promise.reject(new Error('InvalidParameterException'))
        : updateService(name, definition),
  };
  const report = await runRollback({ ...options, to: 'previous', reason: 'r' }, { ...world.ports, ecs });
  expect(report.outcome).toBe('held');
  expect(report.reason).toContain("1 of 4 services aren't back: matching: InvalidParameterException");
  expect(running()).toBe('1121');
});

test('a pull request that cannot be opened is a remark and not a failure', async () => {
  const { world, options } = setUp();
  await runRollout(options, world.ports);
  const ports = { ...world.ports, openRevert: () => Promise.reject(new Error('403')) };
  const report = await runRollback({ ...options, to: 'previous', reason: 'r' }, ports);
  expect(report.outcome).toBe('rolled-back');
  expect(report.notes.join()).toContain('could not be opened: 403');
});
