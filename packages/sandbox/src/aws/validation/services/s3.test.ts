import { expect, it } from 'vitest';
import { describeRequests, wire } from '../testing/wire.ts';

const BUCKET = '/temporal-dev-loki-logs-111122223333';
const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const location = (region: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><CreateBucketConfiguration ${XMLNS}><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
const rules = (...each: readonly string[]) =>
  `<LifecycleConfiguration ${XMLNS}>${each.map((rule) => `<Rule>${rule}</Rule>`).join('')}</LifecycleConfiguration>`;
const FILTER = '<Filter><Prefix></Prefix></Filter>';
const ENABLED = `<Status>Enabled</Status>${FILTER}`;
const EXPIRES = '<Expiration><Days>9</Days></Expiration>';
const tags = (...each: readonly [key: string, value: string][]) =>
  `<Tagging ${XMLNS}><TagSet>${each.map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`).join('')}</TagSet></Tagging>`;
const encrypted = (algorithm: string, rest = '') =>
  `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm>${rest}</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;
const FORTY_NINE = Array.from({ length: 49 }, (_, at): [string, string] => [`k${at}`, 'v']);
const MALFORMED = '400 MalformedXML: The XML you provided was not well-formed';
const statement = (size: number) => JSON.stringify({ Statement: [{ Sid: 's'.repeat(size) }] });

describeRequests('requests to S3', () => {
  it.each<[method: string, url: string, body?: string]>([
    ['PUT', `${BUCKET}/`, location('eu-west-1')],
    ['PUT', BUCKET],
    ['PUT', `${BUCKET}?lifecycle=`, rules(`<ID>a</ID>${ENABLED}${EXPIRES}`, `<ID>b</ID>${ENABLED}${EXPIRES}`)],
    ['PUT', `${BUCKET}?lifecycle`, rules(`<Prefix>p/</Prefix><Status>Disabled</Status>${EXPIRES}`)],
    ['PUT', `${BUCKET}?lifecycle`, rules(`<Filter/><Status>Enabled</Status>${EXPIRES}`)],
    ['PUT', `${BUCKET}?tagging`, tags(['a', ''], ['b &amp; c', 'd'])],
    ['PUT', `${BUCKET}?encryption`, encrypted('aws:kms', '<KMSMasterKeyID>k</KMSMasterKeyID>')],
    ['PUT', `${BUCKET}?policy`, `{ ${' '.repeat(21_000)} }`],
    ['PUT', `${BUCKET}/dev/terraform.tfstate?x-id=PutObject`],
    // At the limits.
    ...['abc', 'b'.repeat(63)].map((name): [string, string, string] => ['PUT', `/${name}`, location('eu-west-1')]),
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(`<ID>${'i'.repeat(255)}</ID>${ENABLED}<Expiration><Days>1</Days></Expiration>`),
    ],
    ['PUT', `${BUCKET}?lifecycle`, rules(...Array(1000).fill(`${ENABLED}${EXPIRES}`))],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(
        `${ENABLED}<Transition><Days>0</Days><StorageClass>GLACIER</StorageClass></Transition>
        <NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>100</NewerNoncurrentVersions></NoncurrentVersionExpiration>
        <AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>`,
      ),
    ],
    ['PUT', `${BUCKET}?tagging`, tags(...FORTY_NINE, ['k'.repeat(128), 'v'.repeat(256)])],
    ['PUT', `${BUCKET}?policy`, statement(20_480 - statement(0).length)],
    ['PUT', `${BUCKET}/${'k'.repeat(1024)}`],
  ])('takes %s %s %s', (method, url, body) => {
    expect(wire().s3(method, url, body)).toBe('accepted');
  });

  it.each<[method: string, url: string, body: string | undefined, refusal: string]>([
    ...[
      'ab',
      'Upper',
      'under_score',
      'a..b',
      '-a-',
      '192.168.5.4',
      'xn--bucket',
      'a-s3alias',
      'a--x-s3',
      'b'.repeat(64),
    ].map((name): [string, string, string, string] => [
      'PUT',
      `/${name}`,
      location('eu-west-1'),
      '400 InvalidBucketName: The specified bucket is not valid.',
    ]),
    ['PUT', BUCKET, location('moon-1'), MALFORMED],
    ['PUT', BUCKET, '<CreateBucketConfiguration>', MALFORMED],
    ['PUT', `${BUCKET}?lifecycle`, rules(), MALFORMED],
    ['PUT', `${BUCKET}?lifecycle`, undefined, MALFORMED],
    ['PUT', `${BUCKET}?lifecycle`, rules(`<Status>On</Status>${FILTER}${EXPIRES}`), MALFORMED],
    ['PUT', `${BUCKET}?lifecycle`, rules(`${FILTER}${EXPIRES}`), MALFORMED],
    ['PUT', `${BUCKET}?lifecycle`, rules(`<Status>Enabled</Status>${EXPIRES}`), MALFORMED],
    ['PUT', `${BUCKET}?lifecycle`, rules(`<Prefix>p</Prefix>${ENABLED}${EXPIRES}`), MALFORMED],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(
        `<Filter><Prefix>p</Prefix><ObjectSizeLessThan>5</ObjectSizeLessThan></Filter><Status>Enabled</Status>${EXPIRES}`,
      ),
      MALFORMED,
    ],
    ['PUT', `${BUCKET}?lifecycle`, rules(`${ENABLED}<Expiration><Days>nine</Days></Expiration>`), MALFORMED],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(
        `${ENABLED}<Expiration><Days>9</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`,
      ),
      MALFORMED,
    ],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(`${ENABLED}<Expiration><Days>0</Days></Expiration>`),
      "400 InvalidArgument: 'Days' for Expiration action must be a positive integer",
    ],
    ['PUT', `${BUCKET}?lifecycle`, rules(ENABLED), '400 InvalidRequest: At least one action needs to be specified'],
    ['PUT', `${BUCKET}?lifecycle`, rules(`<ID>${'i'.repeat(256)}</ID>${ENABLED}${EXPIRES}`), 'allowed limit of 255'],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(`<ID>a</ID>${ENABLED}${EXPIRES}`, `<ID>a</ID>${ENABLED}${EXPIRES}`),
      'Found same ID for more than one rule',
    ],
    ['PUT', `${BUCKET}?lifecycle`, rules(...Array(1001).fill(`${ENABLED}${EXPIRES}`)), 'allowed limit of 1000 rules'],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(`${ENABLED}<Transition><Days>-1</Days><StorageClass>GLACIER</StorageClass></Transition>`),
      "'Days' for Transition action must be nonnegative",
    ],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(`${ENABLED}<Transition><Days>1</Days><StorageClass>TAPE</StorageClass></Transition>`),
      MALFORMED,
    ],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(`${ENABLED}<NoncurrentVersionExpiration><NoncurrentDays>0</NoncurrentDays></NoncurrentVersionExpiration>`),
      "'NoncurrentDays' for NoncurrentVersionExpiration",
    ],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(
        `${ENABLED}<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>101</NewerNoncurrentVersions></NoncurrentVersionExpiration>`,
      ),
      "'NewerNoncurrentVersions' can be at most 100",
    ],
    [
      'PUT',
      `${BUCKET}?lifecycle`,
      rules(`${ENABLED}<AbortIncompleteMultipartUpload/>`),
      "'DaysAfterInitiation' for AbortIncompleteMultipartUpload",
    ],
    ['PUT', `${BUCKET}?tagging`, tags(['a', '1'], ['a', '2']), 'InvalidTag: Cannot provide multiple Tags'],
    ['PUT', `${BUCKET}?tagging`, tags(['aws:a', '1']), 'InvalidTag: System tags'],
    ['PUT', `${BUCKET}?tagging`, tags(['k'.repeat(129), '1']), 'The TagKey you have provided is invalid'],
    ['PUT', `${BUCKET}?tagging`, tags(['k', 'v'.repeat(257)]), 'The TagValue you have provided is invalid'],
    [
      'PUT',
      `${BUCKET}?tagging`,
      tags(...FORTY_NINE, ['k', 'v'], ['l', 'v']),
      'Bucket tag count cannot be greater than 50',
    ],
    ['PUT', `${BUCKET}?tagging`, `<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>`, MALFORMED],
    ['PUT', `${BUCKET}?encryption`, encrypted('ROT13'), MALFORMED],
    [
      'PUT',
      `${BUCKET}?encryption`,
      encrypted('AES256', '<KMSMasterKeyID>k</KMSMasterKeyID>'),
      'a KMSMasterKeyID is not applicable',
    ],
    ['PUT', `${BUCKET}?policy`, '[]', '400 MalformedPolicy: Policies must be valid JSON'],
    ['PUT', `${BUCKET}?policy`, '{', 'MalformedPolicy'],
    ['PUT', `${BUCKET}?policy`, statement(20_481 - statement(0).length), '400 PolicyTooLarge: '],
    ['PUT', `${BUCKET}?ownershipControls`, '<OwnershipControls><Rule/></OwnershipControls>', MALFORMED],
    [
      'PUT',
      `${BUCKET}?versioning`,
      '<VersioningConfiguration><Status>On</Status></VersioningConfiguration>',
      MALFORMED,
    ],
    ['PUT', `${BUCKET}?publicAccessBlock`, undefined, MALFORMED],
    ['PUT', `${BUCKET}/${'k'.repeat(1025)}`, undefined, '400 KeyTooLongError: Your key is too long'],
  ])('refuses %s %s %s', (method, url, body, refusal) => {
    expect(wire().s3(method, url, body)).toContain(refusal);
  });

  it('asks for a checksum where S3 does', () => {
    const body = rules(`${ENABLED}${EXPIRES}`);
    expect(wire().s3('PUT', `${BUCKET}?lifecycle`, body, {})).toBe(
      '400 InvalidRequest: Missing required header for this request: Content-MD5',
    );
    expect(wire().s3('PUT', `${BUCKET}?lifecycle`, body, { 'content-md5': 'x' })).toBe('accepted');
  });

  it('reads headers', () => {
    const { s3 } = wire();
    expect(s3('PUT', BUCKET, undefined, { 'x-amz-acl': 'private' })).toBe('accepted');
    expect(s3('PUT', BUCKET, undefined, { 'x-amz-acl': 'everybody' })).toContain(
      "400 InvalidArgument: 1 validation error detected: Value 'everybody' at 'aCL' failed",
    );
  });
});
