import { afterEach, describe, expect, it, vi } from 'vitest';
import { seeded } from './random/seeded.ts';
import { createSimulator } from './simulator.ts';
import { ALLOY, MAIN, SERVICE, testSimulator, update } from './testing/test-simulator.ts';

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
  update(simulator, { taskDefinition });
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

describe('with a clock that has moved on, the world is brought up to it', () => {
  function atStart() {
    let now = 0;
    const ecs = createSimulator({ accountId: '1', region: 'eu-west-1', clock: () => now, random: seeded(1) });
    ecs.call('CreateCluster', { clusterName: 'c' });
    ecs.call('RegisterTaskDefinition', { family: 'f', containerDefinitions: [MAIN] });
    ecs.call('CreateService', { cluster: 'c', serviceName: 's', taskDefinition: 'f', desiredCount: 1 });
    const statuses = () => [...ecs.world().tasks.values()].map((task) => task.lastStatus);
    const goTo = (seconds: number) => {
      now = seconds * 1000;
    };
    return { ecs, goTo, statuses };
  }

  it('before a call is answered', () => {
    const { ecs, goTo } = atStart();
    goTo(5);
    const { services } = ecs.call('DescribeServices', { cluster: 'c', services: ['s'] });
    expect(services).toMatchObject([{ runningCount: 1 }]);
  });

  it('before a fault begins, and before it ends', () => {
    const { ecs, goTo, statuses } = atStart();
    goTo(5);
    ecs.addFault({ id: 'stall', kind: 'stall' });
    expect(statuses()).toEqual(['RUNNING']);
    ecs.call('UpdateService', { cluster: 'c', service: 's', forceNewDeployment: true });
    goTo(10);
    ecs.clearFaults('stall');
    expect(statuses()).toEqual(['RUNNING', 'PENDING']);
  });

  it('before it behaves otherwise', () => {
    const { ecs, goTo, statuses } = atStart();
    goTo(5);
    ecs.behave({ breakerCountsExits: true });
    expect(statuses()).toEqual(['RUNNING']);
  });
});
