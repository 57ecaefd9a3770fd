import { describe, expect, it } from 'vitest';
import {
  ALLOY,
  container,
  MAIN,
  primary,
  refusal,
  type TestSimulator,
  testSimulator,
  update,
} from '../testing/test-simulator.ts';
import { taskFault } from './faults.ts';

function running(desiredCount = 2, rest = {}): TestSimulator {
  const simulator = testSimulator();
  simulator.createService(simulator.register([MAIN, ALLOY]), { desiredCount, ...rest });
  simulator.wait(5);
  return simulator;
}

function arns(simulator: TestSimulator, desiredStatus?: string): readonly unknown[] {
  return simulator.tasks(desiredStatus).map((task) => task['taskArn']);
}

describe('a fault in time', () => {
  it('begins and ends when it says', () => {
    const simulator = running();
    simulator.ecs.addFault({ kind: 'mute-logs', container: 'alloy', fromMs: 10_000, untilMs: 20_000 });
    const isMuted = () => {
      const world = simulator.ecs.world();
      return [...world.tasks.values()].map((task) => taskFault(world, 'mute-logs', task) !== undefined);
    };
    const seen = [0, 9.999, 0.001, 9.999, 0.001].map((seconds) => {
      simulator.wait(seconds);
      return isMuted()[0];
    });
    expect(seen).toEqual([false, false, true, true, false]);
  });

  it('counts from when it was planted, and shows that', () => {
    const simulator = running();
    expect(simulator.ecs.addFault({ id: 'a', kind: 'stall', fromMs: 5 })).toEqual({
      id: 'a',
      kind: 'stall',
      fromMs: 5,
      plantedAt: simulator.now(),
    });
    expect(simulator.ecs.addFault({ id: 'b', kind: 'stall' })).toEqual({ id: 'b', kind: 'stall' });
  });

  it('hits only the task it names', () => {
    const simulator = running();
    const [first, second] = simulator.tasks();
    simulator.ecs.addFault({ kind: 'exit', container: 'alloy', task: String(first?.['taskArn']), exitCode: 7 });
    simulator.wait(1);
    const alloyOf = (arn: unknown) =>
      container(
        simulator.tasks().find((task) => task['taskArn'] === arn),
        'alloy',
      );
    expect(alloyOf(first?.['taskArn'])).toMatchObject({ lastStatus: 'STOPPED', exitCode: 7 });
    expect(alloyOf(second?.['taskArn'])).toMatchObject({ lastStatus: 'RUNNING' });
  });
});

describe('a container that exits in the middle', () => {
  it('stays STOPPED beside the others where it is not essential', () => {
    const simulator = running();
    const before = arns(simulator);
    simulator.ecs.addFault({
      kind: 'exit',
      container: 'alloy',
      fromMs: 60_000,
      exitCode: 137,
      reason: 'OutOfMemoryError',
    });
    simulator.wait(59.9);
    for (const task of simulator.tasks()) expect(container(task, 'alloy')['lastStatus']).toBe('RUNNING');
    simulator.wait(0.1);
    for (const task of simulator.tasks()) {
      expect(container(task, 'alloy')).toMatchObject({
        lastStatus: 'STOPPED',
        exitCode: 137,
        reason: 'OutOfMemoryError',
      });
    }
    simulator.wait(600);
    expect(arns(simulator)).toEqual(before);
  });

  it('takes its task with it where it is essential; the scheduler replaces that within the deployment', () => {
    const simulator = running();
    const [deployment, before] = [primary(simulator.service())['id'], arns(simulator)];
    simulator.ecs.addFault({ kind: 'exit', container: 'temporal-worker', count: 1, afterSeconds: 2 });
    simulator.wait(1.9);
    expect(simulator.tasks('STOPPED')).toEqual([]);
    simulator.wait(5);
    expect(simulator.ecs.world().faults).toEqual([]);
    expect(simulator.tasks('STOPPED')).toHaveLength(1);
    expect(simulator.tasks('STOPPED')[0]).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    });
    expect(arns(simulator).filter((arn) => before.includes(arn))).toHaveLength(1);
    for (const task of simulator.tasks()) expect(task).toMatchObject({ startedBy: deployment, lastStatus: 'RUNNING' });
    expect(primary(simulator.service())).toMatchObject({ id: deployment, rolloutState: 'COMPLETED' });
  });

  it('that was started by the agent again is not hit twice', () => {
    const simulator = testSimulator();
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 };
    simulator.createService(simulator.register([MAIN, { ...ALLOY, restartPolicy }]), { desiredCount: 1 });
    simulator.wait(90);
    simulator.ecs.addFault({ kind: 'exit', container: 'alloy' });
    simulator.wait(90);
    const task = [...simulator.ecs.world().tasks.values()][0];
    expect(task?.containers[1]).toMatchObject({ lastStatus: 'RUNNING', restarts: 1 });
  });
});

// Reason and code as stopped tasks show them. "Host EC2 (instance id) stopped/terminated" is in the list of stopped tasks' errors:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-errors.html
describe('a lost host', () => {
  it('takes all its tasks at once; the scheduler starts others elsewhere within the deployment', () => {
    const simulator = running(6);
    const deployment = primary(simulator.service())['id'];
    const hosts = Map.groupBy(simulator.tasks(), (task) => task['containerInstanceArn']);
    expect([...hosts.values()].map((tasks) => tasks.length)).toEqual([2, 2, 2]);
    const [lost] = hosts.keys();
    simulator.ecs.addFault({ kind: 'host-lost', fromMs: 60_000 });
    simulator.wait(60);
    expect(simulator.service()['runningCount']).toBe(4);
    const stopped = simulator.tasks('STOPPED');
    expect(stopped.map((task) => task['containerInstanceArn'])).toEqual([lost, lost]);
    for (const task of stopped) {
      expect(task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TerminationNotice' });
      expect(task['stoppedReason']).toMatch(/^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/);
      expect(container(task, 'alloy')).not.toHaveProperty('exitCode');
    }
    expect(simulator.ecs.world().faults).toEqual([]);
    simulator.wait(5);
    expect(simulator.tasks()).toHaveLength(6);
    expect(simulator.tasks().map((task) => task['containerInstanceArn'])).not.toContain(lost);
    for (const task of simulator.tasks()) expect(task['startedBy']).toBe(deployment);
    expect(primary(simulator.service())).toMatchObject({ failedTasks: 0, rolloutState: 'COMPLETED' });
  });

  it('and those that are left share the tasks evenly, also after many replacements', () => {
    const simulator = running(6);
    for (let round = 0; round < 4; round += 1) {
      simulator.ecs.addFault({ kind: 'host-lost' });
      simulator.wait(5);
      update(simulator, { forceNewDeployment: true });
      simulator.wait(5);
    }
    const hosts = Map.groupBy(simulator.tasks(), (task) => task['containerInstanceArn']);
    expect([...hosts.values()].map((tasks) => tasks.length)).toEqual([2, 2, 2]);
    expect(simulator.ecs.world().hosts.map((host) => host.load)).toEqual([2, 2, 2]);
  });

  it('is the host of the task that the fault names', () => {
    const simulator = running(6);
    const named = simulator.tasks()[4];
    simulator.ecs.addFault({ kind: 'host-lost', task: String(named?.['taskArn']) });
    simulator.wait(0);
    expect(arns(simulator, 'STOPPED')).toContain(named?.['taskArn']);
  });
});

describe('an error of the API', () => {
  it('is answered with its code, for its action, as often as asked', () => {
    const { ecs, call } = testSimulator();
    ecs.addFault({ kind: 'error', action: 'ListServices', code: 'AccessDeniedException', reason: 'no', count: 2 });
    const list = () => refusal(() => call('ListServices'));
    expect(refusal(() => ecs.call('DescribeClusters', {}))).toBe('accepted');
    expect([list(), list(), list()]).toEqual(['AccessDeniedException: no', 'AccessDeniedException: no', 'accepted']);
  });

  it('is a ServerException without a code, and changes nothing', () => {
    const simulator = running();
    simulator.ecs.addFault({ kind: 'error', untilMs: 1000 });
    const scale = () => refusal(() => update(simulator, { desiredCount: 5 }));
    expect(scale()).toMatch(/^ServerException: /);
    simulator.wait(1);
    expect(simulator.service()['desiredCount']).toBe(2);
    expect(scale()).toBe('accepted');
  });
});
