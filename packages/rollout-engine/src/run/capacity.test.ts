import { expect, test } from 'vitest';
import { otherProvider } from '../testing/account.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, states, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { type RolloutOptions, runRollout } from './rollout.ts';

/** Desired state names another capacity provider: ECS changes it in place, and the engine takes one wave after the other there. */

const ORDER = ['worker', 'frontend'];
const WAVES = [{ services: ['worker'] }, { services: ['frontend'] }];

/** Everything runs its target, and from then on the second provider is wanted. */
async function promotedWorld(): Promise<{
  world: TestWorld;
  elsewhere: RolloutOptions;
  first: string;
  second: string;
}> {
  const environment = sampleEnvironment({ waves: WAVES, bakeSeconds: 60 });
  const world = createTestWorld(environment);
  expect((await world.run((ports) => runRollout(world.options, ports))).outcome).toBe('promoted');
  const first = environment.capacity.provider;
  const second = otherProvider(environment);
  const run = { name: 'run-2', id: 2, desiredStateHash: 'hash-2', commit: 'c2' };
  const moved = { ...environment, capacity: { ...environment.capacity, provider: second } };
  return { world, elsewhere: { ...world.options, environment: moved, run }, first, second };
}

function places({ account }: TestWorld): string {
  return ORDER.map((name) => account.runsOn(name)).join(' ');
}

test('services go to another capacity provider in place, wave by wave, and none runs fewer tasks on the way', async () => {
  const { world, elsewhere, first, second } = await promotedWorld();
  const seen = new Set<string>();
  const short: string[] = [];
  world.watchers.push({
    timePassed: () => {
      seen.add(places(world));
      for (const { name, desiredCount, tasks } of world.account.ecs.world().services.values()) {
        const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
        if (running < desiredCount) short.push(name);
      }
    },
  });
  const report = await world.run((ports) => runRollout(elsewhere, ports));
  expect(report).toMatchObject({ outcome: 'promoted', services: [{ moved: true }, { moved: true }] });
  expect([...seen]).toEqual([`${first} ${first}`, `${second} ${first}`, `${second} ${second}`]);
  expect(short).toEqual([]);
  expect(revisions(world, ORDER)).toBe('22');
  const again = await world.run((ports) => runRollout(elsewhere, ports));
  expect(again.outcome).toBe('unchanged');
});

test('a new revision and another capacity provider are one deployment', async () => {
  const { world, elsewhere, second } = await promotedWorld();
  const worker = world.account.register('worker', 'alloy', '1.30.0');
  const options = { ...elsewhere, definitions: { ...elsewhere.definitions, worker } };
  const updates = () => world.account.ecs.callCounts()['UpdateService']?.answered ?? 0;
  const before = updates();
  expect((await world.run((ports) => runRollout(options, ports))).outcome).toBe('promoted');
  expect(places(world)).toBe(`${second} ${second}`);
  expect(revisions(world, ORDER)).toBe('32');
  expect(updates() - before).toBe(2);
});

test('a dry run says where a service would go', async () => {
  const { world, elsewhere, first, second } = await promotedWorld();
  const { plan } = await world.run((ports) => runRollout({ ...elsewhere, dryRun: true }, ports));
  expect(plan[0]).toBe(
    `worker: revision 2 → 2, ${first} → ${second} (alloy), gates deployment, sidecar, logs, bake 60 s`,
  );
});

test('where a gate fails, the service goes back to the provider that it came from', async () => {
  const { world, elsewhere, first, second } = await promotedWorld();
  const run = world.start('run-2', (ports) => runRollout(elsewhere, ports));
  run.when(/worker: all gates passed/, () => world.fault({ kind: 'mute-logs', untilMs: 3_600_000 }), 20);
  await world.stage.play();
  expect(run.report()).toMatchObject({ outcome: 'rolled-back' });
  expect(run.report().reason).toMatch(/^worker: gate logs has no data to pass/);
  expect(states(run.report())).toBe('rolled-back promoted');
  expect(places(world)).toBe(`${first} ${first}`);
  expect(revisions(world, ORDER)).toBe('22');
  expect(world.readLedger().services['worker']).not.toHaveProperty('previousCapacity');
  expect(second).not.toBe(first);
});

test('ECS that goes back by itself, on the same revision, is a failure of the deployment', async () => {
  const { world, elsewhere, first, second } = await promotedWorld();
  const service = world.account.ecsName('worker');
  const run = world.start('run-2', (ports) => runRollout(elsewhere, ports));
  run.when(new RegExp(`UpdateService .* on ${second}`), () =>
    world.fault({ kind: 'fail-start', service, container: 'temporal-worker' }),
  );
  run.when(/rolling back to revision/, () => world.clearFaults());
  await world.stage.play();
  expect(run.report()).toMatchObject({ outcome: 'rolled-back' });
  expect(run.report().reason).toContain('worker: gate deployment failed');
  expect(places(world)).toBe(`${first} ${first}`);
});

test('a rollback to what ran before takes a service back to where it ran', async () => {
  const { world, elsewhere, first, second } = await promotedWorld();
  await world.run((ports) => runRollout(elsewhere, ports));
  const undo = { ...elsewhere, run: { ...elsewhere.run, name: 'run-3', id: 3 }, to: 'previous', reason: 'too slow' };
  const report = await world.run((ports) => runRollback(undo, ports));
  expect(report.outcome).toBe('rolled-back');
  expect(report.notes).toContain(`worker: back to revision 2, undoes the capacity (${second} → ${first})`);
  expect(places(world)).toBe(`${first} ${first}`);
  expect(revisions(world, ORDER)).toBe('22');
});

test('a run that was killed after UpdateService goes on from there, and sends no second one', async () => {
  const { world, elsewhere, second } = await promotedWorld();
  const killed = world.start('run-2', (ports) => runRollout(elsewhere, ports));
  killed.when(new RegExp(`UpdateService .* on ${second}`), () => killed.killAt(2));
  await world.stage.play();
  world.pass(300);
  const deployments = () =>
    [...world.account.ecs.world().services.values()].map(({ serviceDeployments }) => serviceDeployments.length);
  const report = await world.run((ports) => runRollout(elsewhere, ports));
  expect(report.outcome).toBe('promoted');
  expect(places(world)).toBe(`${second} ${second}`);
  expect(deployments()).toEqual([3, 3]);
});

test('what somebody changed in the console comes back to desired state', async () => {
  const { world, elsewhere, first, second } = await promotedWorld();
  const capacityProviderStrategy = [{ capacityProvider: second, weight: 1 }];
  world.account.update('frontend', { capacityProviderStrategy, forceNewDeployment: true });
  world.pass(120);
  const again = { ...world.options, run: { ...elsewhere.run, desiredStateHash: 'hash-1' } };
  expect((await world.run((ports) => runRollout(again, ports))).outcome).toBe('promoted');
  expect(places(world)).toBe(`${first} ${first}`);
});
