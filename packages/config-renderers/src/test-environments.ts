import { fileURLToPath } from 'node:url';
import {
  type Environment,
  formatProblem,
  listEnvironments,
  loadEnvironment,
  type Phase,
} from '@loki-adoption/environment';

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));
const REAL = fileURLToPath(new URL('../../../environments', import.meta.url));

/** The sample that the golden files are rendered from. */
export function sample(phase: Phase): Environment {
  return inPhase(load('dev', FIXTURES), phase);
}

/** The sample with three replicas of Loki. */
export function replicated(phase: Phase): Environment {
  const environment = sample(phase);
  return { ...environment, loki: { ...environment.loki, topology: 'replicated', replicas: 3 } };
}

/** The environments of this repository. */
export function realEnvironments(): Environment[] {
  return listEnvironments(REAL).map((name) => load(name, REAL));
}

export function inPhase(environment: Environment, phase: Phase): Environment {
  return { ...environment, migration: { ...environment.migration, phase } };
}

function load(name: string, root: string): Environment {
  const result = loadEnvironment(name, { root });
  if (!result.ok) throw new Error(result.problems.map((problem) => formatProblem(problem)).join('\n'));
  return result.environment;
}
