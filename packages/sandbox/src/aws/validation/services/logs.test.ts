import { expect, it } from 'vitest';
import { describeRequests, type Values, wire } from '../testing/wire.ts';

const GROUP = '/ecs/temporal-dev/temporal-worker';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

describeRequests('requests to CloudWatch Logs', () => {
  it.each<[action: string, input: Values]>([
    ['CreateLogGroup', { logGroupName: GROUP, kmsKeyId: KEY, tags: { team: 'workers' } }],
    ['CreateLogGroup', { logGroupName: GROUP, logGroupClass: 'INFREQUENT_ACCESS', kmsKeyId: null }],
    ['PutRetentionPolicy', { logGroupName: GROUP, retentionInDays: 3653 }],
    ['AssociateKmsKey', { logGroupName: GROUP, kmsKeyId: KEY }],
    ['TagResource', { resourceArn: `arn:aws:logs:eu-west-1:1:log-group:${GROUP}`, tags: { a: '' } }],
  ])('takes %s %j', (action, input) => {
    expect(wire().json('logs', action, input)).toBe('accepted');
  });

  it.each<[action: string, input: Values, refusal: string]>([
    [
      'PutRetentionPolicy',
      { logGroupName: GROUP, retentionInDays: 3650 },
      '400 InvalidParameterException: Invalid retention value. Valid values are: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]',
    ],
    [
      'PutRetentionPolicy',
      { logGroupName: GROUP },
      "400 InvalidParameterException: 1 validation error detected: Value null at 'retentionInDays' failed to satisfy constraint: Member must not be null",
    ],
    [
      'PutRetentionPolicy',
      { logGroupName: GROUP, retentionInDays: '30' },
      "400 SerializationException: 1 validation error detected: Value '30' at 'retentionInDays' failed to satisfy constraint: Member must be an integer",
    ],
    [
      'CreateLogGroup',
      { logGroupName: 'a b' },
      'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+',
    ],
    ['CreateLogGroup', { logGroupName: 'g'.repeat(513) }, 'Member must have length less than or equal to 512'],
    ['CreateLogGroup', { logGroupName: 'aws/ecs' }, 'Log groups starting with aws/'],
    [
      'CreateLogGroup',
      { logGroupName: GROUP, logGroupClass: 'COLD' },
      'Member must satisfy enum value set: [STANDARD, ',
    ],
    ['CreateLogGroup', { logGroupName: GROUP, kmsKeyId: 'alias/logs' }, "'alias/logs' is not the ARN of a KMS key."],
    ['CreateLogGroup', { logGroupName: GROUP, tags: { 'a?': 'b' } }, "Value 'a?' at 'tags.a?' failed"],
    ['CreateLogGroup', { logGroupName: '', logGroupClass: 'COLD' }, '3 validation errors detected: '],
    ['AssociateKmsKey', { logGroupName: GROUP, kmsKeyId: 'k' }, "'k' is not the ARN"],
  ])('refuses %s %j', (action, input, refusal) => {
    expect(wire().json('logs', action, input)).toContain(refusal);
  });

  it('refuses a body that is not JSON', () => {
    const headers = { 'x-amz-target': 'Logs_20140328.CreateLogGroup' };
    expect(wire().send('logs', 'POST', '/', headers, '{')).toContain('400 SerializationException: ');
  });
});
