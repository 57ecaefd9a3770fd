import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBucket } from '@loki-adoption/aws-kit';
import { bootstrapKey } from '@loki-adoption/environment';
import { errorMessage, UserError } from '@loki-adoption/errors';
import type { Context } from '../context.ts';
import { note } from '../outcome.ts';
import { createTerraform } from '../terraform/terraform.ts';
import type { BootstrapVariables, GitHubVariables } from './variables.ts';

/** Makes both buckets, then everything else with Terraform, whose state lies in one of them. Goes on where an interrupted run has stopped. */
export async function applyBootstrap(
  context: Context,
  variables: BootstrapVariables,
  out: string,
): Promise<GitHubVariables> {
  const { aws_region: region, aws_account_id: accountId, state_bucket: bucket } = variables;
  const work = resolve(out);
  mkdirSync(work, { recursive: true, mode: 0o700 });
  const file = join(work, 'bootstrap.tfvars.json');
  writeFileSync(file, `${JSON.stringify(variables, null, 2)}\n`, { mode: 0o600 });
  for (const each of [bucket, variables.loki_bucket]) {
    const made = await ensureBucket({ region, bucket: each, accountId }).catch((error: unknown) => {
      throw new UserError(
        `The bucket ${each} of account ${accountId} can't be made or reached: ${errorMessage(error)}`,
        { cause: error },
      );
    });
    note(context, `bucket ${each}: ${made}`);
  }
  const terraform = createTerraform({
    stack: join(context.root, 'terraform', 'bootstrap'),
    work,
    env: context.env,
    log: context.process.stderr,
  });
  await terraform.init({ bucket, region, key: bootstrapKey(variables.state_key) });
  const plan = join(work, 'plan.tfplan');
  if (await terraform.plan({ variables: file, out: plan, lock: true })) await terraform.apply(plan);
  return (await terraform.outputs())['github_variables'] as GitHubVariables;
}
