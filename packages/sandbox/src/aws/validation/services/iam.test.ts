import { expect, it } from 'vitest';
import { describeRequests, wire } from '../testing/wire.ts';

const TRUST =
  '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"}}]}';
const ROLE = { RoleName: 'worker-task', AssumeRolePolicyDocument: TRUST, MaxSessionDuration: 3600, Path: '/' };
const POLICY = { PolicyName: 'state', PolicyDocument: '{"Statement":[]}' };
const inline = (RoleName: string, PolicyName: string, size: number) => ({
  RoleName,
  PolicyName,
  PolicyDocument: 'p'.repeat(size),
});
const arn = (name: string | number) => `arn:aws:iam::111122223333:policy/${name}`;

describeRequests('requests to IAM', () => {
  it.each<[action: string, fields: Readonly<Record<string, string | number>>]>([
    ['CreateRole', { ...ROLE, Description: 'What ECS may do', 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': '' }],
    ['CreateRole', { ...ROLE, RoleName: 'r'.repeat(64), MaxSessionDuration: 43_200, Path: '/temporal-dev/' }],
    // White space doesn't count.
    ['CreatePolicy', { ...POLICY, PolicyDocument: `${'p'.repeat(6144)}${' \n'.repeat(500)}` }],
    ['UpdateAssumeRolePolicy', { RoleName: 'r', PolicyDocument: 'p'.repeat(2048) }],
    ['CreateOpenIDConnectProvider', { Url: 'https://t.example', 'ClientIDList.member.1': 'sts.amazonaws.com' }],
  ])('takes %s %j', (action, fields) => {
    expect(wire().form('iam', action, fields)).toBe('accepted');
  });

  it.each<[action: string, fields: Readonly<Record<string, string | number>>, refusal: string]>([
    [
      'CreateRole',
      { ...ROLE, RoleName: 'r'.repeat(65) },
      `400 ValidationError: 1 validation error detected: Value '${'r'.repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    ['CreateRole', { ...ROLE, MaxSessionDuration: 3599 }, 'Member must have value greater than or equal to 3600'],
    ['CreateRole', { ...ROLE, MaxSessionDuration: 43_201 }, 'Member must have value less than or equal to 43200'],
    ['CreateRole', { ...ROLE, MaxSessionDuration: 'hour' }, 'Member must be an integer'],
    ['CreateRole', { ...ROLE, Description: 'What “ECS” may do' }, "at 'description' failed"],
    ['CreateRole', { ...ROLE, Path: 'temporal-dev' }, "at 'path' failed"],
    [
      'CreateRole',
      { ...ROLE, 'Tags.member.1.Key': 'a;b', 'Tags.member.1.Value': 'c' },
      "at 'tags.1.member.key' failed",
    ],
    ['CreateRole', { RoleName: 'r' }, "Value null at 'assumeRolePolicyDocument' failed"],
    [
      'CreateRole',
      { ...ROLE, AssumeRolePolicyDocument: 'p'.repeat(2049) },
      '409 LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048',
    ],
    ['UpdateAssumeRolePolicy', { RoleName: 'r', PolicyDocument: 'p'.repeat(2049) }, 'ACLSizePerRole'],
    [
      'CreatePolicy',
      { ...POLICY, PolicyDocument: 'p'.repeat(6145) },
      '409 LimitExceeded: Cannot exceed quota for PolicySize: 6144',
    ],
    ['CreatePolicyVersion', { PolicyArn: arn('state'), PolicyDocument: 'p'.repeat(6145) }, 'PolicySize: 6144'],
    ['CreateOpenIDConnectProvider', { Url: 'http://t.example' }, 'Invalid Open ID Connect Provider URL'],
  ])('refuses %s %j', (action, fields, refusal) => {
    expect(wire().form('iam', action, fields)).toContain(refusal);
  });

  it("counts a role's inline policies together", () => {
    const { form } = wire();
    expect(form('iam', 'PutRolePolicy', inline('r', 'one', 6000))).toBe('accepted');
    expect(form('iam', 'PutRolePolicy', inline('another', 'one', 6000))).toBe('accepted');
    expect(form('iam', 'PutRolePolicy', inline('r', 'two', 4241))).toBe(
      '409 LimitExceeded: Maximum policy size of 10240 bytes exceeded for role r',
    );
    expect(form('iam', 'PutRolePolicy', inline('r', 'one', 5999))).toBe('accepted');
    expect(form('iam', 'PutRolePolicy', inline('r', 'two', 4241))).toBe('accepted');
    expect(form('iam', 'PutRolePolicy', inline('r', 'three', 1))).toContain('LimitExceeded');
    expect(form('iam', 'DeleteRolePolicy', { RoleName: 'r', PolicyName: 'two' })).toBe('accepted');
    expect(form('iam', 'PutRolePolicy', inline('r', 'three', 1))).toBe('accepted');
    expect(form('iam', 'DeleteRole', { RoleName: 'r' })).toBe('accepted');
    expect(form('iam', 'PutRolePolicy', inline('r', 'four', 10_240))).toBe('accepted');
  });

  it('attaches ten policies to a role at most', () => {
    const { form } = wire();
    const attach = (name: string | number) => form('iam', 'AttachRolePolicy', { RoleName: 'r', PolicyArn: arn(name) });
    expect(new Set(Array.from({ length: 10 }, (_, at) => attach(at)))).toEqual(new Set(['accepted']));
    expect(attach(9)).toBe('accepted');
    expect(attach('eleventh')).toBe('409 LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10');
    expect(form('iam', 'DetachRolePolicy', { RoleName: 'r', PolicyArn: arn(0) })).toBe('accepted');
    expect(attach('eleventh')).toBe('accepted');
  });
});
