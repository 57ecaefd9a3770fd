import { expect, test } from 'vitest';
import type { Ports } from '../ports.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, type TestWorld } from '../testing/test-world.ts';
import type { RunOptions } from './options.ts';
import { beginDeploy, foreseen } from './preflight.ts';
import type { Report } from './report.ts';
import { runRollout } from './rollout.ts';

/** What is said before Terraform applies anything. */
async function asked(
  world: TestWorld,
  options: RunOptions,
  ask: (options: RunOptions, ports: Ports) => Promise<string | undefined> = beginDeploy,
): Promise<string | undefined> {
  let answer: string | undefined;
  world.start('preflight', async (ports) => {
    answer = await ask(options, ports);
    return {} as Report;
  });
  await world.stage.play();
  return answer;
}

const inReview = async (options: RunOptions, ports: Ports) => (await foreseen(options, ports)).refusal;

async function halfway(): Promise<TestWorld> {
  const world = createTestWorld(sampleEnvironment());
  world.fault({ kind: 'crash-at-start', container: 'alloy', service: world.account.ecsName('frontend') });
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('rolled-back');
  return world;
}

test('an environment that goes on to its next phase may be applied', async () => {
  const world = createTestWorld(sampleEnvironment());
  expect(await asked(world, world.options)).toBeUndefined();
});

test('a hold stops Terraform too, until desired state has changed', async () => {
  const world = await halfway();
  expect(await asked(world, world.options)).toContain('on hold since');
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  expect(await asked(world, { ...world.options, run })).toBeUndefined();
});

test('Loki is not taken away under services that send logs there, even when their rollout stopped halfway', async () => {
  const world = await halfway();
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  const back = { environment: sampleEnvironment({ phase: 'baseline' }), run };
  expect(await asked(world, back)).toBe(
    'baseline takes Loki away, and worker still sends logs there: set migration.phase to infrastructure first, that moves them back.',
  );
});

test('each service that still sends logs there is named, and none that is gone', async () => {
  const waves = [{ services: ['worker', 'frontend', 'history'] }];
  const world = createTestWorld(sampleEnvironment({ waves }));
  await world.run((ports) => runRollout(world.options, ports));
  const { cluster } = world.environment;
  world.account.ecs.call('DeleteService', { cluster, service: world.account.ecsName('history'), force: true });
  world.pass(600);
  const run = { ...world.options.run, desiredStateHash: 'hash-2' };
  expect(await asked(world, { environment: sampleEnvironment({ phase: 'baseline', waves }), run })).toBe(
    'baseline takes Loki away, and frontend, worker still send logs there: set migration.phase to infrastructure first, that moves them back.',
  );
});

test('before the first deployment there is nothing in the way of baseline', async () => {
  const world = createTestWorld(sampleEnvironment({ phase: 'baseline' }), { ledger: null });
  expect(await asked(world, world.options)).toBeUndefined();
});

test('a frozen day stops Terraform and the rollout, and no rollback', async () => {
  const { protection, ...rest } = sampleEnvironment();
  const freeze = [{ from: '2026-11-23', until: '2026-11-26', reason: 'sale' }];
  const world = createTestWorld({ ...rest, protection: { ...protection, freeze } });
  expect(await asked(world, world.options)).toContain('frozen until 2026-11-26, the last day, UTC: sale');
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report).toMatchObject({ outcome: 'refused' });
  expect(report.reason).toContain('frozen until 2026-11-26');
  world.pass(12 * 3600);
  expect(await asked(world, world.options)).toBeUndefined();
});

test('a skipped phase is refused, in the pull request and after it', async () => {
  const world = createTestWorld(sampleEnvironment({ phase: 'validation' }));
  expect(await asked(world, world.options, inReview)).toContain('rollout is not verified yet');
  const report = await world.run((ports) => runRollout(world.options, ports));
  expect(report).toMatchObject({ outcome: 'refused' });
  expect(report.reason).toContain('rollout is not verified yet');
});

test('validation can be deployed again and again, and going on to cleanup is refused with the reason', async () => {
  const world = createTestWorld(sampleEnvironment());
  await world.run((ports) => runRollout(world.options, ports));
  const at = (phase: 'validation' | 'cleanup') => ({ ...world.options, environment: sampleEnvironment({ phase }) });
  expect((await world.run((ports) => runRollout(at('validation'), ports))).outcome).toBe('unchanged');
  expect((await world.run((ports) => runRollout(at('validation'), ports))).outcome).toBe('unchanged');
  const refused = await world.run((ports) => runRollout(at('cleanup'), ports));
  expect(refused.outcome).toBe('refused');
  expect(refused.reason).toContain('No command of this version records validation as verified');
});

test('infrastructure that is deployed and not verified: the refusal of the next phase says why', async () => {
  const waves = [{ services: ['worker'] }];
  const world = createTestWorld(sampleEnvironment({ phase: 'infrastructure', waves }), { ledger: null });
  const definitions = { worker: world.account.runs('worker') };
  const baseline = { ...world.options, definitions, environment: sampleEnvironment({ phase: 'baseline', waves }) };
  await world.run((ports) => runRollout(baseline, ports));
  const first = { ...world.options, definitions };
  const report = await world.run((ports) => runRollout(first, { ...ports, checkInfrastructure: null }));
  expect(report.notes).toEqual([
    "Phase infrastructure isn't recorded as verified: no Loki URL was given (loki-url or LOKI_URL).",
  ]);
  const next = { ...world.options, environment: sampleEnvironment({ waves }) };
  expect(await asked(world, next, inReview)).toBe(
    "migration.phase can't go to rollout: infrastructure is deployed but not verified, because no Loki URL was given (loki-url or LOKI_URL). " +
      'Deploy infrastructure again once that is cured, then go on to rollout.',
  );
});

test('going back withdraws the later phases, also when the earlier one cannot be verified', async () => {
  const world = createTestWorld(sampleEnvironment());
  await world.run((ports) => runRollout(world.options, ports));
  const names = Object.keys(world.environment.services);
  const definitions = Object.fromEntries(names.map((name) => [name, `${world.account.ecsName(name)}:1`]));
  const back = { ...world.options, definitions, environment: sampleEnvironment({ phase: 'infrastructure' }) };
  const broken = async () => ({ status: 'fail', detail: 'no Loki' }) as const;
  const report = await world.run((ports) => runRollout(back, { ...ports, checkInfrastructure: broken }));
  expect(report).toMatchObject({ outcome: 'held', verifiedPhases: ['infrastructure'] });
  const validation = { ...world.options, environment: sampleEnvironment({ phase: 'validation' }) };
  expect((await world.run((ports) => runRollout(validation, ports))).reason).toContain('rollout is not verified yet');
});

test('refuses a definition that is of another family, INACTIVE, or lacks the sidecar that the phase asks for', async () => {
  const world = createTestWorld(sampleEnvironment());
  const tried = (history: string) =>
    world.run((ports) => runRollout({ ...world.options, definitions: { ...world.targets, history } }, ports));
  await expect(tried('temporal-dev-temporal-history:1')).rejects.toThrow('has no container alloy');
  await expect(tried('temporal-dev-temporal-worker:2')).rejects.toThrow('is of family temporal-dev-temporal-worker');
  world.account.deregister(world.targets['history'] ?? '');
  await expect(tried('temporal-dev-temporal-history:2')).rejects.toThrow('is INACTIVE: apply Terraform again');
  expect(world.account.ecs.callCounts()['UpdateService']).toBeUndefined();
});
