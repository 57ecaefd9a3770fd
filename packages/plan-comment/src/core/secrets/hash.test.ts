import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, rolled, SHORTEST_PART } from './hash.ts';

test('the hash one character further is that of the next place', () => {
  fc.assert(
    fc.property(fc.string({ minLength: SHORTEST_PART + 1, unit: 'grapheme' }), (text) => {
      const next = rolled(hashOf(text, 0), text.charCodeAt(0), text.charCodeAt(SHORTEST_PART));
      expect(next).toBe(hashOf(text, 1));
    }),
  );
});

test('each of the characters and their order count, and none after them', () => {
  const texts = ['abcdef', 'bbcdef', 'accdef', 'abddef', 'abceef', 'abcdff', 'abcdeg', 'fedcba'];
  expect(new Set(texts.map((text) => hashOf(text, 0))).size).toBe(texts.length);
  expect(hashOf('xabcdefy', 1)).toBe(hashOf('abcdef', 0));
});
