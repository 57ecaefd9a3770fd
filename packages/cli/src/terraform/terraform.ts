import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { run } from '@loki-adoption/action-kit';
import { UserError } from '@loki-adoption/errors';
import { UnavailableError } from '../exit-codes.ts';
import { mirrorEnvironment } from './mirror.ts';

export interface TerraformOptions {
  /** The root module, `terraform/stack` of the checkout. */
  readonly stack: string;
  /** Everything that a run leaves: provider links, CLI configuration, the plan. */
  readonly work: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shown what Terraform says while it works. */
  readonly log: Writable;
}

export interface Backend {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

export interface Module {
  readonly source: string;
  readonly folder: string;
}

/** What `terraform init` writes below its data folder. */
interface ModulesFile {
  readonly Modules: readonly { readonly Key: string; readonly Source: string; readonly Dir: string }[];
}

export interface Terraform {
  init(backend: Backend): Promise<void>;
  /** The modules that `init` found: where each comes from, and the folder that it is read from. */
  modules(): readonly Module[];
  /** Writes a plan; true when it has changes. */
  plan(options: { variables: string; out: string; lock: boolean }): Promise<boolean>;
  /** The plan as `terraform show -json` prints it. */
  show(plan: string): Promise<string>;
  apply(plan: string): Promise<void>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

/** What `plan -detailed-exitcode` ends with. */
const HAS_CHANGES = 2;

/** Terraform, or OpenTofu where that is what the machine has. */
export function createTerraform(options: TerraformOptions): Terraform {
  const env = {
    ...mirrorEnvironment(options.env, options.work),
    TF_DATA_DIR: join(options.work, '.terraform'),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
  const command = findCommand(options.env);

  /** A failure carries the end of what Terraform said. */
  async function call(args: readonly string[], { quiet = false, accept = [0] } = {}) {
    const result = await run(command, args, { cwd: options.stack, env, ...(!quiet && { log: options.log }) });
    if (accept.includes(result.exitCode)) return result;
    const words = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-20).join('\n');
    throw new UserError(`${command} ${args[0]} failed with exit code ${result.exitCode}:\n${words}`);
  }

  return {
    async init({ bucket, key, region }) {
      const backend = [`bucket=${bucket}`, `key=${key}`, `region=${region}`, 'use_lockfile=true', 'encrypt=true'];
      const settings = backend.map((setting) => `-backend-config=${setting}`);
      await call(['init', '-no-color', ...lockFlags(command, options.stack), '-reconfigure', ...settings]);
    },
    modules() {
      const file = join(env.TF_DATA_DIR, 'modules', 'modules.json');
      if (!existsSync(file)) return [];
      const { Modules } = JSON.parse(readFileSync(file, 'utf8')) as ModulesFile;
      // The root module has no key, and comes from nowhere.
      return Modules.filter(({ Key }) => Key !== '').map(({ Source, Dir }) => ({
        source: Source,
        folder: resolve(options.stack, Dir),
      }));
    },
    async plan({ variables, out, lock }) {
      const common = ['-no-color', '-detailed-exitcode', lock ? '-lock-timeout=60s' : '-lock=false'];
      const args = ['plan', ...common, `-var-file=${variables}`, `-out=${out}`];
      return (await call(args, { accept: [0, HAS_CHANGES] })).exitCode === HAS_CHANGES;
    },
    async show(plan) {
      return (await call(['show', '-json', plan], { quiet: true })).stdout;
    },
    async apply(plan) {
      await call(['apply', '-no-color', '-lock-timeout=60s', '-parallelism=30', plan]);
    },
    async outputs() {
      return parseOutputs((await call(['output', '-json', '-no-color'], { quiet: true })).stdout);
    },
  };
}

/**
 * A lock file is as committed. OpenTofu has a registry of its own, though, and first makes a lock file of Terraform's its own: that
 * one is to be committed by those who use it.
 */
function lockFlags(command: string, stack: string): string[] {
  const registry = command === 'tofu' ? 'registry.opentofu.org' : 'registry.terraform.io';
  const isOwn = readFileSync(join(stack, '.terraform.lock.hcl'), 'utf8').includes(`provider "${registry}/`);
  return isOwn ? ['-lockfile=readonly'] : [];
}

/** `terraform output -json`: name → { value }. */
function parseOutputs(json: string): Record<string, unknown> {
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
  const found = ['terraform', 'tofu'].find(
    (name) => spawnSync(name, ['version'], { env, stdio: 'ignore' }).status === 0,
  );
  if (found !== undefined) return found;
  throw new UnavailableError(
    'Neither terraform nor tofu is on the PATH: https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install',
  );
}
