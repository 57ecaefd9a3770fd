import type { Environment } from '@loki-adoption/environment';
import { sampleEnvironment } from '../environments.ts';
import { createTestWorld } from '../test-world.ts';
import { WAVES } from './commands.ts';
import type { History } from './history.ts';
import { createTruth } from './truth.ts';
import { watch } from './watch.ts';

/** Services are small and times short, so that a history gets far; a bake is longer than a lease. */
export function historyEnvironment(): Environment {
  const environment = sampleEnvironment({ waves: WAVES, pollSeconds: 15, deadlineSeconds: 300, bakeSeconds: 150 });
  const { rollout, services } = environment;
  const gates = { sidecar: { ...rollout.gates.sidecar, window: 30 }, logs: { ...rollout.gates.logs, freshness: 30 } };
  const small = Object.entries(services).map(([name, service]) => [
    name,
    { ...service, desiredCount: name === 'frontend' ? 2 : 1 },
  ]);
  return { ...environment, services: Object.fromEntries(small), rollout: { ...rollout, gates } };
}

export function createHistory(environment: Environment): History {
  const world = createTestWorld(environment);
  const history: History = {
    world,
    truth: createTruth(world),
    runs: [],
    wanted: { definitions: world.targets, version: 1, phase: 'rollout', provider: environment.capacity.provider },
    staleMs: 0,
    isS3InTrouble: false,
    violation: undefined,
  };
  world.watchers.push(watch(history));
  return history;
}
