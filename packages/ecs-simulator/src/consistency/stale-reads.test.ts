import { describe, expect, it } from 'vitest';
import { objects } from '../model/json.ts';
import {
  MAIN,
  primary,
  refusal,
  SERVICE,
  type TestSimulator,
  testSimulator,
  update,
} from '../testing/test-simulator.ts';

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: the ECS API is eventually consistent; what a command
 * changed may not be visible at once to the commands after it.
 */
const STALE_MS = 5000;

function updated(seed?: number): { simulator: TestSimulator; before: string; after: string } {
  const simulator = testSimulator({}, undefined, seed);
  const before = simulator.register([MAIN]);
  const after = simulator.register([MAIN]);
  simulator.createService(before);
  simulator.wait(5);
  simulator.ecs.behave({ staleReadsMs: STALE_MS });
  update(simulator, { taskDefinition: after });
  return { simulator, before, after };
}

function looks<T>(count: number, look: () => T): readonly T[] {
  return Array.from({ length: count }, look);
}

describe('for a time after a write', () => {
  it('DescribeServices shows now the new and now the old state, whole', () => {
    const { simulator, before, after } = updated();
    const seen = looks(40, () => simulator.service());
    for (const service of seen) {
      expect([before, after]).toContain(service['taskDefinition']);
      expect(primary(service)['taskDefinition']).toBe(service['taskDefinition']);
    }
    const old = seen.filter((service) => service['taskDefinition'] === before);
    expect(old.length).toBeGreaterThan(8);
    expect(old.length).toBeLessThan(32);
    for (const service of old) expect(primary(service)).toMatchObject({ rolloutState: 'COMPLETED' });
  });

  it('and after that only the new one', () => {
    const { simulator, after } = updated();
    simulator.wait(STALE_MS / 1000 - 0.001);
    expect(new Set(looks(40, () => simulator.service()['taskDefinition'])).size).toBe(2);
    simulator.wait(0.001);
    expect(new Set(looks(40, () => simulator.service()['taskDefinition']))).toEqual(new Set([after]));
  });

  it('the seed decides which, and reading draws no ids', () => {
    const look = (simulator: TestSimulator) => looks(20, () => simulator.service()['taskDefinition']);
    expect(look(updated(1).simulator)).toEqual(look(updated(1).simulator));
    expect(look(updated(1).simulator)).not.toEqual(look(updated(2).simulator));
    const [read, unread] = [updated().simulator, updated().simulator];
    look(read);
    for (const simulator of [read, unread]) simulator.wait(20);
    expect(read.ecs.state()).toEqual(unread.ecs.state());
  });

  it('ListTasks and DescribeTasks may not know the new tasks', () => {
    const { simulator } = updated();
    simulator.wait(0.5);
    const list = () => simulator.call('ListTasks', { serviceName: SERVICE })['taskArns'];
    const lists = looks(40, list).map((arns) => (Array.isArray(arns) ? arns.length : 0));
    expect([...new Set(lists)].sort()).toEqual([2, 4]);
    const tasks = [...simulator.ecs.world().tasks.keys()];
    const answers = looks(40, () => simulator.call('DescribeTasks', { tasks }));
    const missing = answers.map((answer) => objects(answer['failures']).length);
    expect([...new Set(missing)].sort()).toEqual([0, 2]);
  });

  it('a new service may be MISSING, a deleted one ACTIVE', () => {
    const simulator = testSimulator({ staleReadsMs: STALE_MS });
    simulator.createService(simulator.register([MAIN]));
    const status = () => simulator.service()['status'];
    expect(new Set(looks(40, status))).toEqual(new Set([undefined, 'ACTIVE']));
    const listing = () => refusal(() => simulator.call('ListTasks', { serviceName: SERVICE }));
    expect(new Set(looks(40, listing))).toEqual(new Set(['accepted', 'ServiceNotFoundException: Service not found.']));
    simulator.wait(10);
    simulator.call('DeleteService', { service: SERVICE, force: true });
    expect(new Set(looks(40, status))).toEqual(new Set(['DRAINING', 'ACTIVE']));
  });

  it('a refused write leaves nothing behind', () => {
    const simulator = testSimulator();
    simulator.createService(simulator.register([MAIN]));
    simulator.ecs.behave({ staleReadsMs: STALE_MS });
    refusal(() => update(simulator, { taskDefinition: 'ghost' }));
    simulator.wait(3);
    expect(new Set(looks(40, () => simulator.service()['runningCount']))).toEqual(new Set([2]));
  });
});

it('without the option every read is current', () => {
  const simulator = testSimulator();
  const [before, after] = [simulator.register([MAIN]), simulator.register([MAIN])];
  simulator.createService(before);
  update(simulator, { taskDefinition: after });
  expect(new Set(looks(40, () => simulator.service()['taskDefinition']))).toEqual(new Set([after]));
});
