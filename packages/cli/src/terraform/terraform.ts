import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { run } from '@loki-adoption/action-kit';
import type { Environment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { UnavailableError } from '../exit-codes.ts';
import { type Stray, straysIn } from './already-there.ts';
import { describeLock, lockIn } from './lock.ts';
import { mirrorEnvironment } from './mirror.ts';
import { runStoppable, type Stopped } from './stoppable.ts';

export interface TerraformOptions {
  /** The root module, `terraform/stack` of the checkout. */
  readonly stack: string;
  /** Everything that a run leaves: provider links, CLI configuration, the plan. */
  readonly work: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shown what Terraform says while it works. */
  readonly log: Writable;
  /** Whose stack it is, for what an error says to do; absent for the stack of bootstrap. */
  readonly environment?: Pick<Environment, 'name' | 'cluster'>;
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
  /** Removes the lock that has this id. */
  forceUnlock(lockId: string): Promise<void>;
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
  async function call(args: readonly string[], { quiet = false } = {}) {
    const result = await run(command, args, { cwd: options.stack, env, ...(!quiet && { log: options.log }) });
    if (result.exitCode === 0) return result;
    throw new UserError(`${command} ${args[0]} failed with exit code ${result.exitCode}:\n${endOf(result)}`);
  }

  /** The same for what holds the state's lock: it is waited for when this process is asked to stop. */
  async function callLocking(args: readonly string[], accept: readonly number[] = [0]) {
    const result = await runStoppable(command, args, { cwd: options.stack, env, log: options.log });
    const { exitCode, askedBy } = result;
    if (exitCode !== null && accept.includes(exitCode) && askedBy === undefined) return result;
    throw new UserError([`${command} ${args[0]} ${howItEnded(result)}`, ...advice(result, options)].join('\n'));
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
      return (await callLocking(args, [0, HAS_CHANGES])).exitCode === HAS_CHANGES;
    },
    async show(plan) {
      return (await call(['show', '-json', plan], { quiet: true })).stdout;
    },
    async apply(plan) {
      await callLocking(['apply', '-no-color', '-lock-timeout=60s', '-parallelism=30', plan]);
    },
    async forceUnlock(lockId) {
      await call(['force-unlock', '-force', lockId]);
    },
    async outputs() {
      return parseOutputs((await call(['output', '-json', '-no-color'], { quiet: true })).stdout);
    },
  };
}

type Said = Pick<Stopped, 'stdout' | 'stderr'>;

function endOf({ stdout, stderr }: Said): string {
  return (stderr.trim() || stdout.trim()).split('\n').slice(-20).join('\n');
}

function howItEnded(result: Stopped): string {
  const { exitCode, askedBy } = result;
  if (askedBy === undefined) return `failed with exit code ${exitCode}:\n${endOf(result)}`;
  const how = exitCode === null ? 'was killed' : `ended with exit code ${exitCode}`;
  return `was asked to stop (${askedBy}), and ${how}.`;
}

/** How to go on: what is left depends on how it ended. */
function advice({ stdout, stderr, askedBy, exitCode }: Stopped, options: TerraformOptions): string[] {
  const { environment } = options;
  const lock = lockIn(stderr);
  if (lock) {
    const unlock = environment
      ? `adopt unlock ${environment.name} --id ${lock.id}`
      : `terraform -chdir=${options.stack} force-unlock ${lock.id}`;
    return [`${describeLock(lock)}. Wait until that has ended. If its run is over, and it was killed: ${unlock}`];
  }
  const strays = environment ? straysIn(stderr || stdout, environment.cluster) : [];
  if (strays.length > 0) return howToImport(strays, options);
  if (askedBy === undefined) return [];
  if (exitCode !== null)
    return ['What it had begun is in the state, and its lock is free: deploy again to go on from there.'];
  const look = environment ? `: adopt unlock ${environment.name} shows it` : '';
  return [`Its lock may still be there${look}. Then deploy again.`];
}

function howToImport(strays: readonly Stray[], { work }: TerraformOptions): string[] {
  const terraform = `TF_DATA_DIR=${join(work, '.terraform')} terraform -chdir=terraform/stack`;
  const variables = `-var-file=${join(work, 'rendered', 'terraform.tfvars.json')}`;
  return [
    'AWS has these already, and the state does not: an apply was killed between both, or somebody else made them. If they belong to this',
    "environment, import each and deploy again (ID: as the resource's page in the provider's documentation says):",
    ...strays.map(({ address, id }) => `  ${terraform} import ${variables} '${address}' ${id ?? 'ID'}`),
  ];
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
