import { fileURLToPath } from 'node:url';
import {
  type Environment,
  formatProblem,
  listEnvironments,
  loadEnvironment,
  type Phase,
} from '@loki-adoption/environment';

/** What Loki's containers are started with, where a test doesn't look at it. */
export const LOKI_FILES = { config: 'x', gateway: 'y', tenants: undefined };

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

const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}`;

/** The sample with a password for each service, and others for those who query and who delete. */
export function withPasswords(
  environment: Environment,
  push: Environment['loki']['access']['push'],
  deletion: Environment['loki']['deletion'] = 'disabled',
): Environment {
  const services = Object.fromEntries(
    Object.entries(environment.services).map(([name, service]) => [name, { ...service, lokiPassword: secret(name) }]),
  );
  const access = { push, reader: secret('loki-reader'), operator: secret('loki-operator') };
  return { ...environment, services, loki: { ...environment.loki, access, deletion } };
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
