import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

const two = () => createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }, { services: ['frontend'] }] }));

test.each(['family', 'family:', 'family:4 ', 'x family:4', 'family:4x', 'arn:', 'arn:a b', 'arn: x', ''])(
  'a destination that is not a revision is refused before anything stops: "%s"',
  async (to) => {
    const world = two();
    const asked = world.run((ports) => runRollback({ ...world.options, to, reason: 'errors' }, ports));
    await expect(asked).rejects.toThrow(`--to is ${JSON.stringify(to)}: expected previous, adot, or a revision`);
    expect(world.ledger.versions()).toHaveLength(1);
  },
);

test('a revision that ECS starts no task of is refused', async () => {
  const world = two();
  const gone = world.account.register('worker', 'adot', '1.28.0');
  world.account.deregister(gone);
  const asked = world.run((ports) => runRollback({ ...world.options, to: gone, reason: 'errors' }, ports));
  await expect(asked).rejects.toThrow(`${gone} is INACTIVE, and ECS starts no task of it: name another revision.`);
});

test('a dry run says what would go, what stays, and changes nothing', async () => {
  const world = two();
  const dry = { ...world.options, to: 'previous', reason: 'errors', dryRun: true };
  const report = await world.run((ports) => runRollback(dry, ports));
  expect(report).toMatchObject({ outcome: 'unchanged', reason: 'dry run: nothing was changed', plan: [] });
  expect(report.notes).toEqual([
    'frontend: stays, the ledger knows no earlier revision of it.',
    'worker: stays, the ledger knows no earlier revision of it.',
  ]);
  expect(world.ledger.versions()).toHaveLength(1);
});

test('the log says what is stopped and what goes where', async () => {
  const world = two();
  await world.run((ports) => runRollout(world.options, ports));
  const run = { ...world.options.run, name: 'run-2', id: 2 };
  const started = world.start('rollback', (ports) => {
    return runRollback({ ...world.options, run, to: 'previous', reason: 'errors' }, ports);
  });
  await world.stage.play();
  expect(started.lines).toContain('Epoch 1: deploys are on hold.');
  expect(started.lines).toContain('worker: back to revision 1, undoes the variant (alloy → adot)');
  expect(started.report().polls).toBeGreaterThan(0);
});
