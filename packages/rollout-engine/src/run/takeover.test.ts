import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions, type Started, type TestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

const SERVICES = ['worker', 'frontend'];

function small(): TestWorld {
  return createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));
}

function rollout(world: TestWorld, name = 'run-1'): Started {
  return world.start(name, (ports) => runRollout({ ...world.options, run: { ...world.options.run, name } }, ports));
}

function rollback(world: TestWorld, name = 'run-2'): Started {
  const options = { ...world.options, run: { ...world.options.run, name }, to: 'previous', reason: 'stop it' };
  return world.start(name, (ports) => runRollback(options, ports));
}

/** What each run did, after a moment: `run-1 UpdateService`, `run-1 write`. */
function changesSince(world: TestWorld): string[] {
  const changes: string[] = [];
  world.watchers.push({
    arrived: ({ name }, _, call) => {
      if (call === 'UpdateService' || call === 'write') changes.push(`${name} ${call}`);
    },
  });
  return changes;
}

test.each([
  /worker: revision 1 → 2/,
  /worker: UpdateService/,
  /worker: deployment/,
  /worker: all gates passed/,
  /frontend: deployed/,
])('a rollback stops a rollout that is under way, which does nothing more (%s)', async (line) => {
  const world = small();
  const run = rollout(world);
  let back: Started | undefined;
  let changes: string[] = [];
  run.when(line, () => {
    back = rollback(world);
    back.when(/^Epoch 1/, () => {
      changes = changesSince(world);
    });
  });
  await world.stage.play();
  expect(run.report().outcome).toBe('refused');
  expect(run.report().reason).toContain('superseded: a rollback took over (epoch 0 → 1)');
  expect(back?.report().outcome).toBe('rolled-back');
  expect(revisions(world, SERVICES)).toBe('11');
  // At most the call that was on its way already.
  expect(changes.filter((change) => change.startsWith('run-1')).length).toBeLessThanOrEqual(1);
});

test('a takeover while UpdateService is tried again: it is not sent any more', async () => {
  const world = small();
  world.network.drop({ to: 'ECS', call: 'UpdateService', lose: 'request', times: 3 });
  const run = rollout(world);
  let back: Started | undefined;
  let changes: string[] = [];
  run.when(
    /UpdateService failed with ECONNRESET/,
    () => {
      back = rollback(world);
      changes = changesSince(world);
    },
    5,
  );
  await world.stage.play();
  expect(run.report().outcome).toBe('refused');
  expect(changes.filter((change) => change === 'run-1 UpdateService')).toEqual([]);
  expect(back?.report().outcome).toBe('rolled-back');
  expect(revisions(world, SERVICES)).toBe('11');
});

test('a rollback waits for the update that the stopped rollout has under way, and takes it back', async () => {
  const world = small();
  const run = rollout(world);
  const isSending = () => run.actor.turn?.what === 'UpdateService' && run.lines.at(-1)?.startsWith('frontend') === true;
  await world.stage.play(isSending);
  const { turn } = run.actor;
  if (!turn) throw new Error('frontend was not updated');
  // The call hangs in the network for 20 s.
  turn.dueAt += 20_000;
  const back = rollback(world);
  await world.stage.play();
  expect(run.report().reason).toContain('superseded');
  expect(back.report().outcome).toBe('rolled-back');
  expect(back.lines.join('\n')).toContain('the run that was pre-empted may still have a call under way');
  expect(revisions(world, SERVICES)).toBe('11');
});

test('two rollbacks: the later one takes over, and finishes', async () => {
  const world = small();
  await world.run((ports) => runRollout(world.options, ports));
  const first = rollback(world, 'run-2');
  let second: Started | undefined;
  first.when(/frontend: deployment/, () => {
    second = rollback(world, 'run-3');
  });
  await world.stage.play();
  expect(first.report().reason).toContain('superseded: a rollback took over (epoch 1 → 2)');
  expect(second?.report()).toMatchObject({ outcome: 'rolled-back', epoch: 2 });
  expect(revisions(world, SERVICES)).toBe('11');
});

test('a second run is refused while the lease is held, and takes over from a dead one', async () => {
  const world = small();
  const run = rollout(world);
  run.when(/frontend: all gates passed/, run.kill, 5);
  await world.stage.play();
  const refused = rollout(world, 'run-2');
  await world.stage.play();
  expect(refused.report().reason).toContain('a rollout is under way: run-1 holds the lease until');
  world.pass(130);
  const later = rollout(world, 'run-2');
  await world.stage.play();
  expect(later.report().outcome).toBe('promoted');
});

test('a second attempt of the same run goes on at once', async () => {
  const world = small();
  const run = rollout(world);
  run.when(/frontend: all gates passed/, run.kill, 5);
  await world.stage.play();
  const again = rollout(world);
  await world.stage.play();
  expect(again.report().outcome).toBe('promoted');
  expect(world.account.ecs.callCounts()['UpdateService']?.answered).toBe(2);
});

test('a run whose lease lapsed while it slept stops when somebody else has taken it', async () => {
  const world = small();
  const run = rollout(world);
  await world.stage.play(() => run.actor.turn?.what.startsWith('sleep') === true);
  const { turn } = run.actor;
  if (!turn) throw new Error('it never slept');
  // Its machine is frozen for ten minutes.
  turn.dueAt += 600_000;
  world.pass(150);
  const other = rollout(world, 'run-2');
  await world.stage.play();
  expect(other.report().outcome).toBe('promoted');
  expect(run.report()).toMatchObject({ outcome: 'refused' });
  expect(run.report().reason).toContain('superseded: the lease is gone');
});

test('an attempt whose intent has been carried out by the second attempt of its own run sends nothing', async () => {
  const world = small();
  const first = rollout(world);
  // It has written its intent, and its last look at the ledger hangs in the network.
  await world.stage.play(() => first.actor.turn?.what === 'read' && first.lines.at(-1) === 'worker: revision 1 → 2');
  const { turn } = first.actor;
  if (!turn) throw new Error('it never looked');
  turn.dueAt += 3_600_000;
  const second = rollout(world);
  await world.stage.play(() => second.lines.some((line) => line.startsWith('frontend: all gates passed')));
  const changes = changesSince(world);
  turn.dueAt = world.stage.now();
  await world.stage.play(() => first.actor.turn?.what.startsWith('sleep') === true);
  expect(changes.filter((change) => change.endsWith('UpdateService'))).toEqual([]);
  await world.stage.play();
  expect(revisions(world, SERVICES)).toBe('22');
  expect(world.account.ecs.callCounts()['UpdateService']?.answered).toBe(2);
});
