import { expect, it } from 'vitest';
import { describeRequests, type Values, wire } from '../testing/wire.ts';

const RULE = { Name: 'temporal-dev-deployment-failed', EventPattern: '{"source":["aws.ecs"]}' };
const TARGET = { Id: 'sns', Arn: 'arn:aws:sns:eu-west-1:111122223333:alerts' };
const targets = (...Targets: readonly Values[]) => ({ Rule: RULE.Name, Targets });

describeRequests('requests to EventBridge', () => {
  it.each<[action: string, input: Values]>([
    ['PutRule', { ...RULE, Tags: [{ Key: 'a', Value: 'b' }] }],
    [
      'PutTargets',
      targets({ ...TARGET, InputTransformer: { InputTemplate: '"<a>"', InputPathsMap: { a: '$.detail' } } }),
    ],
    ['PutTargets', targets({ ...TARGET, Input: '"text"' })],
    ['PutTargets', targets(...Array.from({ length: 5 }, (_, at) => ({ ...TARGET, Id: `t${at}` })))],
  ])('takes %s %j', (action, input) => {
    expect(wire().json('events', action, input)).toBe('accepted');
  });

  it.each<[action: string, input: Values, refusal: string]>([
    [
      'PutRule',
      { ...RULE, Name: 'r'.repeat(65) },
      `400 ValidationException: 1 validation error detected: Value '${'r'.repeat(65)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    ['PutRule', { ...RULE, Name: 'a/b' }, 'Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+'],
    ['PutRule', { ...RULE, State: 'ON' }, 'Member must satisfy enum value set: [ENABLED, DISABLED, '],
    ['PutRule', { ...RULE, Description: 'd'.repeat(513) }, "at 'description' failed"],
    ['PutTargets', targets({ Id: 'sns' }), "Value null at 'targets.1.member.arn' failed"],
    ['PutTargets', targets(), 'Member must have length greater than or equal to 1'],
    [
      'PutTargets',
      targets(...Array.from({ length: 6 }, (_, at) => ({ ...TARGET, Id: `t${at}` }))),
      'LimitExceededException',
    ],
    ['PutTargets', targets({ ...TARGET, Input: '{' }), 'JSON syntax error in input for target sns.'],
    [
      'PutTargets',
      targets({ ...TARGET, Input: '1', InputPath: '$.a' }),
      'Only one of Input, InputPath, or InputTransformer',
    ],
  ])('refuses %s %j', (action, input, refusal) => {
    expect(wire().json('events', action, input)).toContain(refusal);
  });
});
