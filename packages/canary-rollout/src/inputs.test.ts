import { expect, test } from 'vitest';
import { parseDefinitions } from './inputs.ts';

test('takes one definition for a service, or one for each variant', () => {
  const both = { worker: 'arn:aws:ecs:x', history: { adot: 'arn:aws:ecs:y' } };
  expect(parseDefinitions(JSON.stringify(both))).toEqual(both);
  expect(parseDefinitions(undefined)).toEqual({});
});

test.each([
  ['{', "isn't JSON"],
  ['[]', "isn't an object"],
  ['{"worker":""}', 'has no ARN for worker'],
  ['{"worker":{"adot":1}}', 'has no ARN for worker'],
])('refuses %s', (text, why) => {
  expect(() => parseDefinitions(text)).toThrow(why);
});
