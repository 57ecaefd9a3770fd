import { describe, expect, it } from 'vitest';
import { type Json, objects } from '../model/json.ts';
import { ALLOY, container, MAIN, primary, testSimulator, update } from '../testing/test-simulator.ts';

const HEALTH = { healthCheck: { command: ['CMD', '/bin/true'] } };

describe('a task with a health check', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html, minimumHealthyPercent: where an essential
  // container has a health check, the scheduler waits until the task is healthy before it counts it.
  it('does not count as healthy while its health is UNKNOWN, however long it runs', () => {
    const simulator = testSimulator({ tempo: { healthMs: 60_000 } });
    simulator.createService(simulator.register([MAIN]));
    simulator.wait(5);
    update(simulator, { taskDefinition: simulator.register([{ ...MAIN, ...HEALTH }]) });
    simulator.wait(50);
    const service = simulator.service();
    const ours = simulator.tasks().filter((task) => task['startedBy'] === primary(service)['id']);
    expect(ours.map(({ lastStatus, healthStatus }) => [lastStatus, healthStatus])).toEqual([
      ['RUNNING', 'UNKNOWN'],
      ['RUNNING', 'UNKNOWN'],
    ]);
    expect(primary(service)['rolloutState']).toBe('IN_PROGRESS');
    expect(objects(service['deployments'])[1]).toMatchObject({ runningCount: 2 });
    simulator.wait(20);
    expect(primary(simulator.service())).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2 });
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html: the task is UNHEALTHY with one such essential
  // container, else UNKNOWN with one such, else HEALTHY; a container without a health check is UNKNOWN. API_Task: others don't matter.
  const verdicts: readonly [containers: readonly Json[], fails: string | undefined, healthStatus: string][] = [
    [[{ ...MAIN, ...HEALTH }], undefined, 'HEALTHY'],
    [[{ ...MAIN, ...HEALTH }, ALLOY], undefined, 'HEALTHY'],
    [
      [
        { ...MAIN, ...HEALTH },
        { ...ALLOY, ...HEALTH },
      ],
      'alloy',
      'HEALTHY',
    ],
    [
      [
        { ...MAIN, ...HEALTH },
        { ...ALLOY, ...HEALTH, essential: true },
      ],
      undefined,
      'HEALTHY',
    ],
    [
      [
        { ...MAIN, ...HEALTH },
        { ...ALLOY, essential: true },
      ],
      undefined,
      'UNKNOWN',
    ],
    [
      [
        { ...MAIN, ...HEALTH },
        { ...ALLOY, essential: true },
      ],
      'temporal-worker',
      'UNHEALTHY',
    ],
    [[MAIN], undefined, 'UNKNOWN'],
    [[MAIN, { ...ALLOY, ...HEALTH }], undefined, 'UNKNOWN'],
  ];
  it.each(verdicts)('%j with %s failing is %s', (containers, fails, healthStatus) => {
    const simulator = testSimulator({ tempo: { stoppingMs: 60_000 } });
    if (fails) simulator.ecs.addFault({ kind: 'fail-health', container: fails });
    simulator.createService(simulator.register(containers), { desiredCount: 1 });
    simulator.wait(5);
    const [task] = [...simulator.tasks(), ...simulator.tasks('STOPPED')];
    expect(task?.['healthStatus']).toBe(healthStatus);
  });

  // API_HealthCheck: a task of a service that turns unhealthy is stopped, and the scheduler replaces it.
  it('that fails in the middle of a bake is replaced within the same deployment', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([{ ...MAIN, ...HEALTH }]));
    simulator.wait(600);
    const before = primary(simulator.service())['id'];
    const [sick, sound] = simulator.tasks().map((task) => String(task['taskArn']));
    simulator.ecs.addFault({ kind: 'fail-health', task: sick ?? '' });
    simulator.wait(0.1);
    expect(simulator.service()['runningCount']).toBe(1);
    simulator.wait(5);
    expect(simulator.tasks('STOPPED').map((task) => task['taskArn'])).toEqual([sick]);
    expect(simulator.tasks().map((task) => task['taskArn'])).toContain(sound);
    for (const task of simulator.tasks()) expect(task).toMatchObject({ startedBy: before, healthStatus: 'HEALTHY' });
    expect(primary(simulator.service())).toMatchObject({ id: before, rolloutState: 'COMPLETED', failedTasks: 0 });
  });

  it('of a container that the agent restarts is checked again', () => {
    const simulator = testSimulator({ tempo: { healthMs: 2000 } });
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 };
    simulator.createService(simulator.register([MAIN, { ...ALLOY, ...HEALTH, restartPolicy }]), { desiredCount: 1 });
    simulator.wait(90);
    simulator.ecs.addFault({ kind: 'exit', container: 'alloy', count: 1 });
    simulator.wait(1);
    const alloy = () => container(simulator.tasks()[0], 'alloy');
    expect(alloy()).toMatchObject({ lastStatus: 'RUNNING', healthStatus: 'UNKNOWN' });
    simulator.wait(1);
    expect(alloy()).toMatchObject({ healthStatus: 'HEALTHY' });
  });
});

// API_DeploymentConfiguration, minimumHealthyPercent: without a health check a task counts once it has been RUNNING for a while, 40 s in AWS.
it('a task without a health check counts as healthy after its time in RUNNING, not before', () => {
  const simulator = testSimulator({ tempo: { readyMs: 40_000 } });
  simulator.createService(simulator.register([MAIN]));
  simulator.wait(40);
  expect(simulator.service()).toMatchObject({ runningCount: 2 });
  expect(primary(simulator.service())['rolloutState']).toBe('IN_PROGRESS');
  simulator.wait(1);
  expect(primary(simulator.service())['rolloutState']).toBe('COMPLETED');
});
