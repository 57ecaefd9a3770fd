import { fileURLToPath } from 'node:url';
import { type Environment, loadEnvironment } from '@loki-adoption/environment';
import type { Report } from '../core/report.ts';
import type { RolloutOptions } from '../engine/rollout.ts';
import { type Fault, fakeWorld } from './fake-world.ts';
import { ecsName } from './names.ts';

/** Services in the order of the waves; `ui` has no sidecar and is left out unless a test asks for it. */
export const ORDER = ['worker', 'frontend', 'matching', 'history'];

function environment(phase: Environment['migration']['phase'] = 'rollout', pollInterval = 15): Environment {
  const loaded = loadEnvironment('dev', { root: fileURLToPath(new URL('../../../../environments', import.meta.url)) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const rollout = { ...loaded.environment.rollout, pollInterval };
  const { ui: _, ...services } = loaded.environment.services;
  return { ...loaded.environment, services, migration: { phase }, rollout };
}

export const arn = (service: string, revision: number): string =>
  `arn:aws:ecs:eu-west-1:1:task-definition/${ecsName(environment(), service)}:${revision}`;

/** Everything runs revision 1 (ADOT); phase `infrastructure` is verified. */
export function setUp(
  faulty: Partial<Record<string, Fault>> = {},
  phase: Environment['migration']['phase'] = 'rollout',
  pollInterval = 15,
) {
  const env = environment(phase, pollInterval);
  const faults = Object.entries(faulty).map(([service, fault]) => [`${ecsName(env, service)}:2`, fault ?? 'none']);
  const world = fakeWorld(env, Object.fromEntries(faults));
  for (const service of ORDER) {
    world.addService(ecsName(env, service), arn(service, 1), env.services[service]?.desiredCount ?? 1);
  }
  const verifiedAt = new Date(world.now()).toISOString();
  const empty = { schemaVersion: 1, environment: 'dev', epoch: 0, lease: null, services: {}, hold: null };
  world.writeLedger({ ...empty, phases: { infrastructure: { verifiedAt, commit: 'c0' } } });
  const options: RolloutOptions = {
    environment: env,
    definitions: Object.fromEntries(ORDER.map((service) => [service, arn(service, 2)])),
    desiredStateHash: 'hash-1',
    run: 'run-1',
    commit: 'c1',
  };
  return {
    env,
    world,
    options,
    running: () => ORDER.map((service) => world.running(ecsName(env, service)).slice(-1)).join(''),
  };
}

/** The same with `ui`, which has no sidecar, on revision 1 and to be moved to 2. */
export function withPlainService(): ReturnType<typeof setUp> {
  const base = setUp();
  const { worker } = base.env.services;
  if (!worker) throw new Error('dev has no worker');
  const ui = { ...worker, name: 'ui', container: 'ui', collector: 'none' as const };
  const env = { ...base.env, services: { ...base.env.services, ui } };
  base.world.addService(ecsName(env, 'ui'), arn('ui', 1), 1);
  const definitions = { ...base.options.definitions, ui: arn('ui', 2) };
  return { ...base, env, options: { ...base.options, environment: env, definitions } };
}

export const states = (report: Report): string => report.services.map((service) => service.state).join(' ');
