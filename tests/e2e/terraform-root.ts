import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mirrorEnvironment } from '../../packages/cli/src/terraform/mirror.ts';
import { type Finished, root, start } from './adopt.ts';

/** A line of `plan -json` and `apply -json`. */
interface PlanMessage {
  readonly type: string;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

/** A root module below terraform/, run with a data folder of its own: several can run at once. */
export function terraformRoot(path: string, work: string, variables: NodeJS.ProcessEnv = {}) {
  mkdirSync(work, { recursive: true });
  const env = {
    ...mirrorEnvironment(process.env, work),
    TF_DATA_DIR: join(work, 'data'),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    ...variables,
  };
  const terraform = (...args: string[]): Promise<Finished> =>
    start('terraform', [...args, '-no-color'], { cwd: join(root, 'terraform', path), env }).finished;

  /** A command that has to end well, with what it said where it doesn't. */
  async function succeed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await terraform(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${path} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  return {
    terraform,
    succeed,
    /** What `plan` would change, or `apply` changed: address → action. Reads of data sources aren't changes. */
    async changes(command: 'plan' | 'apply', ...args: string[]): Promise<Record<string, string>> {
      const lines = (await succeed(command, '-json', '-parallelism=30', ...args)).trim().split('\n');
      const changes = lines
        .map((line) => JSON.parse(line) as PlanMessage)
        .flatMap(({ type, change }) => (type === 'planned_change' && change !== undefined ? [change] : []))
        .filter(({ action }) => action !== 'read');
      return Object.fromEntries(changes.map(({ action, resource }) => [resource.addr, action]));
    },
  };
}

/** The changes that undo these. A replacement is undone by another. */
export function inverse(changes: Readonly<Record<string, string>>): Record<string, string> {
  const undone: Readonly<Record<string, string>> = { create: 'delete', delete: 'create' };
  return Object.fromEntries(Object.entries(changes).map(([address, action]) => [address, undone[action] ?? action]));
}
