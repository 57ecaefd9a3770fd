import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { LogText } from './index.ts';

const line = new LogText('jane.doe@example.com paid');

test.each([
  ['in a template', () => `${line}`],
  ['added to a text', () => `${'a line: '}${String(line)}`],
  ['in JSON', () => JSON.stringify({ line })],
  ['on a console', () => inspect({ line }, { depth: 9, showHidden: true })],
  ['spread', () => JSON.stringify({ ...line })],
  ['its keys', () => Reflect.ownKeys(line).map(String).join()],
])('%s it is not shown', (_, shown) => {
  expect(shown()).not.toMatch(/jane|paid/);
});

test('what stands in its place is its length', () => {
  expect(`${line}`).toBe('(25 characters)');
  expect(JSON.stringify([line])).toBe('["(25 characters)"]');
  expect(inspect(line)).toBe('(25 characters)');
});

test('a rule gets the text, and only a yes or no leaves', () => {
  expect(line.is((text) => text.startsWith('jane'))).toBe(true);
  expect(line.is((text) => text.startsWith('joe'))).toBe(false);
  expect(line.is((text) => text as unknown as boolean)).toBe(false);
});
