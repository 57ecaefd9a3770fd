import { expect, test } from 'vitest';
import { checkHistories } from './check-histories.ts';

/** Commands of each seed: more than 10,000 in all. A longer run is `pnpm test:histories --steps N --seed S`. */
const STEPS = 2700;

async function played(seed: number): Promise<Readonly<Record<string, number>>> {
  const { failure, steps, endings } = await checkHistories({ seed, steps: STEPS });
  if (failure !== undefined) expect.fail(failure);
  expect(steps).toBeGreaterThanOrEqual(STEPS);
  return endings;
}

/**
 * The same everywhere, so that a red run is the fault of the change that it is about: those that notice most of the faults that were planted
 * in the engine. New ones are for `pnpm test:histories`, which takes another seed each time.
 */
const SEEDS = [2, 4, 10, 102];

test.each(SEEDS)('random histories keep every invariant (seed %i)', { timeout: 300_000 }, async (seed) => {
  const endings = await played(seed);
  // Histories in which nothing happens would prove nothing.
  const ways = ['promoted', 'rolled-back', 'held', 'refused', 'killed', 'failed'].map((way) => `rollout ${way}`);
  for (const ending of [...ways, 'rollback rolled-back', 'rollback held', 'rollback killed']) {
    expect(endings).toHaveProperty([ending]);
  }
});
