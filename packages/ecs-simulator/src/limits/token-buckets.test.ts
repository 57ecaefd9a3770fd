import { describe, expect, it } from 'vitest';
import { CLUSTER, MAIN, refusal, SERVICE, type TestSimulator, testSimulator } from '../testing/test-simulator.ts';
import { QUOTAS } from './quotas.ts';

/** How many of `count` calls at one moment are answered. */
function answered({ ecs }: TestSimulator, count: number, action: string, input: object): number {
  const outcomes = Array.from({ length: count }, () => refusal(() => ecs.call(action, { cluster: CLUSTER, ...input })));
  const throttled = outcomes.filter((outcome) => outcome === 'ThrottlingException: Rate exceeded');
  const accepted = outcomes.filter((outcome) => outcome === 'accepted');
  expect(throttled.length + accepted.length).toBe(count);
  return accepted.length;
}

function running(): TestSimulator {
  const simulator = testSimulator();
  simulator.createService(simulator.register([MAIN]));
  simulator.wait(3);
  simulator.ecs.behave({ limits: 'aws' });
  return simulator;
}

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html: a bucket of tokens for each category of actions, for
 * an account and Region; each request takes one, and a fixed number comes back each second up to the maximum; without one the answer is
 * ThrottlingException "Rate exceeded", status 400. The figures are burst and sustained rate of that page.
 */
describe('with the limits of AWS', () => {
  const documented: readonly [action: string, input: object, burst: number, perSecond: number][] = [
    ['DescribeServices', { services: [SERVICE] }, 100, 20],
    ['UpdateService', { service: SERVICE, desiredCount: 2 }, 50, 5],
    ['DescribeTaskDefinition', { taskDefinition: SERVICE }, 50, 20],
    ['RegisterTaskDefinition', { family: 'f', containerDefinitions: [MAIN] }, 20, 1],
    ['ListTasks', { serviceName: SERVICE }, 100, 20],
    ['ListServiceDeployments', { service: SERVICE }, 50, 20],
    ['DescribeClusters', {}, 50, 20],
    ['TagResource', { resourceArn: 'arn:aws:ecs:x', tags: [] }, 20, 10],
  ];
  it.each(documented)('%s is answered for the burst, then at the sustained rate', (action, input, burst, perSecond) => {
    const simulator = running();
    expect(answered(simulator, burst + 3, action, input)).toBe(burst);
    simulator.wait(1);
    expect(answered(simulator, perSecond + 3, action, input)).toBe(perSecond);
    simulator.wait(3600);
    expect(answered(simulator, burst + 3, action, input)).toBe(burst);
  });

  it('actions of one category share a bucket, those of another have their own', () => {
    const simulator = running();
    expect(answered(simulator, 60, 'ListTasks', { serviceName: SERVICE })).toBe(60);
    expect(answered(simulator, 60, 'DescribeTasks', { tasks: ['x'] })).toBe(40);
    expect(answered(simulator, 60, 'DescribeServices', { services: [SERVICE] })).toBe(60);
  });

  it('counts every call by its outcome, and stops refusing when switched off', () => {
    const simulator = running();
    answered(simulator, 53, 'DescribeTaskDefinition', { taskDefinition: SERVICE });
    refusal(() => simulator.ecs.call('UpdateService', { cluster: CLUSTER, service: 'ghost' }));
    expect(simulator.ecs.callCounts()).toMatchObject({
      DescribeTaskDefinition: { answered: 50, refused: 3, throttled: 3 },
      UpdateService: { answered: 0, refused: 1, throttled: 0 },
    });
    simulator.ecs.behave({ limits: 'none' });
    expect(answered(simulator, 60, 'DescribeTaskDefinition', { taskDefinition: SERVICE })).toBe(60);
  });

  it('no action is in two categories', () => {
    const actions = QUOTAS.flatMap((quota) => quota.actions);
    expect(new Set(actions).size).toBe(actions.length);
  });
});

it('without them nothing is throttled', () => {
  const simulator = testSimulator();
  expect(answered(simulator, 500, 'DescribeClusters', {})).toBe(500);
});
