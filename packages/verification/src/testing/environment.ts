import { fileURLToPath } from 'node:url';
import { type Environment, loadEnvironment } from '@loki-adoption/environment';

/** The repository's `dev` in a phase. */
export function environmentIn(phase: Environment['migration']['phase']): Environment {
  const root = fileURLToPath(new URL('../../../../environments', import.meta.url));
  const loaded = loadEnvironment('dev', { root });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return { ...loaded.environment, migration: { phase } };
}
