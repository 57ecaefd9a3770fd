import { describe, expect, it } from 'vitest';
import { type Json, objects } from '../model/json.ts';
import { container, MAIN, primary, type TestSimulator, testSimulator, update } from '../testing/test-simulator.ts';

const BROKEN = 'example/temporal:broken';

function breaker(rest: Json = {}): Json {
  return { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true, ...rest } } };
}

/** A service that runs, with another definition whose containers can't start. */
function broken(rest: Json = breaker(), desiredCount = 2) {
  const simulator = testSimulator();
  const good = simulator.register([MAIN]);
  simulator.createService(good, { desiredCount, ...rest });
  simulator.wait(5);
  const goodId = primary(simulator.service())['id'];
  const bad = simulator.register([{ ...MAIN, image: BROKEN }]);
  simulator.ecs.addFault({ id: 'broken', kind: 'fail-start', image: BROKEN });
  return { simulator, good, goodId, bad };
}

function until(simulator: TestSimulator, isSo: (service: Json) => boolean): Json {
  for (let step = 0; step < 2000; step += 1) {
    const service = simulator.service();
    if (isSo(service)) return service;
    simulator.wait(0.05);
  }
  throw new Error(`never so: ${JSON.stringify(simulator.service()['deployments'])}`);
}

function failedTasksWhenTripped(simulator: TestSimulator): unknown {
  const isFailed = (one: Json) => one['rolloutState'] === 'FAILED';
  const service = until(simulator, (seen) => objects(seen['deployments']).some(isFailed));
  return objects(service['deployments']).find(isFailed)?.['failedTasks'];
}

function statuses(simulator: TestSimulator): readonly unknown[] {
  const { serviceDeployments } = simulator.list();
  return objects(serviceDeployments).map((one) => one['status']);
}

describe('the circuit breaker', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeploymentCircuitBreaker.html: half the desired count, at least
  // 3 and at most 200. Rounded up, as the developer guide's example of 25 tasks shows:
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html: BOUNDED_PERCENT is a share of the latest
  // desired count within those bounds, UNBOUNDED_PERCENT without them, COUNT the number itself.
  const thresholds: readonly [desiredCount: number, thresholdConfiguration: Json | undefined, threshold: number][] = [
    [1, undefined, 3],
    [6, undefined, 3],
    [7, undefined, 4],
    [25, undefined, 13],
    [400, undefined, 200],
    [800, undefined, 200],
    [8, { type: 'BOUNDED_PERCENT', value: 100 }, 8],
    [1, { type: 'UNBOUNDED_PERCENT', value: 100 }, 1],
    [8, { type: 'COUNT', value: 5 }, 5],
  ];
  it.each(thresholds)(
    'with %i tasks and %j has a threshold of %i',
    (desiredCount, thresholdConfiguration, threshold) => {
      const simulator = testSimulator();
      simulator.createService(simulator.register([MAIN]), {
        desiredCount,
        ...breaker(thresholdConfiguration ? { thresholdConfiguration } : {}),
      });
      const { serviceDeploymentArn } = objects(simulator.list()['serviceDeployments'])[0] ?? {};
      const described = simulator.ecs.call('DescribeServiceDeployments', {
        serviceDeploymentArns: [serviceDeploymentArn],
      });
      expect(objects(described['serviceDeployments'])[0]).toMatchObject({ deploymentCircuitBreaker: { threshold } });
    },
  );

  it('trips at the threshold of the latest desired count', () => {
    const { simulator, bad } = broken(breaker(), 4);
    update(simulator, { taskDefinition: bad });
    update(simulator, { desiredCount: 20 });
    expect(failedTasksWhenTripped(simulator)).toBeGreaterThanOrEqual(10);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html: back to the last deployment that
  // completed. Its id is its old one: services in use show PRIMARY with "rolling back to deploymentId" of itself, ours ACTIVE and FAILED.
  it('goes back under the id of the last completed deployment, while ours is FAILED', () => {
    const { simulator, good, goodId, bad } = broken();
    update(simulator, { taskDefinition: bad });
    const oursId = primary(simulator.service())['id'];
    const isBack = (service: Json) => primary(service)['id'] === goodId;
    const service = until(simulator, isBack);
    expect(primary(service)).toMatchObject({
      status: 'PRIMARY',
      taskDefinition: good,
      rolloutState: 'IN_PROGRESS',
      rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${goodId}.`,
    });
    expect(objects(service['deployments'])[1]).toMatchObject({
      id: oursId,
      status: 'ACTIVE',
      rolloutState: 'FAILED',
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    });
    expect(statuses(simulator)[0]).toBe('ROLLBACK_IN_PROGRESS');
    simulator.wait(10);
    expect(objects(simulator.service()['deployments'])).toHaveLength(1);
    expect(primary(simulator.service())).toMatchObject({ id: goodId, rolloutState: 'COMPLETED' });
    expect(statuses(simulator)[0]).toBe('ROLLBACK_SUCCESSFUL');
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html: an INACTIVE definition can't be used for
  // an update, but services that reference it run on. Users found services on INACTIVE definitions after such a rollback:
  // https://github.com/aws/containers-roadmap/issues/328
  it('goes back to a definition that is INACTIVE by now', () => {
    const { simulator, good, bad } = broken();
    update(simulator, { taskDefinition: bad });
    simulator.ecs.call('DeregisterTaskDefinition', { taskDefinition: good });
    simulator.wait(60);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition: good, rolloutState: 'COMPLETED' });
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-failure-detection.html: a rollback needs an earlier deployment
  // in state COMPLETED. API_Deployment: one in state FAILED launches no new tasks.
  it('leaves the service stalled where no deployment was ever completed', () => {
    const simulator = testSimulator();
    simulator.ecs.addFault({ kind: 'fail-start', image: BROKEN });
    simulator.createService(simulator.register([{ ...MAIN, image: BROKEN }]), breaker());
    until(simulator, (service) => primary(service)['rolloutState'] === 'FAILED');
    simulator.ecs.clearFaults();
    const started = simulator.ecs.world().tasks.size;
    simulator.wait(600);
    expect(simulator.ecs.world().tasks.size).toBe(started);
    expect(primary(simulator.service())).toMatchObject({ rolloutState: 'FAILED', runningCount: 0 });
    expect(statuses(simulator)).toEqual(['STOPPED']);
  });

  it('without rollback leaves the old tasks running and starts none', () => {
    const { simulator, bad } = broken(breaker({ rollback: false }));
    update(simulator, { taskDefinition: bad });
    simulator.wait(60);
    expect(primary(simulator.service())).toMatchObject({
      taskDefinition: bad,
      rolloutState: 'FAILED',
      runningCount: 0,
    });
    expect(simulator.service()['runningCount']).toBe(2);
  });

  // ServiceDeployment's status has ROLLBACK_FAILED: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
  it('trips for the rollback as well, and then gives up', () => {
    const simulator = testSimulator();
    const deploymentConfiguration = {
      minimumHealthyPercent: 0,
      maximumPercent: 100,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    };
    simulator.createService(simulator.register([MAIN]), { deploymentConfiguration });
    simulator.wait(5);
    simulator.ecs.addFault({ kind: 'fail-start' });
    update(simulator, { taskDefinition: simulator.register([{ ...MAIN, image: BROKEN }]) });
    simulator.wait(600);
    expect(statuses(simulator)[0]).toBe('ROLLBACK_FAILED');
    expect(primary(simulator.service())).toMatchObject({ rolloutState: 'FAILED', runningCount: 0 });
  });

  it('is not in the way of an update during its rollback', () => {
    const { simulator, bad, goodId } = broken();
    update(simulator, { taskDefinition: bad });
    until(simulator, (service) => primary(service)['id'] === goodId);
    const better = simulator.register([{ ...MAIN, image: 'example/temporal:better' }]);
    update(simulator, { taskDefinition: better });
    simulator.wait(10);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition: better, rolloutState: 'COMPLETED' });
    expect(statuses(simulator).slice(0, 2)).toEqual(['SUCCESSFUL', 'STOPPED']);
  });
});

describe('what counts as a failed task', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html, failedTasks: a task that can't be launched, doesn't get
  // to RUNNING, or fails a health check and is stopped. Not one that exits after it ran; users have seen both:
  // https://github.com/aws/containers-roadmap/issues/1206
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html: nor does that make the scheduler wait longer.
  it('is not an essential container that exits after RUNNING: it is replaced without end', () => {
    const { simulator, bad } = broken();
    simulator.ecs.clearFaults();
    simulator.ecs.addFault({ kind: 'crash-at-start', image: BROKEN, afterSeconds: 0.1, exitCode: 2 });
    update(simulator, { taskDefinition: bad });
    simulator.wait(60);
    expect(primary(simulator.service())).toMatchObject({ failedTasks: 0, rolloutState: 'IN_PROGRESS' });
    const crashed = simulator.tasks('STOPPED');
    expect(crashed.length).toBeGreaterThan(50);
    expect(crashed[0]).toMatchObject({ stopCode: 'EssentialContainerExited' });
    expect(container(crashed[0], 'temporal-worker')).toMatchObject({ exitCode: 2 });
    expect(JSON.stringify(simulator.service()['events'])).not.toContain('unable to consistently start');
  });

  it('is such an exit with breakerCountsExits', () => {
    const { simulator, good, bad } = broken();
    simulator.ecs.behave({ breakerCountsExits: true });
    simulator.ecs.clearFaults();
    simulator.ecs.addFault({ kind: 'crash-at-start', image: BROKEN, afterSeconds: 0.1 });
    update(simulator, { taskDefinition: bad });
    expect(failedTasksWhenTripped(simulator)).toBe(3 + 1);
    expect(primary(simulator.service())['taskDefinition']).toBe(good);
  });

  it('is one with a failed health check', () => {
    const { simulator } = broken();
    simulator.ecs.addFault({ kind: 'fail-health' });
    const healthCheck = { command: ['CMD', '/bin/true'] };
    update(simulator, { taskDefinition: simulator.register([{ ...MAIN, healthCheck }]) });
    expect(failedTasksWhenTripped(simulator)).toBeGreaterThanOrEqual(3);
  });

  // API_Deployment: with a task that runs successfully the count goes to 0 and isn't evaluated any more. resetOnHealthyTask false keeps
  // it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html
  it.each([
    [true, 'IN_PROGRESS', 0],
    [false, 'FAILED', 4],
  ])(
    'with resetOnHealthyTask %s, a first task healthy and the others never',
    (resetOnHealthyTask, rolloutState, failedTasks) => {
      const simulator = testSimulator();
      const settings = breaker({ rollback: false, resetOnHealthyTask });
      simulator.createService(simulator.register([MAIN]), settings);
      simulator.wait(2);
      simulator.ecs.addFault({ kind: 'fail-start', image: BROKEN, fromMs: 1000 });
      update(simulator, { taskDefinition: simulator.register([{ ...MAIN, image: BROKEN }]), desiredCount: 1 });
      simulator.wait(0.9);
      update(simulator, { desiredCount: 3 });
      simulator.wait(60);
      expect(primary(simulator.service())).toMatchObject({ rolloutState, failedTasks });
    },
  );
});
