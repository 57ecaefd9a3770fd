import type { Deployment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';
import { REMOVAL_GUIDE } from '../removal/explain-gone.ts';
import { resourcesOfState } from '../removal/resources-of-state.ts';
import { environmentsAt } from '../render/environments-at.ts';

interface Flags extends JsonFlag {
  readonly base: string;
}

/** As many are named: of more, their number says enough. */
const NAMED = 10;

export const leftBehind = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const { bucket, key, region } = deploymentAt(this, flags.base, name);
    const state = `s3://${bucket}/${key}`;
    const text = await readState(region, bucket, key);
    const resources = text === undefined ? [] : resourcesOfState(text, state);
    const isEmpty = resources.length === 0;
    report(this, flags, {
      text: isEmpty
        ? `${name} has nothing left in ${state}. What bootstrap has made stays until somebody removes it: ${REMOVAL_GUIDE}`
        : `${name} has ${resources.length} resources in ${state}, and nothing would manage them after this change: ${shown(resources)}. Take it down first: ${REMOVAL_GUIDE}`,
      data: { environment: name, state, resources },
      failed: !isEmpty,
    });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      base: { kind: 'parsed', parse: String, brief: 'Commit that still has the environment', placeholder: 'ref' },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Whether anything runs of an environment that a change removes' },
});

function deploymentAt(context: Context, base: string, name: string): Deployment {
  const at = environmentsAt(context, base);
  if (!at.names.includes(name)) {
    throw new UserError(`There is no environment "${name}" at ${base}: it has ${at.names.join(', ')}.`);
  }
  const deployment = at.deployment(name);
  if ([deployment.region, deployment.bucket, deployment.key].includes('')) {
    throw new UserError(`${name} doesn't say at ${base} where its state is: aws.region, state.bucket and state.key.`);
  }
  return deployment;
}

/** The state; undefined where there is none, be it that its whole bucket is gone. */
async function readState(region: string, bucket: string, key: string): Promise<string | undefined> {
  const { AwsError, createObjectStore } = await import('@loki-adoption/aws-kit');
  try {
    return (await createObjectStore({ region, bucket }).getObject(key))?.body;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchBucket') return undefined;
    throw error;
  }
}

function shown(resources: readonly string[]): string {
  const rest = resources.length - NAMED;
  return [...resources.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
