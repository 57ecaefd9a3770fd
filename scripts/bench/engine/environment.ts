import type { Environment } from '../../../packages/environment/src/index.ts';
import { sampleEnvironment } from '../../../packages/rollout-engine/src/testing/environments.ts';

/** An environment with that number of equal services in waves of equal size, each of which moves as a whole. */
export function environmentOf(services: number, waves: number): Environment {
  const sample = sampleEnvironment();
  const { worker } = sample.services;
  if (!worker) throw new Error('the sample environment has no worker');
  const names = Array.from({ length: services }, (_, index) => `service-${String(index).padStart(4, '0')}`);
  const size = Math.ceil(services / waves);
  const waveOf = (index: number): string[] => names.slice(index * size, (index + 1) * size);
  const all = names.map((name) => [name, { ...worker, name, container: name, desiredCount: 2 }]);
  return {
    ...sample,
    services: Object.fromEntries(all),
    rollout: {
      ...sample.rollout,
      pollInterval: 15,
      waves: Array.from({ length: waves }, (_, index) => ({ services: waveOf(index), parallel: size })),
    },
  };
}
