import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fault, Killed } from '../testing/fake-world.ts';
import { ecsName } from '../testing/names.ts';
import { arn, ORDER, setUp, states, withPlainService } from '../testing/set-up.ts';
import { runRollout } from './rollout.ts';
import { readStatus, release } from './status.ts';

test('moves the services one after the other in the order of the waves, and records the phase', async () => {
  const { world, options, running } = setUp();
  const report = await runRollout(options, world.ports);
  expect(report.reason).toBe('every service runs its target');
  expect(states(report)).toBe('promoted promoted promoted promoted');
  expect(world.updates).toEqual(ORDER.map((service) => `${ecsName(options.environment, service)} 2`));
  expect(running()).toBe('2222');
  expect(world.violations).toEqual([]);
  expect(report.verifiedPhases).toEqual(['infrastructure', 'rollout']);
  expect(world.ledger().lease).toBeNull();
  expect(world.lines.filter((line) => line.startsWith('#'))).toEqual([
    '# Wave 1: worker',
    '# Wave 2: frontend',
    '# Wave 3: matching',
    '# Wave 4: history',
  ]);
});

test('asks ECS at most once per service and poll on average', async () => {
  const { world, options } = setUp();
  const report = await runRollout(options, world.ports);
  expect(report.polls).toBeGreaterThan(50);
  expect(report.ecsCalls / report.polls / ORDER.length).toBeLessThan(1);
});

test('a second run finds nothing to do', async () => {
  const { world, options } = setUp();
  await runRollout(options, world.ports);
  const again = await runRollout({ ...options, run: 'run-2' }, world.ports);
  expect(again.outcome).toBe('promoted');
  expect(again.polls).toBe(0);
  expect(world.updates).toHaveLength(4);
});

test('adopts services that run the target already, with their gates and without an update', async () => {
  const { world, options } = setUp({}, 'infrastructure');
  const definitions = Object.fromEntries(ORDER.map((service) => [service, arn(service, 1)]));
  const report = await runRollout({ ...options, definitions }, world.ports);
  expect(states(report)).toBe('promoted promoted promoted promoted');
  expect(report.services[0]?.gates.sidecar?.status).toBe('pass');
  expect(world.updates).toEqual([]);
});

test.each<[Fault, string]>([
  ['dead-sidecar', 'without it: container alloy stopped with exit code 1, bad configuration'],
  ['breaker', 'ECS no longer deploys our revision'],
  ['stall', 'not complete after 2700 s'],
  ['crash-in-bake', 'a task of the new revision stopped by itself'],
  ['silent', 'no data: no stream of 2 of 2 tasks'],
  ['wrong-label', 'container_name is "nonsense" instead of "temporal-frontend"'],
])('rolls the service back when it meets %s; earlier ones stay, later ones do not move', async (fault, told) => {
  const { world, options, running } = setUp({ frontend: fault });
  const report = await runRollout(options, world.ports);
  expect(report.outcome).toBe('rolled-back');
  expect(report.reason).toContain(told);
  expect(states(report)).toBe('promoted rolled-back pending pending');
  expect(running()).toBe('2111');
  expect(world.violations).toEqual([]);
  expect(report.hold?.desiredStateHash).toBe('hash-1');
  expect(report.verifiedPhases).toEqual(['infrastructure']);
});

test('leaves a rollback that ECS began itself alone', async () => {
  const { world, options } = setUp({ worker: 'breaker' });
  await runRollout(options, world.ports);
  expect(world.updates).toEqual(['temporal-dev-temporal-worker 2']);
});

test('refuses while on hold, until desired state changes or somebody releases it', async () => {
  const { world, options } = setUp({ frontend: 'dead-sidecar' });
  await runRollout(options, world.ports);
  const refused = await runRollout({ ...options, run: 'run-2' }, world.ports);
  expect(refused.outcome).toBe('refused');
  expect(refused.reason).toContain('on hold since');
  const definitions = { ...options.definitions, frontend: arn('frontend', 4) };
  const fixed = await runRollout({ ...options, run: 'run-3', definitions, desiredStateHash: 'hash-2' }, world.ports);
  expect(fixed.outcome).toBe('promoted');
  expect(fixed.services[1]).toMatchObject({ from: arn('frontend', 1), to: arn('frontend', 4) });
});

test('release clears the hold', async () => {
  const { world, options } = setUp({ frontend: 'dead-sidecar' });
  await runRollout(options, world.ports);
  expect((await readStatus(options, world.ports)).outcome).toBe('rolled-back');
  await release(options, world.ports);
  expect(world.ledger().hold).toBeNull();
  expect((await runRollout(options, world.ports)).outcome).toBe('rolled-back');
});

test('refuses a skipped phase', async () => {
  const { world, options } = setUp({}, 'validation');
  const report = await runRollout(options, world.ports);
  expect(report.outcome).toBe('refused');
  expect(report.reason).toContain('rollout is not verified yet');
  expect(world.updates).toEqual([]);
});

test('validation can be deployed again and again, and going on to cleanup is refused with the reason', async () => {
  const { world, options } = setUp();
  await runRollout(options, world.ports);
  const at = (phase: 'validation' | 'cleanup') => ({
    ...options,
    environment: { ...options.environment, migration: { phase } },
  });
  expect((await runRollout(at('validation'), world.ports)).outcome).toBe('promoted');
  expect((await runRollout(at('validation'), world.ports)).outcome).toBe('promoted');
  const refused = await runRollout(at('cleanup'), world.ports);
  expect(refused.outcome).toBe('refused');
  expect(refused.reason).toContain('No command of this version records validation as verified');
});

test('refuses while another run holds the lease, and takes over a dead one', async () => {
  const { world, options } = setUp();
  world.killAfter(60);
  await expect(runRollout(options, world.ports)).rejects.toThrow(Killed);
  world.revive();
  const other = { ...options, run: 'run-2' };
  expect((await runRollout(other, world.ports)).reason).toContain('run-1 holds the lease');
  world.pass(200);
  expect((await runRollout(other, world.ports)).outcome).toBe('promoted');
});

test('does not touch a ledger of an unknown version', async () => {
  const { world, options } = setUp();
  world.writeLedger({ schemaVersion: 2, environment: 'dev' });
  await expect(runRollout(options, world.ports)).rejects.toThrow('has schema version 2, this release knows 1');
  expect(world.updates).toEqual([]);
});

test('refuses a definition without the sidecar that the phase asks for', async () => {
  const { world, options } = setUp();
  const definitions = { ...options.definitions, history: arn('history', 3) };
  await expect(runRollout({ ...options, definitions }, world.ports)).rejects.toThrow('has no container alloy');
  expect(world.updates).toEqual([]);
});

test('holds when Loki cannot be asked, and does not roll back', async () => {
  const { world, options, running } = setUp();
  const failing = { look: () => Promise.reject(Object.assign(new Error('Loki: 503'), { retryable: true })) };
  const report = await runRollout(options, { ...world.ports, logs: failing });
  expect(report.outcome).toBe('held');
  expect(report.reason).toContain("gate logs can't be measured: Loki: 503 (5 in a row)");
  expect(running()).toBe('2111');
});

test('after a hold it goes back to what was verified, not to what was held', async () => {
  const { world, options, running } = setUp({ worker: 'dead-sidecar' });
  const failing = { look: () => Promise.reject(Object.assign(new Error('Loki: 503'), { retryable: true })) };
  const definitions = { ...options.definitions, worker: arn('worker', 4) };
  await runRollout({ ...options, definitions }, { ...world.ports, logs: failing });
  expect(running()).toBe('4111');
  const fixed = await runRollout({ ...options, desiredStateHash: 'hash-2' }, world.ports);
  expect(fixed.outcome).toBe('rolled-back');
  expect(running()).toBe('1111');
});

test('going back withdraws the later phases, also when the earlier one cannot be verified', async () => {
  const { world, options } = setUp();
  await runRollout(options, world.ports);
  const at = (phase: 'infrastructure' | 'validation') => ({
    ...options,
    environment: { ...options.environment, migration: { phase } },
  });
  const definitions = Object.fromEntries(ORDER.map((service) => [service, arn(service, 1)]));
  const broken = { ...world.ports, checkInfrastructure: async () => ({ status: 'fail', detail: 'no Loki' }) as const };
  const back = await runRollout({ ...at('infrastructure'), definitions }, broken);
  expect(back).toMatchObject({ outcome: 'held', verifiedPhases: ['infrastructure'] });
  expect((await runRollout(at('validation'), world.ports)).reason).toContain('rollout is not verified yet');
});

test('moves a service without a sidecar last, behind the deployment gate alone', async () => {
  const { world, options } = withPlainService();
  const report = await runRollout(options, world.ports);
  expect(report.services.at(-1)).toMatchObject({ service: 'ui', wave: 5, state: 'promoted', to: arn('ui', 2) });
  expect(Object.keys(report.services.at(-1)?.gates ?? {})).toEqual(['deployment']);
  expect(report.verifiedPhases).toEqual(['infrastructure', 'rollout']);
  expect(world.violations).toEqual([]);
});

test('holds when ECS fails for good in the middle of a move', async () => {
  const { world, options } = setUp();
  const ecs = { ...world.ports.ecs, updateService: () => Promise.reject(new Error('AccessDenied')) };
  const report = await runRollout(options, { ...world.ports, ecs });
  expect(report).toMatchObject({ outcome: 'held', hold: { outcome: 'held' } });
});

test('without a Loki URL the gate is skipped and the phase is not recorded', async () => {
  const { world, options } = setUp();
  const report = await runRollout(options, { ...world.ports, logs: null });
  expect(report.outcome).toBe('promoted');
  expect(report.services[0]?.gates.logs?.status).toBe('skipped');
  expect(report.verifiedPhases).toEqual(['infrastructure']);
  expect(report.notes.join()).toContain('gate logs was skipped');
});

test('a dry run changes nothing', async () => {
  const { world, options } = setUp();
  const before = JSON.stringify(world.ledger());
  const report = await runRollout({ ...options, dryRun: true }, world.ports);
  expect(report.plan[0]).toBe('worker: revision 1 → 2 (alloy), gates deployment, sidecar, logs, bake 120 s');
  expect(JSON.stringify(world.ledger())).toBe(before);
  expect(world.updates).toEqual([]);
});

test('stops when told to and goes on later', async () => {
  const { world, options } = setUp();
  setTimeout(() => world.abort(), 0);
  const ports = {
    ...world.ports,
    get signal() {
      return world.ports.signal;
    },
  };
  const slow = {
    ...ports.clock,
    sleep: async (ms: number) => {
      await new Promise(setImmediate);
      await ports.clock.sleep(ms);
    },
  };
  const report = await runRollout(
    options,
    Object.defineProperty({ ...ports, clock: slow }, 'signal', { get: () => world.ports.signal }),
  );
  expect(report.outcome).toBe('unfinished');
  expect(world.ledger().lease).toBeNull();
  world.revive();
  expect((await runRollout(options, world.ports)).outcome).toBe('promoted');
});

const faults = fc.constantFrom<Fault>(
  'none',
  'none',
  'none',
  'dead-sidecar',
  'breaker',
  'stall',
  'silent',
  'wrong-label',
);

test('killed anywhere, any number of times, the next run ends as an undisturbed one would', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ worker: faults, frontend: faults, matching: faults, history: faults }),
      fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 4 }),
      async (faulty, kills) => {
        const calm = setUp(faulty, 'rollout', 60);
        const expected = await runRollout(calm.options, calm.world.ports);
        const { world, options, running } = setUp(faulty, 'rollout', 60);
        for (const kill of kills) {
          world.killAfter(kill);
          await runRollout(options, world.ports).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
          world.revive();
          world.pass(kill % 60);
        }
        const last = await runRollout(options, world.ports);
        const outcome = last.outcome === 'refused' ? last.hold?.outcome : last.outcome;
        expect(outcome).toBe(expected.outcome);
        expect(running()).toBe(calm.running());
        expect(states(last)).toBe(states(expected));
        expect(world.violations).toEqual([]);
        // A run that was killed after its last word leaves a lease that expires; one that is refused touches nothing.
        if (last.outcome !== 'refused') expect(world.ledger().lease).toBeNull();
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);
