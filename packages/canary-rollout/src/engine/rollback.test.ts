import { expect, test } from 'vitest';
import type { Report } from '../core/report.ts';
import { arn, ORDER, setUp, withPlainService } from '../testing/set-up.ts';
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

test('a rollback waits for the update that the stopped rollout has under way, and takes it back', async () => {
  const { world, options, running } = setUp();
  let rollback: Promise<Report> | undefined;
  const ecs = {
    ...world.ports.ecs,
    updateService: async (name: string, definition: string) => {
      if (name.endsWith('frontend')) {
        await new Promise<void>((land) => {
          const info = (text: string): void => {
            if (text.includes('a call under way')) land();
          };
          const ports = { ...world.ports, log: { ...world.ports.log, info } };
          rollback = runRollback({ ...options, run: 'run-2', to: 'previous', reason: 'stop it' }, ports);
          rollback.then(() => land(), land);
        });
      }
      return world.ports.ecs.updateService(name, definition);
    },
  };
  const stopped = await runRollout(options, { ...world.ports, ecs });
  expect(stopped.reason).toContain('superseded');
  expect((await rollback)?.outcome).toBe('rolled-back');
  expect(world.updates).toContain('temporal-dev-temporal-frontend 2');
  expect(running()).toBe('1111');
});

test('services that a stopped rollout has not reached stay on what they run', async () => {
  const { world, options, running } = setUp({ frontend: 'dead-sidecar' });
  const first = Object.fromEntries(ORDER.map((service) => [service, arn(service, 4)]));
  await runRollout({ ...options, definitions: first }, world.ports);
  await runRollout({ ...options, desiredStateHash: 'hash-2' }, world.ports);
  expect(running()).toBe('2444');
  const report = await runRollback({ ...options, to: 'previous', reason: 'r' }, world.ports);
  expect(report.outcome).toBe('rolled-back');
  expect(running()).toBe('4444');
});

test('a revision that is gone keeps no other service from going back', async () => {
  const { world, options, running } = setUp();
  await runRollout(options, world.ports);
  const { describeTaskDefinition } = world.ports.ecs;
  const ecs = {
    ...world.ports.ecs,
    describeTaskDefinition: (definition: string) =>
      definition === arn('matching', 1)
        ? Promise.reject(new Error('Unable to describe task definition'))
        : describeTaskDefinition(definition),
  };
  const report = await runRollback({ ...options, to: 'previous', reason: 'r' }, { ...world.ports, ecs });
  expect(report.outcome).toBe('held');
  expect(report.reason).toBe("1 of 4 services aren't back: matching: Unable to describe task definition");
  expect(running()).toBe('1121');
  expect(world.ledger().lease).toBeNull();
});

test.each([
  [{ services: ['frontned'], to: 'previous' }, 'dev has no service frontned to roll back'],
  [{ to: 'temporal-dev-temporal-nothing:1' }, 'is of family temporal-dev-temporal-nothing'],
])('a mistyped rollback stops nothing: %j', async (typed, told) => {
  const { world, options } = setUp();
  const before = JSON.stringify(world.ledger());
  await expect(runRollback({ ...options, reason: 'r', ...typed }, world.ports)).rejects.toThrow(told);
  expect(JSON.stringify(world.ledger())).toBe(before);
});

test('a deploy that was queued before the rollback does not end its hold, a later one does', async () => {
  const { world, options, running } = setUp();
  await runRollout({ ...options, runId: 10 }, world.ports);
  await runRollback({ ...options, run: 'run-12', runId: 12, to: 'previous', reason: 'r' }, world.ports);
  const other = { ...options, desiredStateHash: 'hash-2' };
  const older = await runRollout({ ...other, run: 'run-11', runId: 11 }, world.ports);
  expect(older.reason).toMatch(/^on hold since .*, after this run began: rollback: r/);
  expect(running()).toBe('1111');
  expect((await runRollout({ ...other, run: 'run-13', runId: 13 }, world.ports)).outcome).toBe('promoted');
});

test('a service without a sidecar goes back only when it is named', async () => {
  const { world, options, running } = withPlainService();
  await runRollout(options, world.ports);
  await runRollback({ ...options, to: 'previous', reason: 'r' }, world.ports);
  expect(running()).toBe('1111');
  expect(world.running('temporal-dev-ui')).toBe(arn('ui', 2));
  const openRevert = () => Promise.reject(new Error('desired state of ui has no collector to revert'));
  const named = { ...options, services: ['ui'], to: 'previous', reason: 'r' };
  const report = await runRollback(named, { ...world.ports, openRevert });
  expect(world.running('temporal-dev-ui')).toBe(arn('ui', 1));
  expect(report.notes.join()).toContain('by hand');
});
