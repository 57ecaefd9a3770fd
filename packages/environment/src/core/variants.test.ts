import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadEnvironment } from '../load-environment.ts';
import { PHASES, type Phase } from '../phases.ts';
import type { Environment, Service } from '../schema/environment.ts';
import { registeredVariants, serviceOf, sidecarOf, targetVariant } from './variants.ts';

const loaded = loadEnvironment('dev', { root: join(import.meta.dirname, '../../fixtures/sample') });
if (!loaded.ok) throw new Error('the sample is broken');
const sample = loaded.environment;

function withWorker(phase: Phase, worker: Partial<Service>): Environment {
  const services = { ...sample.services, worker: { ...serviceOf(sample, 'worker'), ...worker } };
  return { ...sample, migration: { phase }, services };
}

it('moves a service to Alloy from the rollout phase on, unless it is held back or has no sidecar', () => {
  const targets = (worker: Partial<Service>) =>
    PHASES.map((phase) => targetVariant(withWorker(phase, worker), 'worker'));
  expect(targets({ collector: 'alloy' })).toEqual(['adot', 'adot', 'alloy', 'alloy', 'alloy']);
  expect(new Set(targets({ collector: 'adot' }))).toEqual(new Set(['adot']));
  expect(new Set(targets({ collector: 'none' }))).toEqual(new Set(['plain']));
});

it('registers both variants between the first phase and the last', () => {
  const registered = PHASES.map((phase) => registeredVariants(withWorker(phase, {}), 'worker').join('+'));
  expect(registered).toEqual(['adot', 'adot+alloy', 'adot+alloy', 'adot+alloy', 'alloy']);
  expect(registeredVariants(withWorker('rollout', { collector: 'none' }), 'worker')).toEqual(['plain']);
});

it('always registers the variant that a service has to run', () => {
  for (const phase of PHASES) {
    const environment = withWorker(phase, {});
    expect(registeredVariants(environment, 'worker')).toContain(targetVariant(environment, 'worker'));
  }
});

it('knows the sidecar of a variant, with the Alloy image that a service asks for', () => {
  const worker = serviceOf(sample, 'worker');
  expect(sidecarOf(sample, worker, 'alloy')).toEqual({
    container: 'alloy',
    ...limits(),
    image: 'grafana/alloy:v1.18.1@sha256:0f4434c92b3e6cdac38bb129b344e1790c246f7b6e2eaffcc16a5fa363240e33',
  });
  expect(sidecarOf(sample, worker, 'adot')).toMatchObject({ container: 'adot-collector', image: sample.adot.image });
  expect(sidecarOf(sample, worker, 'plain')).toBeUndefined();
  const own = { ...worker, alloy: { image: 'grafana/alloy:v1.19.0' } };
  expect(sidecarOf(sample, own, 'alloy')).toMatchObject({ image: 'grafana/alloy:v1.19.0' });
  expect(sidecarOf(sample, own, 'adot')).toMatchObject({ image: sample.adot.image });
});

it('names the services there are when asked for another', () => {
  expect(() => targetVariant(sample, 'toString')).toThrow('dev has no service "toString": it has worker, history, ui');
});

function limits() {
  return { cpu: sample.alloy.cpu, memory: sample.alloy.memory, socketProxy: undefined };
}
