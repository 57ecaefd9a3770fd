import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { UserError } from '@loki-adoption/errors';
import { mirrorEnvironment } from './mirror.ts';
import { run } from './run.ts';

export interface TerraformOptions {
  /** The root module, `terraform/stack` of the checkout. */
  readonly stack: string;
  /** Everything that a run leaves: provider links, CLI configuration, the plan. */
  readonly work: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
}

export interface Backend {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

export interface Terraform {
  init(backend: Backend): Promise<void>;
  /** Writes a plan; true when it has changes. */
  plan(options: { variables: string; out: string }): Promise<boolean>;
  /** The plan as `terraform show -json` prints it. */
  show(plan: string): Promise<string>;
  apply(plan: string): Promise<void>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

/** Terraform, or OpenTofu where that is what the machine has. */
export function createTerraform(options: TerraformOptions): Terraform {
  const env: NodeJS.ProcessEnv = {
    ...options.env,
    ...mirrorEnvironment(options.env, options.work),
    TF_DATA_DIR: join(options.work, '.terraform'),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
  const command = findCommand(env);
  const base = { command, cwd: options.stack, env, onLine: options.onLine };
  return {
    async init(backend) {
      const settings = [
        `bucket=${backend.bucket}`,
        `key=${backend.key}`,
        `region=${backend.region}`,
        'use_lockfile=true',
        'encrypt=true',
      ];
      const args = [
        'init',
        '-no-color',
        '-lockfile=readonly',
        '-reconfigure',
        ...settings.map((each) => `-backend-config=${each}`),
      ];
      await run({ ...base, args });
    },
    async plan({ variables, out }) {
      const args = [
        'plan',
        '-no-color',
        '-detailed-exitcode',
        '-lock-timeout=60s',
        `-var-file=${variables}`,
        `-out=${out}`,
      ];
      const { code } = await run({ ...base, args, accept: [2] });
      return code === 2;
    },
    async show(plan) {
      return (await run({ ...base, args: ['show', '-json', plan], capture: true })).stdout;
    },
    async apply(plan) {
      await run({
        ...base,
        args: ['apply', '-no-color', '-auto-approve', '-lock-timeout=60s', '-parallelism=20', plan],
      });
    },
    async outputs() {
      return parseOutputs((await run({ ...base, args: ['output', '-json', '-no-color'], capture: true })).stdout);
    },
  };
}

/** `terraform output -json`: name → { value }. */
export function parseOutputs(json: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw new UserError('terraform output printed no JSON: has this environment been applied?', { cause: error });
  }
  const outputs: Record<string, unknown> = {};
  for (const [name, output] of Object.entries(parsed as Record<string, { value?: unknown }>))
    outputs[name] = output.value;
  return outputs;
}

function findCommand(env: NodeJS.ProcessEnv): string {
  const named = env['TERRAFORM_BIN'];
  if (named) return named;
  const terraform = spawnSync('terraform', ['version'], { env, stdio: 'ignore' });
  if (terraform.status === 0) return 'terraform';
  return spawnSync('tofu', ['version'], { env, stdio: 'ignore' }).status === 0 ? 'tofu' : 'terraform';
}
