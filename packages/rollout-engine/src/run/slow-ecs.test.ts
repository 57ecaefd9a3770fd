import { expect, test } from 'vitest';
import type { Ports } from '../ports.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld, revisions } from '../testing/test-world.ts';
import { runRollback } from './rollback.ts';
import { runRollout } from './rollout.ts';

/** ECS answers, and takes longer over it than a view is good for: 15 s, the poll of the sample. */

function slow(ports: Ports, asked: number[], seconds: number): Ports {
  const { ecs, clock } = ports;
  const describeServices = async (names: readonly string[]) => {
    asked.push(clock.now());
    if (asked.length > 100) throw new Error('It asks on and on.');
    const answer = await ecs.describeServices(names);
    await clock.sleep(seconds * 1000);
    return answer;
  };
  return { ...ports, ecs: { ...ecs, describeServices } };
}

const world = () => createTestWorld(sampleEnvironment({ waves: [{ services: ['worker'] }] }));

test('a rollout gives up after five answers in a row that are too old, and says why', async () => {
  const { run, options } = world();
  const asked: number[] = [];
  const report = await run((ports) => runRollout(options, slow(ports, asked, 20)));
  expect(report).toMatchObject({ outcome: 'held', reason: 'ECS took 20 s to say what runs (5 in a row)' });
});

test('a rollout goes on with answers that are young enough', async () => {
  const { run, options } = world();
  expect((await run((ports) => runRollout(options, slow(ports, [], 12)))).outcome).toBe('promoted');
});

test('a rollback works with what it gets', async () => {
  const slowWorld = world();
  const { run, options } = slowWorld;
  await run((ports) => runRollout(options, ports));
  const back = { ...options, run: { ...options.run, name: 'run-2' }, to: 'previous', reason: 'slow' };
  expect((await run((ports) => runRollback(back, slow(ports, [], 20)))).outcome).toBe('rolled-back');
  expect(revisions(slowWorld, ['worker'])).toBe('1');
});
