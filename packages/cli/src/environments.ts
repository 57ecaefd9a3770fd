import { join } from 'node:path';
import {
  ENVIRONMENTS_FOLDER,
  type Environment,
  formatProblem,
  type LoadedEnvironment,
  type LoadOptions,
  type LoadResult,
  listEnvironments,
  loadEnvironments,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { Context } from './context.ts';
import { note } from './outcome.ts';

export function environmentsFolder(root: string): string {
  return join(root, ENVIRONMENTS_FOLDER);
}

/** Loads one environment of the checkout; every problem of it is in the error. */
export function requireEnvironment(context: Context, name: string): Environment {
  return requireLoaded(context, name).environment;
}

/** The same, with where each value was set. */
export function requireLoaded(context: Context, name: string): LoadedEnvironment {
  const [loaded] = requireEnvironments(context, [name]);
  if (loaded === undefined) throw new Error(`${name} was neither loaded nor refused`);
  return loaded;
}

/** Loads several environments, all of the checkout when none is named; every problem of all of them is in the error. */
export function requireEnvironments(
  context: Context,
  names: readonly string[],
  options: Pick<LoadOptions, 'lenient'> = {},
): LoadedEnvironment[] {
  const root = environmentsFolder(context.root);
  const found = sorted(loadEnvironments(knownEnvironments(root, names), { root, ...options }).values());
  tellProblems(context, [found]);
  return found.loaded;
}

interface Told {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** The valid ones; what is wrong with the others, and what to know of all, is text for people. */
export function sorted(results: Iterable<LoadResult>): Told & { readonly loaded: LoadedEnvironment[] } {
  const problems = new Set<string>();
  const warnings = new Set<string>();
  const loaded: LoadedEnvironment[] = [];
  for (const result of results) {
    for (const warning of result.warnings) warnings.add(formatProblem(warning));
    if (result.ok) loaded.push(result);
    else for (const problem of result.problems) problems.add(formatProblem(problem));
  }
  return { loaded, problems: [...problems], warnings: [...warnings] };
}

/** Notes every warning once; an error with every problem once, if there are any. */
export function tellProblems(context: Context, found: readonly Told[]): void {
  for (const warning of new Set(found.flatMap(({ warnings }) => warnings))) note(context, `warning: ${warning}`);
  const problems = new Set(found.flatMap(({ problems }) => problems));
  if (problems.size > 0) throw new UserError([...problems].join('\n'));
}

/** The names that were given, each once, or all that there are. */
export function knownEnvironments(root: string, names: readonly string[]): string[] {
  return chosen(listEnvironments(root), names);
}

export function chosen(known: readonly string[], names: readonly string[]): string[] {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      `There is no environment ${unknown.map((name) => `"${name}"`).join(', ')}: ${ENVIRONMENTS_FOLDER}/ has ${known.join(', ')}.`,
    );
  }
  return [...new Set(names.length > 0 ? names : known)];
}
