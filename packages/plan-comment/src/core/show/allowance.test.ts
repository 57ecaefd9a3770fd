import { describe, expect, test } from 'vitest';
import { createScrubber } from '../secrets/scrub.ts';
import { allowanceNote } from './allowance.ts';

describe('what the description allows to destroy', () => {
  const note = (destroyed: Record<string, boolean>, ...lines: string[][]) =>
    allowanceNote(
      Object.entries(destroyed).map(([address, isAllowed]) => ({ address, isAllowed })),
      lines.map((addresses) => ({ line: `allow-destroy: ${addresses.join(', ')}`, addresses })),
      createScrubber(new Set(['hunter-two'])),
    );

  test('is counted and quoted', () => {
    expect(note({ 'a.b': true, 'a.c': false }, ['a.b'])).toBe(
      'Of 2 destructions, 1 are allowed by the description of this pull request:\n\n- `allow-destroy: a.b`\n\n',
    );
    expect(note({ 'a.b': false }, ['a.hunter-two'])).toContain(
      '- `allow-destroy: a.(sensitive)`\n\nThis plan doesn’t destroy `a.(sensitive)`, which it names.\n\n',
    );
  });

  test('is not a word where nothing is destroyed or allowed', () => {
    expect(note({}, ['a.b'])).toBe('');
    expect(note({ 'a.b': false })).toBe('');
  });

  test('has ten lines, and ten names of what stays', () => {
    const lines = Array.from({ length: 12 }, (_, index) => [`a.b${index}`]);
    const text = note({ 'a.x': false }, ...lines);
    expect(text.match(/^- /gm)).toHaveLength(10);
    expect(text).toContain('a.b8, a.b9`, which it names');
    expect(note({ 'a.x': false }, ['x'.repeat(500)]).match(/… ?x+ \(5\d\d characters\)/g)).toHaveLength(2);
  });
});
