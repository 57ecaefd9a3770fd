import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { renderEnvironment } from '../../packages/config-renderers/src/index.ts';
import { formatProblem, loadEnvironment } from '../../packages/environment/src/index.ts';
import { root } from './adopt.ts';

export interface Example {
  readonly name: string;
  readonly folder: string;
}

export const EXAMPLES: readonly Example[] = globSync('terraform/examples/*/environment.yaml', { cwd: root })
  .sort()
  .map((path) => ({ name: basename(dirname(path)), folder: join(root, dirname(path)) }));

/** Root module → file of variables for it, the stack's rendered into `work`. */
export function variableFiles({ name, folder }: Example, work: string): Record<string, string> {
  const environments = join(work, 'environments');
  mkdirSync(join(environments, name), { recursive: true });
  writeFileSync(join(environments, name, 'environment.yaml'), readFileSync(join(folder, 'environment.yaml')));
  const loaded = loadEnvironment(name, { root: environments });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => formatProblem(problem)).join('\n'));
  const rendered = renderEnvironment(loaded.environment).find(({ path }) => path === 'terraform.tfvars.json');
  const stack = join(work, 'stack.tfvars.json');
  writeFileSync(stack, rendered?.content ?? '{}');
  const others = ['bootstrap', 'foundation'].map((module) => [module, join(folder, `${module}.tfvars.json`)] as const);
  return { stack, ...Object.fromEntries(others.filter(([, file]) => existsSync(file))) };
}
