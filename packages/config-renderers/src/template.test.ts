import { expect, it } from 'vitest';
import { template } from './template.ts';

it('builds its text once, when first used, and fills every place', () => {
  let builds = 0;
  const fill = template(() => {
    builds += 1;
    return 'a@b of @who@: @count@, @who@';
  });
  expect(builds).toBe(0);
  expect([fill({ who: 'x', count: 2 }), fill({ who: 'y', count: 0 })]).toEqual(['a@b of x: 2, x', 'a@b of y: 0, y']);
  expect(builds).toBe(1);
  expect(() => fill({ who: 'x' })).toThrow(/@count@/);
});
