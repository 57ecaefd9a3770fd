import { expect, test } from 'vitest';
import { parseDefinitions } from './definitions.ts';

const arn = (family: string) => `arn:aws:ecs:eu-west-1:111122223333:task-definition/${family}:4`;

test('takes one definition for a service, or one for each variant', () => {
  const both = { worker: arn('worker'), history: { adot: arn('history'), alloy: arn('history') } };
  expect(parseDefinitions(JSON.stringify(both), '--task-definitions')).toEqual(both);
});

test.each([
  ['{', "isn't JSON"],
  ['null', "isn't an object"],
  ['[]', "isn't an object"],
  ['"arn"', "isn't an object"],
  ['{"worker":null}', 'has no ARN for worker'],
  ['{"worker":""}', 'has no ARN for worker'],
  ['{"worker":"worker:4"}', 'has no ARN for worker'],
  ['{"worker":{"adot":1}}', 'has no ARN for worker'],
  [`{"worker":{"adott":${JSON.stringify(arn('worker'))}}}`, 'has no ARN for worker'],
])('refuses %s, and names the input', (text, why) => {
  expect(() => parseDefinitions(text, 'Input "task-definitions"')).toThrow(`Input "task-definitions" ${why}`);
});
