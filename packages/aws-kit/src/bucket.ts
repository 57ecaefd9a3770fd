import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AwsError, statusOf } from './aws-error.ts';
import { s3Config } from './client.ts';

/** Creates an empty bucket unless the account has it. A bucket of that name in another account is an `AwsError`. */
export async function ensureBucket(options: {
  readonly region: string;
  readonly bucket: string;
  readonly accountId: string;
}): Promise<'created' | 'exists'> {
  const { region, bucket: Bucket, accountId: ExpectedBucketOwner } = options;
  const client = new S3Client(s3Config(region));
  try {
    await client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner }));
    return 'exists';
  } catch (error) {
    if (statusOf(error) !== 404) throw new AwsError('S3', 'HeadBucket', error);
  }
  // The oldest region is the one that must not be named.
  const where =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  try {
    await client.send(new CreateBucketCommand({ Bucket, ...where }));
    return 'created';
  } catch (error) {
    throw new AwsError('S3', 'CreateBucket', error);
  }
}
