import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { createTestWorld } from '../testing/test-world.ts';
import { sessionOptions } from './options.ts';

test.each([
  [10, 120],
  [30, 120],
  [31, 124],
])('with a poll every %i s the lease of a dead run is free after %i s', (pollSeconds, leaseSeconds) => {
  const world = createTestWorld(sampleEnvironment({ pollSeconds, waves: [{ services: ['worker'] }] }));
  const { ports } = world.start('run', () => new Promise(() => undefined));
  expect(sessionOptions(world.options, ports)).toMatchObject({ leaseSeconds, retry: { seconds: pollSeconds } });
});
