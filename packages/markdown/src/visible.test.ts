import { expect, test } from 'vitest';
import { text } from './index.ts';
import { oneLine, visible } from './visible.ts';

test.each([
  ['a control character', 'a\u0000\u001b\u009f', 'a\\u0000\\u001b\\u009f'],
  ['a change of direction', '\u202e\u2066', '\\u202e\\u2066'],
  ['a character of no width', '\u200b\u200d\ufeff\u00ad', '\\u200b\\u200d\\ufeff\\u00ad'],
  ['a format character that Unicode does not ignore', '\ufff9', '\\ufff9'],
  ['a letter that shows nothing', '\u3164\u115f', '\\u3164\\u115f'],
  ['a tag and a hidden selector', '\u{e0041}\u{e0100}\ufe00', '\\u{e0041}\\u{e0100}\\ufe00'],
  ['half of a pair', 'a\ud800b', 'a\ufffdb'],
])('%s is written out', (_name, value, expected) => {
  expect(visible(value)).toBe(expected);
});

test.each(['✅ ⚠️ ↩️ ☎︎', 'é 名 ñ', 'a b\u00a0c'])('%j stays as it is', (value) => {
  expect(visible(value)).toBe(value);
});

test('all kinds of line breaks and runs of spaces are one space', () => {
  expect(oneLine('a\r\n\tb\u0085c\u2028d\u2029e   f\v\fg')).toBe('a b c d e f g');
  expect(text('a\u2028b\u0085c')).toBe('a b c');
});
