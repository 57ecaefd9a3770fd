import { expect, it } from 'vitest';
import { describeRequests, wire } from '../testing/wire.ts';

type Fields = Readonly<Record<string, string | number>>;

const GROUP = { GroupName: 'temporal-dev-worker', GroupDescription: 'Ports of the worker', VpcId: 'vpc-1' };
const P = 'IpPermissions.1.';
const RULE = { GroupId: 'sg-1', [`${P}IpProtocol`]: 'tcp', [`${P}FromPort`]: 3100, [`${P}ToPort`]: 3100 };
const DESCRIBED = `${P}IpRanges.1.Description`;

describeRequests('requests to EC2', () => {
  it.each<[action: string, fields: Fields]>([
    ['CreateSecurityGroup', { ...GROUP, 'TagSpecification.1.Tag.1.Key': 'a', 'TagSpecification.1.Tag.1.Value': 'b' }],
    [
      'AuthorizeSecurityGroupIngress',
      { ...RULE, [`${P}Groups.1.GroupId`]: 'sg-2', [`${P}Groups.1.Description`]: 'grpc' },
    ],
    ['AuthorizeSecurityGroupEgress', { GroupId: 'sg-1', [`${P}IpProtocol`]: -1, [DESCRIBED]: 'Everything & more' }],
    ['AuthorizeSecurityGroupIngress', { GroupId: 'sg-1', [`${P}IpProtocol`]: 'icmpv6' }],
    ['AuthorizeSecurityGroupIngress', { GroupId: 'sg-1', [`${P}IpProtocol`]: '255', [DESCRIBED]: '' }],
    ['AuthorizeSecurityGroupIngress', { ...RULE, [`${P}IpProtocol`]: '6', [DESCRIBED]: 'd'.repeat(255) }],
    ['AuthorizeSecurityGroupIngress', { ...RULE, [`${P}FromPort`]: 0, [`${P}ToPort`]: 65_535 }],
    ['CreateTags', { 'ResourceId.1': 'sg-1', 'Tag.1.Key': 'k'.repeat(127), 'Tag.1.Value': 'v'.repeat(256) }],
  ])('takes %s %j', (action, fields) => {
    expect(wire().form('ec2', action, fields)).toBe('accepted');
  });

  it.each<[action: string, fields: Fields, refusal: string]>([
    [
      'CreateSecurityGroup',
      { GroupName: 'g' },
      '400 MissingParameter: The request must contain the parameter Description',
    ],
    [
      'CreateSecurityGroup',
      { ...GROUP, GroupDescription: 'Ports – worker' },
      '400 InvalidParameterValue: Value (Ports – worker) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.',
    ],
    ['CreateSecurityGroup', { ...GROUP, GroupDescription: "the worker's" }, 'Invalid security group description.'],
    ['CreateSecurityGroup', { ...GROUP, GroupDescription: 'd'.repeat(256) }, 'Invalid security group description.'],
    ['CreateSecurityGroup', { ...GROUP, GroupName: 'a?' }, 'Invalid security group name.'],
    ['CreateSecurityGroup', { ...GROUP, GroupName: 'sg-worker' }, 'may not be in the format sg-*'],
    [
      'CreateSecurityGroup',
      { ...GROUP, 'TagSpecification.1.ResourceType': 'firewall' },
      'Value (firewall) for parameter TagSpecifications.1.ResourceType is invalid.',
    ],
    [
      'CreateSecurityGroup',
      { ...GROUP, 'TagSpecification.1.Tag.1.Key': 'aws:x' },
      "Tag keys starting with 'aws:' are reserved",
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { ...RULE, [DESCRIBED]: 'a -> b' },
      '400 InvalidParameterValue: Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&amp;;{}!$*',
    ],
    [
      'AuthorizeSecurityGroupEgress',
      { ...RULE, [`${P}Groups.1.Description`]: 'd'.repeat(256) },
      'Invalid rule description',
    ],
    ['AuthorizeSecurityGroupIngress', { ...RULE, [`${P}FromPort`]: 3101 }, 'Invalid TCP/UDP port range (3101:3100)'],
    [
      'AuthorizeSecurityGroupIngress',
      { ...RULE, [`${P}ToPort`]: 65_536 },
      '400 InvalidPermission.Malformed: TCP/UDP port (65536) out of range',
    ],
    ['AuthorizeSecurityGroupIngress', { ...RULE, [`${P}FromPort`]: -1 }, 'TCP/UDP port (-1) out of range'],
    ['AuthorizeSecurityGroupIngress', { ...RULE, [`${P}FromPort`]: 'http' }, 'Member must be an integer'],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupId: 'sg-1', [`${P}IpProtocol`]: '17' },
      'Must specify both from and to ports',
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupId: 'sg-1', [`${P}IpProtocol`]: 'tcp', [`${P}FromPort`]: 22 },
      'Must specify both from and to ports',
    ],
    ['AuthorizeSecurityGroupIngress', { ...RULE, [`${P}IpProtocol`]: 'http' }, "Invalid value 'http' for IP protocol."],
    ['AuthorizeSecurityGroupIngress', { ...RULE, [`${P}IpProtocol`]: '256' }, "Invalid value '256' for IP protocol."],
    ['AuthorizeSecurityGroupIngress', { [`${P}FromPort`]: 1 }, 'The request must contain the parameter IpProtocol'],
    ['AuthorizeSecurityGroupIngress', { ...RULE, 'TagSpecification.1.Tag.1.Key': 'k'.repeat(128) }, 'Tag key exceeds'],
    ['CreateTags', { 'ResourceId.1': 'sg-1', 'Tag.1.Key': 'k', 'Tag.1.Value': 'v'.repeat(257) }, 'Tag value exceeds'],
    ['CreateTags', { 'Tag.1.Key': 'k' }, 'The request must contain the parameter Resources'],
    [
      'ModifySecurityGroupRules',
      {
        GroupId: 'sg-1',
        'SecurityGroupRule.1.SecurityGroupRuleId': 'sgr-1',
        'SecurityGroupRule.1.SecurityGroupRule.IpProtocol': -1,
        'SecurityGroupRule.1.SecurityGroupRule.Description': 'a > b',
      },
      'Invalid rule description.',
    ],
  ])('refuses %s %j', (action, fields, refusal) => {
    expect(wire().form('ec2', action, fields)).toContain(refusal);
  });
});
