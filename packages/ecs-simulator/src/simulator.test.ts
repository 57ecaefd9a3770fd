import { afterEach, expect, it, vi } from 'vitest';
import { ALLOY, CLUSTER, MAIN, SERVICE, testSimulator } from './testing/test-simulator.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function forbidden(): never {
  throw new Error('time and chance come from the clock and the generator');
}

function history(): unknown {
  const simulator = testSimulator();
  simulator.createService(simulator.register([MAIN]));
  simulator.wait(3);
  simulator.ecs.addFault({ kind: 'crash-at-start', container: 'temporal-worker', afterSeconds: 0.1 });
  const taskDefinition = simulator.register([MAIN, ALLOY]);
  simulator.ecs.call('UpdateService', { cluster: CLUSTER, service: SERVICE, taskDefinition });
  simulator.wait(10);
  return simulator.ecs.state();
}

it('asks neither the machine for the time nor JavaScript for chance', () => {
  vi.spyOn(Math, 'random').mockImplementation(forbidden);
  vi.stubGlobal('Date', forbidden);
  vi.stubGlobal('setTimeout', forbidden);
  vi.stubGlobal('setInterval', forbidden);
  vi.stubGlobal('performance', { now: forbidden });
  expect(history()).toMatchObject({ services: [{ serviceName: SERVICE }] });
});

it('repeats a history for the same seed', () => {
  expect(history()).toEqual(history());
});
