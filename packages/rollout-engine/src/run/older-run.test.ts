import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions } from '../testing/test-world.ts';
import { beginDeploy } from './preflight.ts';
import type { Report } from './report.ts';
import { runRollout } from './rollout.ts';

const waves = [{ services: ['worker'] }];

test('a run that is started again after a newer one has begun is refused, and moves nothing back', async () => {
  const world = createTestWorld(sampleEnvironment({ waves }));
  const definitions = { worker: world.account.register('worker', 'alloy', '1.30.0') };
  const newer = {
    ...world.options,
    definitions,
    run: { name: 'run 200', id: 200, desiredStateHash: 'b', commit: 'c2' },
  };
  expect((await world.run((ports) => runRollout(newer, ports))).outcome).toBe('promoted');
  const older = { ...world.options, run: { name: 'run 100', id: 100, desiredStateHash: 'a', commit: 'c1' } };
  expect(await world.run((ports) => runRollout(older, ports))).toMatchObject({
    outcome: 'refused',
    reason: expect.stringMatching(
      /^run 200 began to deploy commit c2 at 2026-.*Z, after this run was started: start a new run of what is wanted now$/,
    ),
  });
  expect(revisions(world, ['worker'])).toBe('3');
  expect((await world.run((ports) => runRollout(newer, ports))).outcome).toBe('unchanged');
});

test('a revision that failed its gates gets its whole bake when somebody points the service at it again', async () => {
  const world = createTestWorld(sampleEnvironment({ waves, bakeSeconds: 600 }));
  const fault = world.fault({ kind: 'crash-at-start', container: 'alloy', service: world.account.ecsName('worker') });
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('rolled-back');
  world.clearFaults(fault);
  world.account.update('worker', { taskDefinition: world.targets['worker'] });
  world.pass(300);
  const again = { ...world.options, run: { ...world.options.run, id: 2, desiredStateHash: 'fixed' } };
  const began = world.stage.now();
  expect((await world.run((ports) => runRollout(again, ports))).outcome).toBe('promoted');
  expect(world.stage.now() - began).toBeGreaterThan(600_000);
});

test('from the moment a deploy is recorded, before its rollout, an older one may not apply either', async () => {
  const world = createTestWorld(sampleEnvironment({ waves }));
  const begin = async (id: number | undefined, commit: string, allowOlder?: string) => {
    const { id: _, ...run } = { ...world.options.run, name: `run ${id}`, commit };
    let refused: string | undefined;
    world.start('deploy', async (ports) => {
      const options = { ...world.options, run: { ...run, ...(id !== undefined && { id }) }, allowOlder };
      refused = await beginDeploy(options, ports);
      return {} as Report;
    });
    await world.stage.play();
    return refused;
  };
  expect(await begin(200, 'c2')).toBeUndefined();
  expect(world.readLedger().begun).toMatchObject({ run: 'run 200', runId: 200, commit: 'c2' });
  expect(await begin(100, 'c1')).toMatch(/^run 200 began to deploy commit c2 at .*, after this run was started/);
  // A newer run of an older commit, and one at a terminal.
  for (const id of [300, undefined]) {
    expect(await begin(id, 'c1')).toMatch(
      /^run 200 began to deploy commit c2 at .*, and c1 lies behind that: .*--allow-older REASON/,
    );
  }
  expect(world.readLedger().begun).toMatchObject({ runId: 200 });
  expect(await begin(200, 'c2')).toBeUndefined();
  expect(await begin(300, 'c1', 'c2 lost logs')).toBeUndefined();
  expect(world.readLedger().begun).toMatchObject({ runId: 300, commit: 'c1', allowedOlder: 'c2 lost logs' });
  const rollout = { ...world.options, run: { ...world.options.run, name: 'run 300', id: 300, commit: 'c1' } };
  expect((await world.run((ports) => runRollout(rollout, ports))).outcome).toBe('promoted');
  expect(world.readLedger().begun).toMatchObject({ commit: 'c1', allowedOlder: 'c2 lost logs' });
});

test('no deploy begins while a rollout of another run moves services', async () => {
  const world = createTestWorld(sampleEnvironment({ waves, bakeSeconds: 600 }));
  const rollout = world.start('run-1', (ports) => runRollout(world.options, ports));
  let refused: string | undefined;
  rollout.when(/all gates passed/, () => {
    world.start('deploy', async (ports) => {
      const run = { name: 'run 2', id: 2, desiredStateHash: 'b', commit: 'c2' };
      refused = await beginDeploy({ ...world.options, run }, ports);
      return {} as Report;
    });
  });
  await world.stage.play();
  expect(refused).toMatch(/^a rollout is under way: run-1 holds the lease/);
  expect(rollout.report().outcome).toBe('promoted');
  expect(world.readLedger().begun).toMatchObject({ run: 'run-1' });
});
