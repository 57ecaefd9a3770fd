import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { awsError, statusOf } from './aws-error.ts';
import { s3Config } from './client.ts';

export interface StoredObject {
  readonly body: string;
  readonly etag: string;
}

/** Write only over this very version, or only where nothing is. */
export type WriteCondition = { readonly ifMatch: string } | { readonly ifNoneMatch: '*' };

export interface ObjectStore {
  /** The object, or `undefined` where there is none. */
  getObject(key: string): Promise<StoredObject | undefined>;
  /** Writes JSON under a condition; `conflict` says that somebody else was first. */
  putObject(key: string, body: string, condition: WriteCondition): Promise<'written' | 'conflict'>;
}

/** One S3 bucket. */
export function createObjectStore(options: { region: string; bucket: string }): ObjectStore {
  const client = new S3Client(s3Config(options.region));
  const Bucket = options.bucket;
  return {
    async getObject(key) {
      try {
        const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        // An empty ETag is not a condition: the next write would replace whatever is there.
        if (Body === undefined || !ETag) throw new Error('the answer lacks the object or its ETag');
        return { body: await Body.transformToString(), etag: ETag };
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw awsError('S3', 'GetObject', error);
      }
    },
    async putObject(key, body, condition) {
      const where = 'ifMatch' in condition ? { IfMatch: condition.ifMatch } : { IfNoneMatch: '*' };
      try {
        await client.send(
          new PutObjectCommand({ Bucket, Key: key, Body: body, ContentType: 'application/json', ...where }),
        );
        return 'written';
      } catch (error) {
        // 412: another version is there. 409: another conditional write was under way at the same moment.
        if (statusOf(error) === 412 || statusOf(error) === 409) return 'conflict';
        throw awsError('S3', 'PutObject', error);
      }
    },
  };
}
