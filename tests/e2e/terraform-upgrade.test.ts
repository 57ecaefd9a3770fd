import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { lokiBucket } from '../../packages/environment/src/index.ts';
import { root } from './adopt.ts';
import { smallEnvironment, startAccount, writeVariables } from './terraform-account.ts';
import { terraformRoot } from './terraform-root.ts';

/** What the stack had of Loki's bucket while it was the stack's, shortened. */
const BUCKET_OF_THE_STACK = `
locals {
  bucket_arn = aws_s3_bucket.this.arn
}

resource "aws_s3_bucket" "this" {
  bucket = var.loki.bucket_name
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "OnlyTls", Effect = "Deny", Principal = "*", Action = "s3:*", Resource = aws_s3_bucket.this.arn, Condition = { Bool = { "aws:SecureTransport" = "false" } } }]
  })
}
`;

test("a stack that had Loki's bucket lets go of it, and nothing of it is destroyed", async () => {
  const work = mkdtempSync(join(tmpdir(), 'terraform-upgrade-'));
  const environment = smallEnvironment('infrastructure');
  const account = await startAccount(join(work, 'aws'), environment);
  try {
    const before = join(work, 'before');
    for (const part of ['stack', 'modules']) {
      cpSync(join(root, 'terraform', part), join(before, part), { recursive: true });
    }
    writeFileSync(join(before, 'modules/loki/bucket.tf'), BUCKET_OF_THE_STACK);
    const variables = `-var-file=${writeVariables(work, 'infrastructure', environment)}`;
    const { bucket, key } = environment.state;
    const backend = { bucket, key, region: environment.aws.region, use_lockfile: true, encrypt: true };
    const options = Object.entries(backend).map(([name, value]) => `-backend-config=${name}=${value}`);
    const ofBucket = ['aws_s3_bucket', 'aws_s3_bucket_policy'].map((type) => `module.loki[0].${type}.this`);
    const targets = ofBucket.map((address) => `-target=${address}`);

    const old = terraformRoot(relative(join(root, 'terraform'), join(before, 'stack')), join(work, 'old'), account.env);
    await old.succeed('init', '-lockfile=readonly', ...options);
    await old.succeed('apply', '-auto-approve', ...targets, variables);

    const now = terraformRoot('stack', join(work, 'now'), account.env);
    await now.succeed('init', '-lockfile=readonly', ...options);
    const changes = await now.changes('plan', variables);
    const others = Object.entries(changes).filter(([, action]) => action !== 'create');
    expect(Object.fromEntries(others)).toEqual(Object.fromEntries(ofBucket.map((address) => [address, 'remove'])));
    await now.succeed('apply', '-auto-approve', ...targets, variables);
    expect((await now.succeed('state', 'list')).match(/aws_s3_bucket/g)).toBeNull();
    expect(await account.bucketPolicy(lokiBucket(environment))).toContain('OnlyTls');
  } finally {
    await account.stop();
    rmSync(work, { recursive: true, force: true });
  }
});
