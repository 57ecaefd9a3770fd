import { describe, expect, test } from 'vitest';
import { allow, findings, policy } from '../../../testing/findings.ts';

describe('a policy', () => {
  const update = (before: object[], after: object[], type = 'aws_iam_policy') =>
    findings(type, ['update'], policy(...before), policy(...after));
  const create = (after: object[], type = 'aws_iam_policy') => findings(type, ['create'], null, policy(...after));
  const EVERYTHING = ['danger iam-admin: allows everything on every resource'];
  const ON = 'on every resource (`*`)';

  test.each<[string, object[], string[]]>([
    ['everything, spelled twice', [allow('*:*', '*')], EVERYTHING],
    ['one thing of every service', [allow('*:Put', '*')], [`warning iam-wildcard: allows \`*:Put\` ${ON}`]],
    ['everything of a service', [allow('s3:*', '*')], [`warning iam-wildcard: allows \`s3:*\` ${ON}`]],
    ['everything on something', [allow('*', 'arn:a')], []],
    ['everything on all but something', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:a' }], EVERYTHING],
    ['everything on several', [allow('*', ['arn:a', '*'])], EVERYTHING],
    ['everything under a condition', [allow('*', '*', { Condition: { Bool: { a: 'b' } } })], []],
    ['nothing', [{ Effect: 'Deny', Action: '*', Resource: '*' }], []],
    [
      'two things',
      [allow('a:X', '*'), allow(['a:Y', 'a:X'], '*')],
      [`warning iam-wildcard: allows \`a:X\`, \`a:Y\` ${ON}`],
    ],
    ['what isn’t a text', [allow([1, null, 'a:X'], ['*', 2])], [`warning iam-wildcard: allows \`a:X\` ${ON}`]],
    ...[
      's3:get*',
      's3:ListBuckets',
      'ec2:DescribeX',
      's3:headx',
      'dynamodb:BatchGetItem',
      'a-b:lookup',
      'a:search',
      'a:query',
      'a:view',
      'ssmmessages:X',
      'ec2messages:Y',
      'cloudwatch:PutMetricData',
      'xray:PutTraceSegments',
    ].map((action): [string, object[], string[]] => [action, [allow(action, '*')], []]),
    ...['s3:putget', 'x s3:get', 'cloudwatch:PutMetricDataX', 'ssm:X', '-a:getx'].map(
      (action): [string, object[], string[]] => [
        action,
        [allow(action, '*')],
        [`warning iam-wildcard: allows \`${action}\` ${ON}`],
      ],
    ),
    [
      'anybody',
      [{ ...allow('a:X', 'arn:a'), Principal: '*' }],
      ['danger public-principal: lets everybody in (principal `*`)'],
    ],
    [
      'anybody but one',
      [{ ...allow('a:X', 'arn:a'), NotPrincipal: { AWS: 'b' } }],
      ['danger public-principal: lets everybody in (principal `*`)'],
    ],
    ['anybody under a condition', [{ ...allow('a:X', 'arn:a', { Condition: {} }), Principal: '*' }], []],
    ['a service', [{ ...allow('a:X', 'arn:a'), Principal: { Service: 'ecs' } }], []],
  ])('that is new allows %s', (_, after, expected) => expect(create(after)).toEqual(expected));

  test.each<[string, object[], object[], string[]]>([
    ['what it allowed, in other letters', [allow('S3:Put*', 'arn:a')], [allow('s3:putobject', 'arn:a')], []],
    ['a part of it', [allow('s3:*', 'arn:*')], [allow('s3:PutObject', 'arn:a')], []],
    ['with a mark for one sign', [allow('s3:P?t', 'arn:?')], [allow('s3:Put', 'arn:a')], []],
    [
      'one sign too many',
      [allow('s3:Put', 'arn:?')],
      [allow('s3:Put', 'arn:ab')],
      ['warning iam-widened: now allows `s3:Put` on `arn:ab`'],
    ],
    [
      'one sign too few',
      [allow('s3:Put', 'arn:?')],
      [allow('s3:Put', 'arn:')],
      ['warning iam-widened: now allows `s3:Put` on `arn:`'],
    ],
    ['a star that stands for nothing', [allow('s3:Put', 'arn:*a')], [allow('s3:Put', 'arn:a')], []],
    [
      'what ends so',
      [allow('s3:Put', 'arn:a')],
      [allow('s3:Put', 'xarn:a')],
      ['warning iam-widened: now allows `s3:Put` on `xarn:a`'],
    ],
    [
      'what begins so',
      [allow('s3:Put', 'arn:a')],
      [allow('s3:Put', 'arn:ab')],
      ['warning iam-widened: now allows `s3:Put` on `arn:ab`'],
    ],
    ['stars on both ends', [allow('s3:Put', '*b*d**')], [allow('s3:Put', 'abcbcd')], []],
    [
      'a star that would have to end otherwise',
      [allow('s3:Put', 'a*c')],
      [allow('s3:Put', 'abcb')],
      ['warning iam-widened: now allows `s3:Put` on `abcb`'],
    ],
    ['a star that begins anew', [allow('s3:Put', 'a*bcd')], [allow('s3:Put', 'abcbcd')], []],
    [
      'another resource',
      [allow('s3:Put', 'arn:a')],
      [allow('s3:Put', ['arn:a', 'arn:b'])],
      ['warning iam-widened: now allows `s3:Put` on `arn:b`'],
    ],
    [
      'what reads',
      [allow('s3:Put', 'arn:a')],
      [allow(['s3:Put', 's3:Get'], 'arn:a')],
      ['notice iam-widened: now allows `s3:Get` on `arn:a`'],
    ],
    [
      'what reads and writes',
      [allow('s3:Put', 'arn:a')],
      [allow(['s3:Del', 's3:Get'], 'arn:a')],
      ['warning iam-widened: now allows `s3:Del`, `s3:Get` on `arn:a`'],
    ],
    [
      'under the same condition',
      [allow('s3:*', 'arn:a', { Condition: { a: 1 } })],
      [allow('s3:Put', 'arn:a', { Condition: { a: 1 } })],
      [],
    ],
    [
      'under another condition',
      [allow('s3:Put', 'arn:a', { Condition: { a: 1 } })],
      [allow('s3:Put', 'arn:a', { Condition: { a: 2 } })],
      ['warning iam-widened: now allows `s3:Put` on `arn:a`'],
    ],
    ['under a condition at last', [allow('s3:Put', 'arn:a')], [allow('s3:Put', 'arn:a', { Condition: { a: 1 } })], []],
    [
      'somebody else',
      [{ ...allow('s3:Put', 'arn:a'), Principal: { AWS: 'x' } }],
      [{ ...allow('s3:Put', 'arn:a'), Principal: { AWS: 'y' } }],
      ['warning iam-widened: now allows `s3:Put` on `arn:a`'],
    ],
    [
      'everybody, as before',
      [{ ...allow('s3:*', 'arn:a'), Principal: '*' }],
      [{ ...allow('s3:Put', 'arn:a'), Principal: { AWS: 'y' } }],
      [],
    ],
    [
      'on everything, beside something',
      [allow('s3:Put', 'arn:a')],
      [allow('s3:Put', ['arn:b', '*'])],
      [`warning iam-wildcard: allows \`s3:Put\` ${ON}`, 'warning iam-widened: now allows `s3:Put` on `arn:b`'],
    ],
    [
      'no resource',
      [{ Effect: 'Allow', Action: 'a:X', Principal: { AWS: 'x' } }],
      [{ Effect: 'Allow', Action: ['a:X', 'a:Y'], Principal: { AWS: 'x' } }],
      ['warning iam-widened: now allows `a:Y` on '],
    ],
    [
      'what it denied',
      [allow('a:X', 'r'), { Effect: 'Deny', Action: 'b' }, { Effect: 'Deny', Action: 'c' }],
      [allow('a:X', 'r')],
      ['warning iam-widened: drops 2 statements that deny'],
    ],
    [
      'one of two',
      [
        { Effect: 'Deny', Action: 'b' },
        { Effect: 'Deny', Action: 'c' },
      ],
      [{ Action: 'c', Effect: 'Deny' }],
      ['warning iam-widened: drops 1 statement that denies'],
    ],
  ])('that was there now allows %s', (_, before, after, expected) => {
    expect(update(before, after)).toEqual(expected);
  });

  test.each(['aws_kms_key', 'aws_kms_key_policy'])('of %s names the key by *', (type) => {
    expect(create([allow('kms:*', '*')], type)).toEqual([]);
    expect(update([allow('kms:A', '*')], [allow(['kms:A', 'kms:B'], '*')], type)).toEqual([
      'warning iam-widened: now allows `kms:B` on `*`',
    ]);
  });

  test('of another provider, or one that is gone, is passed over', () => {
    expect(create([allow('*', '*')], 'google_x')).toEqual([]);
    expect(findings('aws_iam_policy', ['forget'], policy(allow('*', '*')), null)).toEqual([]);
  });

  test('stands in several attributes, and inline in IAM alone', () => {
    const text = policy(allow('*', '*')).policy;
    expect(findings('aws_opensearch_domain', ['create'], null, { access_policies: text })).toEqual(EVERYTHING);
    const inline = { inline_policy: [{ name: 'a', policy: policy(allow('a:Get', 'r')).policy }, { policy: text }] };
    expect(findings('aws_iam_role', ['create'], null, inline)).toEqual(EVERYTHING);
    expect(findings('aws_x', ['create'], null, inline)).toEqual([]);
    expect(findings('aws_iam_role', ['update'], inline, { ...inline, x: 1 })).toEqual([]);
  });

  test('may have one statement instead of a list, or none', () => {
    const one = (Statement: unknown) =>
      findings('aws_iam_policy', ['create'], null, { policy: JSON.stringify({ Statement }) });
    expect(one(allow('*', '*'))).toEqual(EVERYTHING);
    expect(one({})).toEqual([]);
    expect(one(null)).toEqual([]);
    const lifted = findings(
      'aws_iam_policy',
      ['update'],
      { policy: JSON.stringify({ Statement: { Effect: 'Deny', Action: 'a' } }) },
      { policy: JSON.stringify({ Statement: {} }) },
    );
    expect(lifted).toEqual(['warning iam-widened: drops 1 statement that denies']);
    expect(findings('aws_iam_policy', ['update'], policy({ Effect: 'Deny', Action: 'a' }), { x: 1 })).toEqual([]);
  });

  test('of trust says who comes in anew', () => {
    const trust = (...principals: unknown[]) => ({
      assume_role_policy: policy(
        ...principals.map((Principal) => ({ ...allow('sts:AssumeRole', undefined), Principal })),
      ).policy,
    });
    expect(findings('aws_iam_role', ['create'], null, trust({ AWS: 'a' }))).toEqual([]);
    expect(findings('aws_iam_role', ['create'], null, trust({ AWS: '*' }))).toEqual([
      'danger public-principal: lets everybody assume the role',
    ]);
    expect(
      findings('aws_iam_role', ['update'], trust({ AWS: 'a' }), trust({ AWS: 'a' }, { Service: ['b', 'c'] })),
    ).toEqual(['warning iam-widened: lets `b`, `c` assume the role']);
    expect(findings('aws_iam_role', ['update'], trust({ AWS: 'a' }), trust({ AWS: ['a', 1, 'b'] }))).toEqual([
      'warning iam-widened: lets `b` assume the role',
    ]);
    expect(findings('aws_iam_role', ['update'], trust({ AWS: ['a', 'b'] }), trust({ AWS: 'a' }))).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['arn:aws:iam::aws:policy/AdministratorAccess', ['danger iam-admin: attaches `AdministratorAccess`']],
    ['arn:aws-cn:iam::aws:policy/IAMFullAccess', ['danger iam-admin: attaches `IAMFullAccess`']],
    ['arn:aws:iam::aws:policy/job/x/PowerUserAccess', ['warning iam-wildcard: attaches `PowerUserAccess`']],
    ['arn:aws:iam::aws:policy/AmazonS3FullAccess', ['warning iam-wildcard: attaches `AmazonS3FullAccess`']],
    ['arn:aws:iam::aws:policy/FullAccessToNothing', []],
    ['arn:aws:iam::111122223333:policy/AdministratorAccess', []],
    ['x arn:aws:iam::aws:policy/AdministratorAccess', []],
  ])('that AWS manages: %s', (arn, expected) => {
    expect(findings('aws_iam_role_policy_attachment', ['create'], null, { policy_arn: arn })).toEqual(expected);
    const role = { managed_policy_arns: [1, arn] };
    expect(findings('aws_iam_role', ['create'], null, role)).toEqual(expected);
    expect(findings('aws_iam_role', ['update'], role, { ...role, x: 1 })).toEqual([]);
    expect(findings('aws_x', ['create'], null, { policy_arn: arn })).toEqual([]);
  });

  test('that is known only later', () => {
    const unknown = { policy: true, assume_role_policy: true, other: true };
    expect(findings('aws_iam_role', ['update'], { x: 1 }, { x: 2 }, unknown)).toEqual([
      'notice iam-unknown: what `policy, assume_role_policy` allows is known only after the apply',
    ]);
    expect(findings('aws_iam_role', ['update'], { x: 1 }, { x: 2 }, { policy: false })).toEqual([]);
    expect(findings('aws_iam_role', ['create'], null, { x: 2 }, unknown)).toEqual([]);
  });
});
