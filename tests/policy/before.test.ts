import { describe, expect, test } from 'vitest';
import { read } from '../contract/repository.ts';
import { accountWith } from './account/account.ts';
import type { Rendered } from './account/rendered.ts';
import { findChains } from './chains/search.ts';

/** The policies as they were until an outsider looked at them; each of these was a way out. */
describe('the search finds what there was before', () => {
  const before = accountWith(JSON.parse(read('tests/policy/fixtures/before.json')) as Rendered);
  const chains = new Map(findChains(before, 'demo-github-apply').map(({ reached, steps }) => [reached, steps]));

  test.each<[string, RegExp[]]>([
    ['a role without a boundary: demo-github-apply', []],
    ['a role without a boundary: demo-instance', [/UpdateAssumeRolePolicy on role\/demo-instance/]],
    ['a role of sibling: /demo-eu-github-apply', [/UpdateAssumeRolePolicy on role\/demo-eu-github-apply/]],
    ['a role of another team: /demo-batch-task', [/UpdateAssumeRolePolicy on role\/demo-batch-task/]],
    [
      'a foreign secret: secretsmanager:GetSecretValue on secret:payroll-abcdef',
      [/UpdateAssume/, /PutRolePolicy/, /GetSecretValue/],
    ],
    [
      'a foreign parameter: ssm:GetParameters on parameter/payroll/key',
      [/UpdateAssume/, /PutRolePolicy/, /GetParameters/],
    ],
    [
      'a foreign security group: ec2:AuthorizeSecurityGroupIngress on security-group/sg-payroll',
      [/CreateTags/, /AuthorizeSecurityGroup/],
    ],
    ['a foreign volume: ec2:DeleteVolume on volume/vol-payroll', [/UpdateAssume/, /PutRolePolicy/, /DeleteVolume/]],
    [
      'a foreign file system: elasticfilesystem:ClientWrite on file-system/fs-payroll',
      [/UpdateAssume/, /PutRolePolicy/, /ClientWrite/],
    ],
    ['a foreign alarm: cloudwatch:DeleteAlarms on alarm:demo-eu-loki-cpu', [/DeleteAlarms/]],
    ['how long logs are kept: logs:PutRetentionPolicy', [/PutRetentionPolicy/]],
    ["the guards of Loki's bucket: s3:PutBucketPolicy", [/PutBucketPolicy/]],
    ["the guards of Loki's bucket: s3:PutLifecycleConfiguration", [/PutLifecycleConfiguration/]],
    ["the guards of Loki's bucket: s3:DeleteBucket", [/DeleteBucket/]],
  ])('%s', (reached, calls) => {
    const steps = chains.get(reached);
    expect(steps, [...chains.keys()].join('\n')).toHaveLength(calls.length);
    for (const [index, call] of calls.entries()) expect(steps?.[index]).toMatch(call);
  });

  test('the account, through the role of the instances, which was the only one of the project without a boundary', () => {
    const alone = { ...before, roles: before.roles.filter(({ owner }) => owner === 'project') };
    const account = findChains(alone, 'demo-github-apply').find(({ reached }) => reached === 'the account');
    expect(account?.steps).toEqual([
      'role/demo-github-apply: iam:UpdateAssumeRolePolicy on role/demo-instance',
      'role/demo-github-apply: iam:PutRolePolicy on role/demo-instance',
      'role/demo-instance: iam:CreateUser on user/x',
    ]);
  });

  test('a host read every parameter of the account', () => {
    expect(findChains(before, 'demo-instance').map(({ reached }) => reached)).toContain(
      'a foreign parameter: ssm:GetParameter on parameter/payroll/key',
    );
  });
});
