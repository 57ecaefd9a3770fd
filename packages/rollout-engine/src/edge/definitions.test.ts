import { expect, test } from 'vitest';
import { parseDefinitions } from './definitions.ts';

const arn = (family: string) => `arn:aws:ecs:eu-west-1:111122223333:task-definition/${family}:4`;

test('takes one definition for a service, or one for each variant', () => {
  const both = { worker: arn('worker'), history: { adot: arn('history'), alloy: arn('history') } };
  expect(parseDefinitions(JSON.stringify(both), '--task-definitions')).toEqual(both);
});

test('takes any revision', () => {
  const far = { worker: `${arn('worker')}12` };
  expect(parseDefinitions(JSON.stringify(far), '--task-definitions')).toEqual(far);
});

test.each([
  ['{', "isn't JSON"],
  ['null', "isn't an object"],
  ['[]', "isn't an object"],
  ['"arn"', "isn't an object"],
  ['{"worker":null}', 'has no ARN for worker'],
  ['{"worker":""}', 'has no ARN for worker'],
  ['{"worker":"worker:4"}', 'has no ARN for worker'],
  [JSON.stringify({ worker: `x${arn('worker')}` }), 'has no ARN for worker'],
  [JSON.stringify({ worker: `${arn('worker')}x` }), 'has no ARN for worker'],
  [JSON.stringify({ history: arn('history'), worker: 4 }), 'has no ARN for worker'],
  ['{"worker":{"adot":1}}', 'has no ARN for worker'],
  [`{"worker":{"adott":${JSON.stringify(arn('worker'))}}}`, 'has no ARN for worker'],
])('refuses %s, and names the input', (text, why) => {
  const message = `Input "task-definitions" ${why}: expected a JSON object, service → task definition ARN, as Terraform's output target_task_definitions has it.`;
  expect(() => parseDefinitions(text, 'Input "task-definitions"')).toThrow(
    expect.objectContaining({ name: 'UserError', message }),
  );
});
