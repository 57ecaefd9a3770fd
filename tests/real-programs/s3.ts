import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startAws } from '../../packages/sandbox/src/aws/index.ts';

/** The sandbox's S3 with one bucket. */
export interface Bucket {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export const PYTHON = join(import.meta.dirname, '../../.sandbox/venv/bin/python');

export async function startBucket(name: string, region: string, stateDir: string): Promise<Bucket> {
  expect(existsSync(PYTHON), `${PYTHON} is missing: "npm test" installs it`).toBe(true);
  const aws = await startAws({ pythonBin: PYTHON, stateDir, accountId: '111122223333', region });
  const created = await fetch(`${aws.url}/${name}`, {
    method: 'PUT',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/${region}/s3/aws4_request, SignedHeaders=host` },
    body: `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
  });
  expect(created.status, await created.text()).toBe(200);
  return { endpoint: aws.url, stop: aws.stop };
}
