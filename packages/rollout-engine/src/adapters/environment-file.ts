import { basename, dirname, resolve } from 'node:path';
import { type Environment, formatProblem, loadEnvironments } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';

/** Loads an environment by the path of its file, such as `environments/dev/environment.yaml`. */
export function readEnvironmentFile(file: string): Environment {
  const folder = dirname(resolve(file));
  if (basename(file) !== 'environment.yaml') {
    throw new UserError(`environment-file is ${file}: expected a path such as environments/dev/environment.yaml.`);
  }
  const name = basename(folder);
  const loaded = loadEnvironments([name], { root: dirname(folder) }).get(name);
  if (loaded === undefined) throw new Error(`${name} was neither loaded nor refused`);
  if (loaded.ok) return loaded.environment;
  throw new UserError(`${file} is not valid:\n${loaded.problems.map((problem) => formatProblem(problem)).join('\n')}`);
}
