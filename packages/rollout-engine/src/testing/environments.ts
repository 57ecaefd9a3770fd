import { fileURLToPath } from 'node:url';
import { type Environment, loadEnvironment } from '@loki-adoption/environment';

export interface EnvironmentOptions {
  /** Default `rollout`. */
  readonly phase?: Environment['migration']['phase'];
  /** Services of each wave, and how many of it move at once; default: the waves of the sample. */
  readonly waves?: readonly { readonly services: readonly string[]; readonly parallel?: number }[];
  /** `ui`, which has no sidecar, is left out unless a test asks for it. */
  readonly withPlain?: boolean;
  readonly pollSeconds?: number;
  readonly deadlineSeconds?: number;
  readonly bakeSeconds?: number;
}

/** The sample environment `dev`, in another phase or with other waves. Services that are in none of the given waves are left out. */
export function sampleEnvironment(options: EnvironmentOptions = {}): Environment {
  const loaded = loadEnvironment('dev', { root: fileURLToPath(new URL('../../../../environments', import.meta.url)) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { environment } = loaded;
  const { phase = 'rollout', withPlain = false, bakeSeconds, pollSeconds, deadlineSeconds } = options;
  const waves: Environment['rollout']['waves'] = options.waves
    ? options.waves.map(({ services, parallel = 1 }) => ({ services: [...services], parallel }))
    : environment.rollout.waves.map((wave) => ({ ...wave }));
  const named = new Set([...waves.flatMap(({ services }) => services), ...(withPlain ? ['ui'] : [])]);
  const services = Object.fromEntries(Object.entries(environment.services).filter(([name]) => named.has(name)));
  const { bake, pollInterval, deadline } = environment.rollout;
  const rollout = {
    ...environment.rollout,
    waves,
    bake: bakeSeconds ?? bake,
    pollInterval: pollSeconds ?? pollInterval,
    deadline: deadlineSeconds ?? deadline,
  };
  return { ...environment, services, migration: { ...environment.migration, phase }, rollout };
}
