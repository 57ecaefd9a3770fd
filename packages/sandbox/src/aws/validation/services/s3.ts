import { asObject, type Json, number, objects, text } from '@loki-adoption/ecs-simulator';
import { MALFORMED_XML, type Refusal } from '../refusal.ts';
import { asModelled, type Rule, refuse, type ServiceRules } from '../rules.ts';
import { fromJson } from '../wire/json.ts';

function invalid(message: string): Refusal {
  return refuse('InvalidArgument', message);
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, of general purpose buckets. */
const bucketName: Rule = ({ Bucket }) => {
  const name = String(Bucket);
  const allowed =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  return allowed ? undefined : refuse('InvalidBucketName', 'The specified bucket is not valid.');
};

const ACTIONS = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransitions',
  'AbortIncompleteMultipartUpload',
];

/** API_PutBucketLifecycleConfiguration and the types that it names. */
const lifecycle: Rule = ({ LifecycleConfiguration }) => {
  const given = objects(asObject(LifecycleConfiguration)?.['Rules']);
  if (given.length === 0) return MALFORMED_XML;
  if (given.length > 1000)
    return refuse('InvalidRequest', 'The number of lifecycle rules must not exceed the allowed limit of 1000 rules.');
  const ids = given.flatMap(({ ID }) => text(ID) ?? []);
  if (ids.some((id) => id.length > 255)) return invalid('ID length should not exceed allowed limit of 255');
  if (new Set(ids).size < ids.length) return invalid('Rule ID must be unique. Found same ID for more than one rule');
  return given.map(lifecycleRule).find((refusal) => refusal !== undefined);
};

function lifecycleRule(rule: Json): Refusal | undefined {
  const filter = asObject(rule['Filter']);
  if ((filter === undefined) === (rule['Prefix'] === undefined)) return MALFORMED_XML;
  // An empty filter is a rule for every object.
  if (filter && Object.keys(filter).length > 1) return MALFORMED_XML;
  if (!ACTIONS.some((action) => rule[action] !== undefined)) {
    return refuse('InvalidRequest', 'At least one action needs to be specified in a rule');
  }
  return expiration(asObject(rule['Expiration'])) ?? days(rule);
}

/** API_LifecycleExpiration. */
function expiration(given: Json | undefined): Refusal | undefined {
  if (given === undefined) return undefined;
  const { Date: date, Days, ExpiredObjectDeleteMarker } = given;
  if ([date, Days, ExpiredObjectDeleteMarker].filter((member) => member !== undefined).length !== 1)
    return MALFORMED_XML;
  return isBelow(Days, 1) ? invalid("'Days' for Expiration action must be a positive integer") : undefined;
}

/** API_Transition, API_NoncurrentVersionExpiration, API_NoncurrentVersionTransition, API_AbortIncompleteMultipartUpload. */
function days(rule: Json): Refusal | undefined {
  if (objects(rule['Transitions']).some(({ Days }) => isBelow(Days, 0))) {
    return invalid("'Days' for Transition action must be nonnegative");
  }
  const noncurrent = asObject(rule['NoncurrentVersionExpiration']);
  if (isBelow(noncurrent?.['NoncurrentDays'], 1)) {
    return invalid("'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer");
  }
  if (
    [noncurrent, ...objects(rule['NoncurrentVersionTransitions'])].some(
      (one) => (number(one?.['NewerNoncurrentVersions']) ?? 0) > 100,
    )
  ) {
    return invalid("'NewerNoncurrentVersions' can be at most 100");
  }
  const abort = asObject(rule['AbortIncompleteMultipartUpload']);
  return abort && isBelow(abort['DaysAfterInitiation'] ?? 0, 1)
    ? invalid("'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer")
    : undefined;
}

function isBelow(value: unknown, least: number): boolean {
  return value !== undefined && (number(value) ?? least) < least;
}

/** API_PutBucketTagging and docs.aws.amazon.com/AmazonS3/latest/userguide/tagging.html. */
const tagging: Rule = ({ Tagging }) => {
  const tags = objects(asObject(Tagging)?.['TagSet']);
  if (tags.length > 50) return refuse('BadRequest', 'Bucket tag count cannot be greater than 50');
  const keys = tags.map(({ Key }) => String(Key));
  if (new Set(keys).size < keys.length) return refuse('InvalidTag', 'Cannot provide multiple Tags with the same key');
  if (keys.some((key) => key.length > 128)) return refuse('InvalidTag', 'The TagKey you have provided is invalid');
  if (keys.some((key) => /^aws:/i.test(key)))
    return refuse('InvalidTag', 'System tags cannot be added/updated by requester');
  return tags.some(({ Value }) => String(Value).length > 256)
    ? refuse('InvalidTag', 'The TagValue you have provided is invalid')
    : undefined;
};

/** docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html: "limited to 20 KB in size"; without white space (MIT-LCP/physionet-build#2094). */
const LARGEST_POLICY = 20 * 1024;

const policy: Rule = ({ Policy }) => {
  const document = String(Policy).startsWith('{') ? fromJson(String(Policy)) : undefined;
  if (document === undefined)
    return refuse('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'");
  return Buffer.byteLength(JSON.stringify(document)) > LARGEST_POLICY
    ? refuse('PolicyTooLarge', 'Policy exceeds the maximum allowed document size.')
    : undefined;
};

/** API_ServerSideEncryptionByDefault, `KMSMasterKeyID`. */
const encryption: Rule = ({ ServerSideEncryptionConfiguration }) => {
  const rules = objects(asObject(ServerSideEncryptionConfiguration)?.['Rules']);
  const wrong = rules
    .map((rule) => asObject(rule['ApplyServerSideEncryptionByDefault']))
    .find((one) => one?.['KMSMasterKeyID'] !== undefined && !String(one['SSEAlgorithm']).startsWith('aws:kms'));
  return (
    wrong && invalid('a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse')
  );
};

/** docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html. */
const key: Rule = ({ Key }) =>
  Buffer.byteLength(String(Key)) > 1024 ? refuse('KeyTooLongError', 'Your key is too long') : undefined;

/** docs.aws.amazon.com/AmazonS3/latest/API. */
export const S3: ServiceRules = {
  invalid: 'InvalidArgument',
  writes: {
    CreateBucket: bucketName,
    DeleteBucket: asModelled,
    DeleteBucketLifecycle: asModelled,
    DeleteBucketOwnershipControls: asModelled,
    DeleteBucketPolicy: asModelled,
    DeleteBucketTagging: asModelled,
    DeleteObject: asModelled,
    DeletePublicAccessBlock: asModelled,
    PutBucketEncryption: encryption,
    PutBucketLifecycleConfiguration: lifecycle,
    PutBucketOwnershipControls: asModelled,
    PutBucketPolicy: policy,
    PutBucketTagging: tagging,
    PutBucketVersioning: asModelled,
    PutObject: key,
    PutPublicAccessBlock: asModelled,
  },
};
