import { describe, expect, it } from 'vitest';
import { objects } from '../model/json.ts';
import {
  ADOT,
  ALLOY,
  CLUSTER,
  container,
  MAIN,
  primary,
  SERVICE,
  testSimulator,
  update,
} from '../testing/test-simulator.ts';

const BREAKER = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };

describe('a rolling update', () => {
  it('brings a new service to a steady state', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN, ADOT]));
    expect(primary(simulator.service())['rolloutState']).toBe('IN_PROGRESS');
    simulator.wait(0.2);
    expect(simulator.tasks().map((task) => task['lastStatus'])).toEqual(['PROVISIONING', 'PROVISIONING']);
    simulator.wait(3);
    const service = simulator.service();
    expect(primary(service)).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2, failedTasks: 0 });
    expect(primary(service)['id']).toMatch(/^ecs-svc\/\d{19}$/);
    expect(objects(service['events'])[0]?.['message']).toBe(`(service ${SERVICE}) has reached a steady state.`);
    for (const task of simulator.tasks()) {
      expect(task).toMatchObject({ lastStatus: 'RUNNING', startedBy: primary(service)['id'] });
      expect(container(task, 'adot-collector')).toMatchObject({ lastStatus: 'RUNNING' });
    }
  });

  it('keeps two generations until the new tasks are healthy, and never fewer running than the minimum', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN, ADOT]));
    simulator.wait(3);
    const before = primary(simulator.service())['id'];
    const alloy = simulator.register([MAIN, ALLOY]);
    update(simulator, { taskDefinition: alloy });
    let sawTwoGenerations = false;
    for (let step = 0; step < 60; step += 1) {
      simulator.wait(0.05);
      const service = simulator.service();
      expect(service['runningCount']).toBeGreaterThanOrEqual(2);
      expect(simulator.tasks().length).toBeLessThanOrEqual(4);
      const statuses = objects(service['deployments']).map((deployment) => deployment['status']);
      sawTwoGenerations ||= statuses.join() === 'PRIMARY,ACTIVE';
    }
    expect(sawTwoGenerations).toBe(true);
    const service = simulator.service();
    expect(objects(service['deployments'])).toHaveLength(1);
    expect(primary(service)).toMatchObject({ rolloutState: 'COMPLETED', taskDefinition: alloy });
    expect(primary(service)['id']).not.toBe(before);
    expect(simulator.tasks('STOPPED').map((task) => task['stopCode'])).toEqual([
      'ServiceSchedulerInitiated',
      'ServiceSchedulerInitiated',
    ]);
  });

  it('stops the old task before it starts the new one where the maximum is 100 %', () => {
    const simulator = testSimulator();
    const deploymentConfiguration = { minimumHealthyPercent: 0, maximumPercent: 100 };
    simulator.createService(simulator.register([MAIN]), { desiredCount: 1, deploymentConfiguration });
    simulator.wait(3);
    update(simulator, { taskDefinition: simulator.register([MAIN, ALLOY]) });
    for (let step = 0; step < 80; step += 1) {
      simulator.wait(0.05);
      const alive = objects(simulator.ecs.state()['tasks']).filter((task) => task['lastStatus'] !== 'STOPPED');
      expect(alive.length).toBeLessThanOrEqual(1);
    }
    expect(primary(simulator.service())['rolloutState']).toBe('COMPLETED');
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html: the minimum is rounded up, the maximum down; these are
  // its examples: 50 % of four lets two stop first, 75 % of two none, 200 % of four lets four start first, 125 % of three none.
  const rounded: readonly [desired: number, minimum: number, maximum: number, fewest: number, most: number][] = [
    [4, 50, 100, 2, 4],
    [2, 75, 100, 2, 2],
    [4, 100, 200, 4, 8],
    [3, 100, 125, 3, 3],
    [3, 50, 100, 2, 3],
    [3, 100, 150, 3, 4],
    [3, 0, 150, 1, 4],
  ];
  it.each(rounded)('of %i tasks within %i and %i %% has %i to %i', (desiredCount, minimum, maximum, fewest, most) => {
    const simulator = testSimulator();
    const deploymentConfiguration = { minimumHealthyPercent: minimum, maximumPercent: maximum };
    simulator.createService(simulator.register([MAIN]), { desiredCount, deploymentConfiguration });
    simulator.wait(10);
    update(simulator, { taskDefinition: simulator.register([MAIN, ALLOY]) });
    const healthy: number[] = [];
    const present: number[] = [];
    for (let step = 0; step < 400; step += 1) {
      simulator.wait(0.05);
      healthy.push(simulator.tasks().filter((task) => task['lastStatus'] === 'RUNNING').length);
      present.push([...simulator.ecs.world().tasks.values()].filter((task) => task.lastStatus !== 'STOPPED').length);
    }
    expect([Math.min(...healthy), Math.max(...present)]).toEqual([fewest, most]);
    const isStuck = fewest === desiredCount && most === desiredCount;
    expect(primary(simulator.service())['rolloutState']).toBe(isStuck ? 'IN_PROGRESS' : 'COMPLETED');
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
    const events = objects(simulator.service()['events']).map((event) => String(event['message']));
    const stuck =
      'was unable to stop or start tasks during a deployment because of the service deployment configuration';
    expect(events.filter((message) => message.includes(stuck))).toHaveLength(isStuck ? 1 : 0);
  });

  it('starts nothing for the same definition, and a deployment when it is forced', () => {
    const simulator = testSimulator();
    const adot = simulator.register([MAIN, ADOT]);
    simulator.createService(adot);
    simulator.wait(3);
    const before = primary(simulator.service())['id'];
    update(simulator, { taskDefinition: adot });
    expect(primary(simulator.service())['id']).toBe(before);
    update(simulator, { taskDefinition: adot, forceNewDeployment: true });
    expect(primary(simulator.service())['id']).not.toBe(before);
  });

  it('scales without a new deployment', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN]));
    simulator.wait(3);
    const before = primary(simulator.service())['id'];
    update(simulator, { desiredCount: 3 });
    simulator.wait(3);
    expect(simulator.service()).toMatchObject({ desiredCount: 3, runningCount: 3 });
    update(simulator, { desiredCount: 0 });
    simulator.wait(3);
    expect(simulator.service()).toMatchObject({ runningCount: 0, status: 'ACTIVE' });
    expect(primary(simulator.service())).toMatchObject({ id: before, rolloutState: 'COMPLETED' });
  });

  it('drains a deleted service', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN]));
    simulator.wait(3);
    simulator.ecs.call('DeleteService', { cluster: CLUSTER, service: SERVICE, force: true });
    expect(simulator.service()['status']).toBe('DRAINING');
    simulator.wait(1);
    expect(simulator.service()['status']).toBe('INACTIVE');
    expect(() => update(simulator, { desiredCount: 1 })).toThrow(
      expect.objectContaining({ code: 'ServiceNotActiveException' }),
    );
  });
});

describe('a failing task', () => {
  it('with a crashing sidecar leaves the service green, and the sidecar stays STOPPED', () => {
    const simulator = testSimulator();
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 };
    simulator.ecs.addFault({ kind: 'crash-at-start', container: 'alloy', image: 'grafana/alloy:1', exitCode: 3 });
    simulator.createService(simulator.register([MAIN, { ...ALLOY, restartPolicy }]), BREAKER);
    simulator.wait(120);
    expect(primary(simulator.service())).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2, failedTasks: 0 });
    for (const task of simulator.tasks()) {
      expect(container(task, 'alloy')).toMatchObject({ lastStatus: 'STOPPED', exitCode: 3 });
      expect(container(task, 'temporal-worker')).toMatchObject({ lastStatus: 'RUNNING' });
    }
  });

  it('with a sidecar that ran longer than the attempt period gets it restarted', () => {
    const simulator = testSimulator();
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 };
    simulator.ecs.addFault({ kind: 'crash-at-start', container: 'alloy', afterSeconds: 70 });
    simulator.createService(simulator.register([MAIN, { ...ALLOY, restartPolicy }]));
    simulator.wait(100);
    for (const task of simulator.tasks()) expect(container(task, 'alloy')).toMatchObject({ lastStatus: 'RUNNING' });
  });

  it('that never starts trips the circuit breaker, which goes back to the last good generation', () => {
    const simulator = testSimulator();
    const good = simulator.register([MAIN, ADOT]);
    simulator.createService(good, BREAKER);
    simulator.wait(3);
    const goodId = primary(simulator.service())['id'];
    simulator.ecs.addFault({
      kind: 'fail-start',
      image: 'example/temporal:2',
      reason: 'CannotPullContainerError: gone',
    });
    const bad = simulator.register([{ ...MAIN, image: 'example/temporal:2' }]);
    update(simulator, { taskDefinition: bad });
    let failed: unknown;
    for (let step = 0; step < 200; step += 1) {
      simulator.wait(0.05);
      failed ??= objects(simulator.service()['deployments']).find((one) => one['rolloutState'] === 'FAILED');
      expect(simulator.service()['runningCount']).toBeGreaterThanOrEqual(2);
    }
    expect(failed).toMatchObject({
      taskDefinition: bad,
      rolloutStateReason: expect.stringContaining('circuit breaker'),
    });
    expect(primary(simulator.service())).toMatchObject({ id: goodId, taskDefinition: good, rolloutState: 'COMPLETED' });
    expect(simulator.service()['taskDefinition']).toBe(good);
    const unstarted = simulator.tasks('STOPPED').find((task) => task['stopCode'] === 'TaskFailedToStart');
    expect(unstarted).toMatchObject({ stoppedReason: 'CannotPullContainerError: gone' });
    expect(container(unstarted, 'temporal-worker')).toMatchObject({ lastStatus: 'STOPPED' });
    expect(container(unstarted, 'temporal-worker')).not.toHaveProperty('exitCode');
    const { serviceDeployments } = simulator.ecs.call('ListServiceDeployments', { cluster: CLUSTER, service: SERVICE });
    expect(objects(serviceDeployments).map((one) => one['status'])).toEqual(['ROLLBACK_SUCCESSFUL', 'SUCCESSFUL']);
  });

  it('without a circuit breaker is tried again and again, ever more slowly', () => {
    const simulator = testSimulator();
    simulator.ecs.addFault({ kind: 'fail-start', container: 'temporal-worker' });
    simulator.createService(simulator.register([MAIN]), { desiredCount: 1 });
    simulator.wait(30);
    const early = Number(primary(simulator.service())['failedTasks']);
    simulator.wait(30);
    const late = Number(primary(simulator.service())['failedTasks']);
    expect(early).toBeGreaterThan(3);
    expect(late).toBeGreaterThan(early);
    expect(late - early).toBeLessThan(early);
    expect(primary(simulator.service())['rolloutState']).toBe('IN_PROGRESS');
  });

  it('with failing health checks is replaced', () => {
    const simulator = testSimulator();
    const healthCheck = { command: ['CMD', '/bin/true'] };
    simulator.ecs.addFault({ id: 'sick', kind: 'fail-health', service: SERVICE });
    simulator.createService(simulator.register([{ ...MAIN, healthCheck }]), { desiredCount: 1 });
    simulator.wait(3);
    expect(simulator.tasks('STOPPED')[0]?.['stoppedReason']).toBe('Task failed container health checks');
    simulator.ecs.clearFaults('sick');
    simulator.wait(10);
    expect(simulator.tasks()[0]).toMatchObject({ healthStatus: 'HEALTHY', lastStatus: 'RUNNING' });
  });

  it('stays PENDING while it is stalled', () => {
    const simulator = testSimulator();
    simulator.ecs.addFault({ kind: 'stall', service: SERVICE });
    simulator.createService(simulator.register([MAIN]));
    simulator.wait(60);
    expect(simulator.service()).toMatchObject({ runningCount: 0, pendingCount: 2 });
    simulator.ecs.clearFaults();
    simulator.wait(3);
    expect(simulator.service()['runningCount']).toBe(2);
  });
});

describe('containers that wait for others', () => {
  const init = { name: 'loki-config', image: 'init:1', memory: 32, essential: false };
  const waiting = { ...MAIN, dependsOn: [{ containerName: 'loki-config', condition: 'SUCCESS' }] };

  it('start once the init container has ended with 0', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([init, waiting]));
    simulator.wait(0.75);
    expect(container(simulator.tasks()[0], 'temporal-worker')['lastStatus']).toBe('PENDING');
    simulator.wait(3);
    expect(container(simulator.tasks()[0], 'loki-config')).toMatchObject({ lastStatus: 'STOPPED', exitCode: 0 });
    expect(container(simulator.tasks()[0], 'temporal-worker')['lastStatus']).toBe('RUNNING');
  });

  it('never start when it fails; an essential one takes the task with it', () => {
    const simulator = testSimulator();
    simulator.ecs.addFault({ kind: 'crash-at-start', container: 'loki-config', exitCode: 9 });
    simulator.createService(simulator.register([init, waiting]), { desiredCount: 1 });
    simulator.wait(3);
    const task = simulator.tasks('STOPPED')[0];
    expect(task?.['stopCode']).toBe('TaskFailedToStart');
    expect(container(task, 'temporal-worker')).toMatchObject({ exitCode: 143, lastStatus: 'STOPPED' });
    expect(container(task, 'temporal-worker')).not.toHaveProperty('startedAt');
  });
});
