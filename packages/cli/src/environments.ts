import { join } from 'node:path';
import {
  ENVIRONMENTS_FOLDER,
  type Environment,
  formatProblem,
  type LoadedEnvironment,
  listEnvironments,
  loadEnvironment,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { Context } from './context.ts';
import { note } from './outcome.ts';

export function environmentsFolder(root: string): string {
  return join(root, ENVIRONMENTS_FOLDER);
}

/** Loads one environment, from the checkout or through `readFile`; every problem of it is in the error. */
export function requireEnvironment(context: Context, name: string, readFile?: (path: string) => string): Environment {
  return requireLoaded(context, name, readFile).environment;
}

/** The same, with where each value was set. */
export function requireLoaded(context: Context, name: string, readFile?: (path: string) => string): LoadedEnvironment {
  const root = environmentsFolder(context.root);
  if (readFile === undefined && !listEnvironments(root).includes(name)) {
    throw new UserError(
      `There is no environment "${name}": ${ENVIRONMENTS_FOLDER}/ has ${listEnvironments(root).join(', ')}.`,
    );
  }
  const result = loadEnvironment(name, { root, ...(readFile !== undefined && { readFile }) });
  for (const warning of result.warnings) note(context, `warning: ${formatProblem(warning)}`);
  if (!result.ok) throw new UserError(result.problems.map((problem) => formatProblem(problem)).join('\n'));
  return result;
}
