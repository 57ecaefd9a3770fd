import { expect, it } from 'vitest';
import { describeRequests, wire } from './testing/wire.ts';

describeRequests('the check of requests', () => {
  it('names every write that no table knows, whatever its protocol, and no read', () => {
    const { json, form, s3, send, unknownWrites } = wire();
    json('logs', 'PutSubscriptionFilter', {
      logGroupName: 'g',
      filterName: 'f',
      filterPattern: '',
      destinationArn: 'a',
    });
    json('logs', 'DescribeLogGroups', {});
    form('iam', 'CreateUser', { UserName: 'u' });
    form('iam', 'GetRole', { RoleName: 'r' });
    form('sns', 'CreateTopic', { Name: 'n' });
    s3('PUT', '/bucket?cors', '<CORSConfiguration/>');
    s3('HEAD', '/bucket');
    send('aps', 'POST', '/workspaces', {}, '{}');
    json('logs', 'PutEverything', {});
    send('kinesisvideo2', 'POST', '/createStream', {}, '{}');
    expect(unknownWrites()).toEqual([
      'aps:CreateWorkspace',
      'iam:CreateUser',
      'kinesisvideo2:POST /createStream',
      'logs:PutSubscriptionFilter',
      'logs:Target_20140328.PutEverything',
      's3:PutBucketCors',
      'sns:CreateTopic',
    ]);
  });

  it('holds those writes, and reads, against the API model too', () => {
    const { json, form } = wire();
    expect(json('servicediscovery', 'CreateHttpNamespace', { Name: 'a b' })).toContain(
      '400 ValidationException: 1 validation',
    );
    expect(json('secretsmanager', 'CreateSecret', { Name: 'n'.repeat(513) })).toContain("at 'name' failed");
    const attribute = {
      'MessageAttributes.entry.1.Name': 'level',
      'MessageAttributes.entry.1.Value.StringValue': 'info',
    };
    expect(form('sns', 'Publish', { Message: 'm', ...attribute })).toContain(
      "400 ValidationError: 1 validation error detected: Value null at 'messageAttributes.level.dataType' failed",
    );
    expect(form('iam', 'GetRole', { RoleName: 'r/s' })).toContain("at 'roleName' failed");
    expect(form('elasticloadbalancing', 'CreateTargetGroup', { Name: 'g', Port: 65_536 })).toContain(
      "at 'port' failed",
    );
  });

  it.each<[method: string, url: string, operation: string]>([
    ['PUT', '/bucket/key?uploadId=1&partNumber=2', 's3:UploadPart'],
    ['POST', '/bucket/key?uploads', 's3:CreateMultipartUpload'],
    ['POST', '/bucket?delete', 's3:DeleteObjects'],
    ['PUT', '/bucket/folder/key?tagging', 's3:PutObjectTagging'],
    ['PUT', '/bucket?acl', 's3:PutBucketAcl'],
    ['POST', '/bucket/key?select&select-type=2', 's3:SelectObjectContent'],
    ['POST', '/bucket/key?select&select-type=3', 's3:POST /bucket/key?select&select-type=3'],
  ])('knows the operation of %s %s: %s', (method, url, operation) => {
    const { s3, unknownWrites } = wire();
    s3(method, url);
    expect(unknownWrites()).toEqual([operation]);
  });
});
