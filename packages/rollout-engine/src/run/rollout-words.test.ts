import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { runRollout } from './rollout.ts';

const waves = [{ services: ['worker'] }, { services: ['frontend'] }];
const world = () => createTestWorld(sampleEnvironment({ waves, bakeSeconds: 300 }));

test('a dry run says what would be done with each service, and changes nothing', async () => {
  const here = world();
  const dry = { ...here.options, dryRun: true };
  const before = here.ledger.stored()?.body;
  expect(await here.run((ports) => runRollout(dry, ports))).toMatchObject({
    outcome: 'unchanged',
    reason: 'dry run: nothing was changed',
    plan: [
      'worker: revision 1 → 2 (alloy), gates deployment, sidecar, logs, bake 300 s',
      'frontend: revision 1 → 2 (alloy), gates deployment, sidecar, logs, bake 300 s',
    ],
  });
  expect(here.ledger.stored()?.body).toBe(before);
  here.account.update('frontend', { taskDefinition: here.targets['frontend'] });
  here.pass(120);
  await here.run((ports) => runRollout({ ...here.options, services: ['worker'] }, ports));
  expect((await here.run((ports) => runRollout(dry, ports))).plan).toEqual([
    'worker: promoted already, stays on revision 2',
    'frontend: runs revision 2, only its gates are checked',
  ]);
});

test('a dry run of what would be refused says why', async () => {
  const here = world();
  const reason = 'somebody stopped it';
  const hold = { reason, at: '2026-11-26T11:00:00.000Z', outcome: 'held', desiredStateHash: 'hash-1' } as const;
  here.writeLedger({ ...here.readLedger(), hold });
  const report = await here.run((ports) => runRollout({ ...here.options, dryRun: true }, ports));
  expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringContaining(reason) });
  expect(report.plan).toHaveLength(2);
});

test('services that ECS does not run are named with their state before anything moves', async () => {
  const here = world();
  const cluster = here.environment.cluster;
  for (const name of ['worker', 'frontend']) {
    here.account.ecs.call('DeleteService', { cluster, service: here.account.ecsName(name), force: true });
  }
  here.pass(600);
  await expect(here.run((ports) => runRollout(here.options, ports))).rejects.toThrow(
    /^Cluster \S+ has no active service \S+worker \(\w+\), \S+frontend \(\w+\): apply Terraform first\.$/,
  );
});

test('services that ECS does not know are missing', async () => {
  const here = world();
  const asked = here.run((ports) => {
    const ecs = { ...ports.ecs, describeServices: () => Promise.resolve([]) };
    return runRollout(here.options, { ...ports, ecs });
  });
  await expect(asked).rejects.toThrow(/\S+worker \(missing\), \S+frontend \(missing\): apply Terraform first\.$/);
});

test('a hold that is left while the run begins refuses it, and nothing moves', async () => {
  const here = world();
  const since = { at: '2026-11-26T11:00:00.000Z', desiredStateHash: 'hash-1' };
  const hold = { reason: 'rolled back', outcome: 'held', ...since } as const;
  let reads = 0;
  here.watchers.push({
    arrived: (_, to, call) => {
      if (to !== 'S3' || call !== 'read') return;
      reads += 1;
      if (reads === 2) here.writeLedger({ ...here.readLedger(), hold });
    },
  });
  const report = await here.run((ports) => runRollout(here.options, ports));
  expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('rolled back') });
  expect(here.readLedger()).toMatchObject({ lease: null, services: {} });
});

test('a ledger that cannot be written ends the run with its own words', async () => {
  const here = world();
  here.network.drop({ to: 'S3', call: 'write', lose: 'refused' });
  await expect(here.run((ports) => runRollout(here.options, ports))).rejects.toThrow(
    /^S3 write failed with AccessDenied/,
  );
});

test('only the phase that brings Loki needs its check', async () => {
  const here = world();
  const report = await here.run((ports) => runRollout(here.options, { ...ports, checkInfrastructure: null }));
  expect(report).toMatchObject({ outcome: 'promoted', notes: [], verifiedPhases: ['infrastructure', 'rollout'] });
});

test('a rollout of some services does not stand for the phase', async () => {
  const here = world();
  const report = await here.run((ports) => runRollout({ ...here.options, services: ['worker'] }, ports));
  expect(report).toMatchObject({
    outcome: 'promoted',
    notes: ["Phase rollout isn't recorded as verified: only some services were moved."],
    verifiedPhases: ['infrastructure'],
  });
  expect(here.readLedger().deployed).toBeNull();
  const whole = await here.run((ports) => runRollout(here.options, ports));
  expect(whole).toMatchObject({ outcome: 'promoted', notes: [], verifiedPhases: ['infrastructure', 'rollout'] });
  expect(here.readLedger().deployed).toMatchObject({ phase: 'rollout', commit: 'c1', unverified: null });
});

test('a phase that needs more than a rollout says so', async () => {
  const here = world();
  await here.run((ports) => runRollout(here.options, ports));
  const environment = sampleEnvironment({ waves, phase: 'validation' });
  expect((await here.run((ports) => runRollout({ ...here.options, environment }, ports))).notes).toEqual([
    "Phase validation isn't recorded as verified: its evidence is more than a rollout: properties, parity and benchmark.",
  ]);
});

test('a run that is asked to stop says how to go on, and a failed one has nothing to add', async () => {
  const here = world();
  const run = here.start('run', (ports) => runRollout(here.options, ports));
  run.when(/^worker: deployment /, () => run.abort());
  await here.stage.play();
  expect(run.result().report).toMatchObject({
    outcome: 'unfinished',
    reason: 'asked to stop: run it again to go on from here',
    notes: [],
  });
  here.fault({ kind: 'crash-at-start', container: 'alloy', service: here.account.ecsName('worker') });
  const some = { ...here.options, services: ['worker'] };
  expect(await here.run((ports) => runRollout(some, ports))).toMatchObject({ outcome: 'rolled-back', notes: [] });
});

test('without Loki every service that would have to be measured is named', async () => {
  const here = world();
  const report = await here.run((ports) => runRollout(here.options, { ...ports, logs: null }));
  expect(report).toMatchObject({
    outcome: 'refused',
    reason: expect.stringMatching(/^the gate logs of worker, frontend can't be measured without Loki: /),
  });
});
