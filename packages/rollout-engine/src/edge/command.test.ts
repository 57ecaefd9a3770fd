import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions } from '../testing/test-world.ts';
import { COMMANDS, type Command, runCommand } from './command.ts';

test('every command does what its name says, with what comes with it', async () => {
  const world = createTestWorld(sampleEnvironment({ waves: [{ services: ['worker', 'frontend'] }] }));
  const { environment, run } = world.options;
  const play = (command: Command) => world.run((ports) => runCommand(command, { environment, run }, ports));
  const moved = { definitions: world.targets, services: ['worker'], dryRun: false };
  const both = ['worker', 'frontend'];

  expect(await play({ name: 'rollout', ...moved, dryRun: true })).toMatchObject({
    command: 'rollout',
    outcome: 'unchanged',
  });
  expect(revisions(world, both)).toBe('11');
  expect(await play({ name: 'rollout', ...moved })).toMatchObject({ command: 'rollout', outcome: 'promoted' });
  expect(revisions(world, both)).toBe('21');
  expect(await play({ name: 'status' })).toMatchObject({ command: 'status', outcome: 'unfinished' });
  const back = await play({ name: 'rollback', to: 'previous', reason: 'errors', unrecorded: false, ...moved });
  expect(back).toMatchObject({ command: 'rollback', outcome: 'rolled-back', hold: { reason: 'rollback: errors' } });
  expect(revisions(world, both)).toBe('11');
  expect(await play({ name: 'release' })).toMatchObject({ command: 'release', hold: null });
  expect(COMMANDS).toEqual(['rollout', 'rollback', 'status', 'release']);
});
