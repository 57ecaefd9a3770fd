import { relative } from 'node:path';
import { type RenderedFile, renderEnvironment } from '@loki-adoption/config-renderers';
import {
  type Deployment,
  ENVIRONMENTS_FOLDER,
  type Environment,
  formatProblem,
  loadEnvironment,
  readDeployment,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { Context } from '../context.ts';
import { environmentsFolder } from '../environments.ts';
import { filesAt } from '../git.ts';

/** Desired state as a commit has it. */
export interface EnvironmentsAt {
  readonly names: readonly string[];
  /** One environment; undefined when the commit doesn't have it. Throws a `UserError` when it isn't valid there. */
  load(name: string): Environment | undefined;
  /** What is deployed of one, as far as that can be read there. */
  deployment(name: string): Deployment;
}

/** Reads all of desired state at a commit at once. */
export function environmentsAt(context: Context, ref: string): EnvironmentsAt {
  const root = environmentsFolder(context.root);
  const files = filesAt(context.root, ref, ENVIRONMENTS_FOLDER);
  const pattern = new RegExp(`^${ENVIRONMENTS_FOLDER}/([^/]+)/environment\\.yaml$`);
  const names = [...files.keys()].flatMap((path) => pattern.exec(path)?.[1] ?? []);

  function readFile(path: string): string {
    const text = files.get(relative(context.root, path).replaceAll('\\', '/'));
    if (text === undefined) throw Object.assign(new Error('there is no such file'), { code: 'ENOENT' });
    return text;
  }

  return {
    names,
    deployment: (name) => readDeployment(name, { root, readFile }),
    load(name) {
      if (!names.includes(name)) return undefined;
      const result = loadEnvironment(name, { root, readFile, lenient: true });
      if (result.ok) return result.environment;
      // Told as git names it, for the file of the checkout may be another.
      const problems = result.problems.map((problem) => `${ref}:${formatProblem(problem, context.root)}`);
      throw new UserError([`${name} is not valid at ${ref}, so it can't be compared with:`, ...problems].join('\n'));
    },
  };
}

/** What an environment renders to at a commit; nothing when it didn't exist there. */
export function renderAt(at: EnvironmentsAt, name: string): RenderedFile[] {
  const environment = at.load(name);
  return environment === undefined ? [] : renderEnvironment(environment);
}
