import { describe, expect, it, test } from 'vitest';
import { evaluate, trusts } from './evaluate.ts';
import { matchesArn, matchesResource } from './match.ts';
import { type Conditions, type Policy, parsePolicy, type RequestContext, type Statement } from './policy.ts';

const policy = (...Statement: Statement[]): Policy => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[] = '*', rest: Partial<Statement> = {}) =>
  policy({ Effect: 'Allow', Action, Resource, ...rest });

describe('decisions as AWS documents them', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
  it('denies what nobody allows, and a deny wins over an allow', () => {
    const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::carlossalazar/a' };
    expect(evaluate({ identity: [] }, read)).toBe('implicit deny');
    expect(evaluate({ identity: [allow('s3:*')] }, read)).toBe('allow');
    const denied = policy({ Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::carlossalazar/*' });
    expect(evaluate({ identity: [allow('s3:*'), denied] }, read)).toBe('explicit deny');
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html: the user of the example may have iam:CreateUser
  // and yet not use it, since the boundary is S3, CloudWatch and EC2; and the boundary alone gives nothing.
  it('takes the intersection with a boundary', () => {
    const boundary = allow(['s3:*', 'cloudwatch:*', 'ec2:*']);
    const createUser = { action: 'iam:CreateUser', resource: '*' };
    const list = { action: 's3:ListBucket', resource: 'arn:aws:s3:::logs' };
    expect(evaluate({ identity: [allow('iam:CreateUser')], boundary }, createUser)).toBe('implicit deny');
    expect(evaluate({ identity: [], boundary }, list)).toBe('implicit deny');
    expect(evaluate({ identity: [allow('s3:*')], boundary }, list)).toBe('allow');
    const denying = policy(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    );
    expect(evaluate({ identity: [allow('*')], boundary: denying }, list)).toBe('explicit deny');
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html: everything but deleting a bucket; and a
  // deny of everything but IAM.
  it('NotAction is everything else', () => {
    const butDelete = policy({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' });
    const on = (action: string) => evaluate({ identity: [butDelete] }, { action, resource: 'arn:aws:s3:::b' });
    expect([on('s3:DeleteBucket'), on('s3:PutBucketPolicy')]).toEqual(['implicit deny', 'allow']);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html: all of S3 is denied but one bucket.
  it('NotResource is everything else', () => {
    const NotResource = ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'];
    const only = policy({ Effect: 'Deny', Action: 's3:*', NotResource });
    const on = (resource: string) =>
      evaluate({ identity: [allow('s3:*'), only] }, { action: 's3:GetObject', resource });
    expect(on('arn:aws:s3:::HRBucket/Payroll/june')).toBe('allow');
    expect(on('arn:aws:s3:::HRBucket/Addresses')).toBe('explicit deny');
  });

  it('actions match in any case', () => {
    expect(evaluate({ identity: [allow('IAM:pass*')] }, { action: 'iam:PassRole', resource: 'arn:x' })).toBe('allow');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
test.each([
  ['arn:aws:iam::111122223333:role/demo-*', 'arn:aws:iam::111122223333:role/demo-eu-apply', true],
  ['arn:aws:iam::111122223333:role/demo/*', 'arn:aws:iam::111122223333:role/demo-eu/apply', false],
  ['arn:aws:iam::111122223333:role/demo-?', 'arn:aws:iam::111122223333:role/demo-eu', false],
  // The last character of its segment reaches over colons, one in the middle doesn't.
  ['arn:aws:logs:*', 'arn:aws:logs:eu-west-1:1:log-group:a', true],
  ['arn:aws:ecs:eu-*-1:1:service/demo/a', 'arn:aws:ecs:eu-west:x-1:1:service/demo/a', false],
  ['arn:aws:s3:::a.b', 'arn:aws:s3:::aXb', false],
])('the resource %s and %s: %s', (pattern, arn, expected) => {
  expect(matchesResource(pattern, arn)).toBe(expected);
});

test('ArnLike compares segment by segment', () => {
  expect(matchesArn('arn:aws:ecs:*:*:task/*', 'arn:aws:ecs:eu-west-1:1:task/demo/1')).toBe(true);
  expect(matchesArn('arn:aws:ecs:*:task/*', 'arn:aws:ecs:eu-west-1:1:task/demo/1')).toBe(false);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
test.each<[string, Conditions, RequestContext, boolean]>([
  [
    'an equal value',
    { StringEquals: { 'aws:PrincipalTag/job': 'iamuser-admin' } },
    { 'aws:principaltag/job': 'iamuser-admin' },
    true,
  ],
  ['case', { StringEquals: { 'aws:username': 'john' } }, { 'aws:username': 'John' }, false],
  ['case that is ignored', { StringEqualsIgnoreCase: { 'aws:username': 'john' } }, { 'aws:username': 'John' }, true],
  [
    'one value of several',
    { StringEquals: { 'iam:PassedToService': ['a', 'b'] } },
    { 'iam:PassedToService': 'b' },
    true,
  ],
  ['several keys, all of them', { StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' }, false],
  ['an absent key', { StringEquals: { 'aws:ResourceTag/P': 'demo' } }, {}, false],
  ['an absent key, negated', { StringNotEquals: { 'aws:ResourceTag/P': 'demo' } }, {}, true],
  ['none of several', { StringNotEquals: { a: ['1', '2'] } }, { a: '2' }, false],
  ['an absent key, if it exists', { StringEqualsIfExists: { 'ec2:InstanceType': ['t1.*'] } }, {}, true],
  [
    'another value, if it exists',
    { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*'] } },
    { 'ec2:InstanceType': 'm1.large' },
    false,
  ],
  ['Null true without the key', { Null: { 'aws:TokenIssueTime': 'true' } }, {}, true],
  ['Null false with the key', { Null: { 'aws:TokenIssueTime': 'false' } }, { 'aws:TokenIssueTime': 'x' }, true],
  ['Null false without the key', { Null: { 'aws:TokenIssueTime': 'false' } }, {}, false],
  ['all values', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': ['a', 'c'] }, false],
  ['all of no values', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, true],
  ['any value', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['c', 'a'] }, true],
  ['any of no values', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, false],
  ['a boolean', { Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }, false],
  [
    'an ARN',
    { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*:*:task/*' } },
    { 'aws:SourceArn': 'arn:aws:ecs:a:1:task/x' },
    true,
  ],
  [
    'another ARN',
    { ArnNotLike: { 'aws:SourceArn': 'arn:aws:ecs:*:*:task/*' } },
    { 'aws:SourceArn': 'arn:aws:ecs:a:1:task/x' },
    false,
  ],
])('a condition with %s', (_, Condition, context, expected) => {
  const decision = evaluate(
    { identity: [allow('s3:x', '*', { Condition })] },
    { action: 's3:x', resource: '*', context },
  );
  expect(decision === 'allow').toBe(expected);
});

test('what is not known stops the evaluation', () => {
  const condition = (Condition: Conditions) => () =>
    evaluate({ identity: [allow('s3:x', '*', { Condition })] }, { action: 's3:x', resource: '*', context: { a: '1' } });
  expect(condition({ NumericLessThan: { a: '2' } })).toThrow("NumericLessThan isn't evaluated");
  expect(condition({ StringEquals: { a: '${aws:username}' } })).toThrow("variables aren't evaluated");
  expect(() => parsePolicy('{"Statement":[{"Effect":"Allow","NotPrincipal":"*","Action":"*"}]}')).toThrow(
    'NotPrincipal',
  );
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html: the trust of a task's role.
test('a role trusts whom it names, under its conditions', () => {
  const trust = policy({
    Effect: 'Allow',
    Principal: { Service: ['ecs-tasks.amazonaws.com'] },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  });
  const ecs = { type: 'Service', id: 'ecs-tasks.amazonaws.com' } as const;
  expect(trusts(trust, ecs, 'sts:AssumeRole', { 'aws:SourceAccount': '111122223333' })).toBe(true);
  expect(trusts(trust, ecs, 'sts:AssumeRole', { 'aws:SourceAccount': '444455556666' })).toBe(false);
  expect(
    trusts(trust, { type: 'Service', id: 'ec2.amazonaws.com' }, 'sts:AssumeRole', {
      'aws:SourceAccount': '111122223333',
    }),
  ).toBe(false);
  expect(
    trusts(trust, { type: 'AWS', id: 'ecs-tasks.amazonaws.com' }, 'sts:AssumeRole', {
      'aws:SourceAccount': '111122223333',
    }),
  ).toBe(false);
});
