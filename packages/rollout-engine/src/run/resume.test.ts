import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type Started, states, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

/** A runner that dies, and a run that goes on where it stopped. */

const WAVES = [{ services: ['worker'] }, { services: ['frontend'] }];

function rollout(world: TestWorld, name = 'run-1'): Started {
  return world.start(name, (ports) => runRollout({ ...world.options, run: { ...world.options.run, name } }, ports));
}

test.each([
  ['pending', /# Wave 1: worker/],
  ['deploying, before the update', /worker: UpdateService/],
  ['deploying', /worker: deployment/],
  ['baking, before its gates', /worker: deployed/],
  ['baking', /worker: all gates passed/],
  ['analysing', /worker: baked/],
  ['promoted', /worker: promoted/],
])('killed in state %s and resumed hours later', async (_, line) => {
  const world = createTestWorld(sampleEnvironment({ waves: WAVES }));
  const run = rollout(world);
  run.when(line, run.kill, 0.001);
  await world.stage.play();
  world.pass(5 * 3600);
  const later = rollout(world, 'run-2');
  await world.stage.play();
  expect(later.report().outcome).toBe('promoted');
  expect(revisions(world, ['worker', 'frontend'])).toBe('22');
  expect(world.account.ecs.callCounts()['UpdateService']?.answered).toBe(2);
});

test('a bake that nobody watched goes on where the last run stopped', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }], bakeSeconds: 600 }));
  const run = rollout(world);
  run.when(/worker: all gates passed/, run.kill, 200);
  await world.stage.play();
  const killedAt = world.stage.now();
  world.pass(3600);
  const later = rollout(world, 'run-2');
  const resumedAt = world.stage.now();
  await world.stage.play();
  expect(later.report().outcome).toBe('promoted');
  const watched = world.stage.now() - resumedAt;
  // What the killed run watched after it last wrote is watched again: half a lease at most.
  expect(watched).toBeGreaterThan(390_000);
  expect(watched).toBeLessThan(600_000);
  expect(killedAt).toBeLessThan(resumedAt);
});

test('the gap before resuming uses up no gate’s time', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: WAVES }));
  const mute = world.fault({ kind: 'mute-logs' });
  const run = rollout(world);
  run.when(/worker: deployed/, run.kill, 100);
  await world.stage.play();
  world.pass(3600);
  const later = rollout(world, 'run-2');
  later.when(/worker/, () => world.clearFaults(mute), 20);
  await world.stage.play();
  expect(later.report().outcome).toBe('promoted');
});

test('a way back that was meant and not sent is sent by the run that resumes hours later', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: WAVES }));
  world.fault({ kind: 'crash-at-start', container: 'alloy' });
  const run = rollout(world);
  run.when(/rolling back to revision 1/, run.kill, 0.001);
  await world.stage.play();
  expect(world.readLedger().services['worker']?.state).toBe('rolling-back');
  world.pass(5 * 3600);
  const later = rollout(world, 'run-2');
  await world.stage.play();
  expect(later.report().outcome).toBe('rolled-back');
  expect(revisions(world, ['worker', 'frontend'])).toBe('11');
});

test.each([
  ['its first intent', /frontend: rollback: stop it; rolling back/],
  ['its first update', /frontend: UpdateService/],
  ['its first service', /frontend: rolled back/],
])('a rollback that is killed after %s is asked for again hours later', async (_, line) => {
  const world = createTestWorld(sampleEnvironment({ waves: WAVES }));
  await world.run((ports) => runRollout(world.options, ports));
  const begin = (name: string): Started => {
    const run = { ...world.options.run, name };
    return world.start(name, (ports) =>
      runRollback({ ...world.options, run, to: 'previous', reason: 'stop it' }, ports),
    );
  };
  const first = begin('run-2');
  first.when(line, first.kill, 0.001);
  await world.stage.play();
  world.pass(5 * 3600);
  const second = begin('run-3');
  await world.stage.play();
  expect(second.report().outcome).toBe('rolled-back');
  expect(revisions(world, ['worker', 'frontend'])).toBe('11');
});

const faults = fc.constantFrom(
  null,
  null,
  { kind: 'crash-at-start' as const, container: 'alloy' },
  { kind: 'fail-start' as const, image: 'grafana/alloy:v1.18.1' },
  { kind: 'mute-logs' as const },
  { kind: 'wrong-labels' as const },
);

test('killed anywhere, any number of times, the next run ends as an undisturbed one would', async () => {
  const environment = sampleEnvironment({ waves: WAVES, pollSeconds: 30, bakeSeconds: 120 });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ worker: faults, frontend: faults }),
      fc.array(fc.record({ turn: fc.integer({ min: 1, max: 400 }), gap: fc.integer({ min: 0, max: 400 }) }), {
        maxLength: 4,
      }),
      async (faulty, kills) => {
        const begin = (): TestWorld => {
          const world = createTestWorld(environment);
          for (const name of ['worker', 'frontend'] as const) {
            const fault = faulty[name];
            if (fault) world.fault({ ...fault, service: world.account.ecsName(name) });
          }
          return world;
        };
        const calm = begin();
        const expected = await calm.run((ports) => runRollout(calm.options, ports));
        const world = begin();
        for (const { turn, gap } of kills) {
          const run = rollout(world);
          run.killAt(turn);
          await world.stage.play();
          world.pass(gap);
        }
        const run = rollout(world);
        await world.stage.play();
        const last = run.report();
        expect(last.outcome === 'refused' ? last.hold?.outcome : last.outcome).toBe(
          expected.outcome === 'promoted' && last.outcome === 'unchanged' ? 'unchanged' : expected.outcome,
        );
        expect(revisions(world, ['worker', 'frontend'])).toBe(revisions(calm, ['worker', 'frontend']));
        expect(states(last)).toBe(states(expected));
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);
