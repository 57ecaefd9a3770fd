import { describe, expect, it } from 'vitest';
import { type Json, objects } from '../model/json.ts';
import { ALLOY, MAIN, primary, SERVICE, type TestSimulator, testSimulator, update } from '../testing/test-simulator.ts';

const UNPLACED = `(service ${SERVICE}) was unable to place a task because no container instance met all of its requirements.`;

function unplacedEvents(simulator: TestSimulator): number {
  return objects(simulator.service()['events']).filter((event) => event['message'] === UNPLACED).length;
}

function running(): TestSimulator {
  const simulator = testSimulator();
  simulator.createService(simulator.register([MAIN]));
  simulator.wait(5);
  return simulator;
}

function rollWithoutRoom(simulator: TestSimulator, rest: Json = {}): string {
  simulator.ecs.addFault({ id: 'full', kind: 'no-capacity', service: SERVICE });
  const taskDefinition = simulator.register([MAIN, ALLOY]);
  update(simulator, { taskDefinition, ...rest });
  return taskDefinition;
}

describe('with no room on any container instance', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html: the scheduler writes this event when it
  // finds no resources for another task; while the cause lasts it is written again only after six hours.
  it('writes the event once, starts nothing, keeps what runs, and goes on when there is room', () => {
    const simulator = running();
    const taskDefinition = rollWithoutRoom(simulator);
    simulator.wait(600);
    expect(unplacedEvents(simulator)).toBe(1);
    const service = simulator.service();
    expect(service).toMatchObject({ runningCount: 2, pendingCount: 0 });
    expect(JSON.stringify(service['events'])).not.toContain('service deployment configuration');
    expect(primary(service)).toMatchObject({ taskDefinition, rolloutState: 'IN_PROGRESS', runningCount: 0 });
    expect(objects(service['deployments'])[1]).toMatchObject({ status: 'ACTIVE', runningCount: 2 });
    simulator.ecs.clearFaults('full');
    // The scheduler's longest wait: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
    simulator.wait(15 * 60 + 5);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition, rolloutState: 'COMPLETED', runningCount: 2 });
  });

  it('writes the event again after six hours, and for the next shortage', () => {
    const simulator = running();
    rollWithoutRoom(simulator);
    simulator.wait(6 * 3600 - 60);
    expect(unplacedEvents(simulator)).toBe(1);
    simulator.wait(16 * 60);
    expect(unplacedEvents(simulator)).toBe(2);
    simulator.ecs.clearFaults('full');
    simulator.wait(15 * 60 + 5);
    rollWithoutRoom(simulator);
    simulator.wait(1);
    expect(unplacedEvents(simulator)).toBe(3);
  });

  // API_Deployment, failedTasks: a task that the scheduler can't launch is a failed one. Users see breakers roll back while they wait for
  // instances: https://github.com/aws/containers-roadmap/issues/1273
  it('trips the circuit breaker', () => {
    const simulator = running();
    const [{ taskDefinition: before }] = [simulator.service()];
    rollWithoutRoom(simulator, {
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    simulator.wait(60);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition: before, rolloutState: 'COMPLETED' });
    expect(simulator.tasks('STOPPED')).toEqual([]);
  });

  it('leaves other services alone', () => {
    const simulator = testSimulator();
    simulator.ecs.addFault({ kind: 'no-capacity', service: 'other' });
    simulator.createService(simulator.register([MAIN]));
    simulator.wait(5);
    expect(simulator.service()).toMatchObject({ runningCount: 2 });
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html: with an Auto Scaling group that can't grow, tasks
// don't get beyond PROVISIONING.
it('with managed scaling, tasks wait in PROVISIONING for an instance, and no task fails', () => {
  const simulator = testSimulator();
  simulator.ecs.call('CreateCapacityProvider', {
    name: 'graviton',
    autoScalingGroupProvider: { autoScalingGroupArn: 'arn:aws:autoscaling:x', managedScaling: { status: 'ENABLED' } },
  });
  simulator.createService(simulator.register([MAIN]));
  simulator.wait(5);
  rollWithoutRoom(simulator);
  simulator.wait(1200);
  expect(simulator.service()).toMatchObject({ runningCount: 2, pendingCount: 2 });
  expect(primary(simulator.service())).toMatchObject({ rolloutState: 'IN_PROGRESS', failedTasks: 0 });
  const waiting = simulator.tasks().filter((task) => task['startedBy'] === primary(simulator.service())['id']);
  expect(waiting.map((task) => task['lastStatus'])).toEqual(['PROVISIONING', 'PROVISIONING']);
  simulator.ecs.clearFaults('full');
  simulator.wait(5);
  expect(primary(simulator.service())).toMatchObject({ rolloutState: 'COMPLETED' });
});
