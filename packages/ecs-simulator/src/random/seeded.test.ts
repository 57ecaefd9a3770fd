import { describe, expect, it } from 'vitest';
import { seeded } from './seeded.ts';

function draw(seed: number, count: number): readonly number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, random);
}

describe('a seeded generator', () => {
  it('repeats itself for the same seed and differs for the next', () => {
    expect(draw(7, 20)).toEqual(draw(7, 20));
    expect(draw(8, 20)).not.toEqual(draw(7, 20));
  });

  it('spreads over [0, 1)', () => {
    const drawn = draw(1, 10_000);
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => drawn.filter((one) => Math.floor(one * 10) === tenth).length,
    );
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
