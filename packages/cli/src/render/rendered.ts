import { renderEnvironment } from '@loki-adoption/config-renderers';
import { formatProblem, type LoadedEnvironment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { renderProblems } from '../render-problems.ts';
import type { Rendered } from './write-all.ts';

/** A valid environment can still ask for too much, such as a task definition of more than 64 KiB: that is told with its place. */
export function rendered(loaded: LoadedEnvironment): Rendered {
  const { environment } = loaded;
  try {
    return { environment: environment.name, files: renderEnvironment(environment) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problems = renderProblems(loaded).map((problem) => formatProblem(problem));
    throw new UserError(problems.join('\n'), { cause: error });
  }
}
