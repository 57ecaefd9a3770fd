import { expect, test } from 'vitest';
import { notInEffectBox } from './not-in-effect.ts';

test('what isn’t in effect is named ten times, the others are counted', () => {
  const paths = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
  expect(notInEffectBox([])).toBe('');
  expect(notInEffectBox(['a', 'b'])).toMatch(
    /^> \[!NOTE\]\n> This pull request also changes `a`, `b`\. That isn’t in effect here: /,
  );
  expect(notInEffectBox(paths(10))).toContain('`p9`. That');
  expect(notInEffectBox(paths(12))).toContain('`p9` and 2 more. That');
  expect(notInEffectBox(['x'.repeat(81)])).toContain('(81 characters)`');
});
