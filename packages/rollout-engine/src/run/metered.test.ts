import { describe, expect, it, test } from 'vitest';
import type { EcsPort } from '../ports.ts';
import { metered } from './metered.ts';

/** A port that answers at once, and a clock that only sleeping and passing move. */
function meter() {
  let now = 0;
  const sleeps: number[] = [];
  const asked: string[] = [];
  const answer =
    (name: string) =>
    async (...args: unknown[]) => {
      asked.push(`${name} ${args.map(String)}`);
      return [name];
    };
  const port = Object.fromEntries(
    [
      'describeServices',
      'listTasks',
      'describeTasks',
      'updateService',
      'describeTaskDefinition',
      'listTaskDefinitions',
      'registerWithApplication',
    ].map((name) => [name, answer(name)]),
  ) as unknown as EcsPort;
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      sleeps.push(ms);
      now += ms;
    },
  };
  const { port: ecs, calls } = metered(port, clock);
  return { ecs, calls, sleeps, asked, pass: (ms: number) => (now += ms) };
}

const REQUEST = { variantOf: 'a', applicationOf: 'b', container: 'c' };
const many = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe.each<[string, (ecs: EcsPort) => Promise<unknown>, number, number]>([
  ['DescribeServices', (ecs) => ecs.describeServices(['a']), 50, 100],
  ['ListTasks', (ecs) => ecs.listTasks('a', 'RUNNING'), 50, 100],
  ['DescribeTasks', (ecs) => ecs.describeTasks(['a']), 50, 100],
  ['UpdateService', (ecs) => ecs.updateService('a', 'b'), 25, 400],
  ['DescribeTaskDefinition', (ecs) => ecs.describeTaskDefinition('a'), 25, 100],
  ['ListTaskDefinitions', (ecs) => ecs.listTaskDefinitions('a'), 25, 100],
  ['RegisterTaskDefinition', (ecs) => ecs.registerWithApplication(REQUEST), 10, 2000],
])('%s', (_, call, burst, msPerCall) => {
  it(`may be called ${burst} times at once, then once in ${msPerCall} ms`, async () => {
    const { ecs, sleeps, calls } = meter();
    for (let count = 0; count < burst; count += 1) await call(ecs);
    expect(sleeps).toEqual([]);
    await call(ecs);
    expect(sleeps).toEqual([msPerCall]);
    await call(ecs);
    expect(sleeps).toEqual([msPerCall, msPerCall]);
    expect(calls()).toBe(burst + 2);
  });
});

test('time fills a bucket up to its burst, and no further', async () => {
  const { ecs, sleeps, pass } = meter();
  for (let count = 0; count < 25; count += 1) await ecs.updateService('a', 'b');
  pass(800);
  for (let count = 0; count < 2; count += 1) await ecs.updateService('a', 'b');
  expect(sleeps).toEqual([]);
  pass(3_600_000);
  for (let count = 0; count < 25; count += 1) await ecs.updateService('a', 'b');
  expect(sleeps).toEqual([]);
  await ecs.updateService('a', 'b');
  expect(sleeps).toEqual([400]);
});

test('a clock that goes back takes nothing away', async () => {
  const { ecs, sleeps, pass } = meter();
  pass(-3_600_000);
  for (let count = 0; count < 25; count += 1) await ecs.updateService('a', 'b');
  expect(sleeps).toEqual([]);
});

test('actions that share a limit share a bucket, others don’t', async () => {
  const { ecs, sleeps } = meter();
  for (let count = 0; count < 25; count += 1) await ecs.listTasks('a', 'RUNNING');
  for (let count = 0; count < 25; count += 1) await ecs.describeTasks(['a']);
  await ecs.describeServices(['a']);
  expect(sleeps).toEqual([]);
  await ecs.listTasks('a', 'RUNNING');
  expect(sleeps).toEqual([100]);
});

test('a question that takes several calls costs as many', async () => {
  const { ecs, calls } = meter();
  await ecs.describeServices(many(10));
  await ecs.describeTasks(many(100));
  expect(calls()).toBe(2);
  await ecs.describeServices(many(11));
  await ecs.describeTasks(many(101));
  expect(calls()).toBe(6);
});

test('questions and answers pass through', async () => {
  const { ecs, asked } = meter();
  expect(await ecs.listTasks('dev-worker', 'STOPPED')).toEqual(['listTasks']);
  expect(await ecs.describeServices(['a', 'b'])).toEqual(['describeServices']);
  await ecs.updateService('dev-worker', 'arn');
  expect(asked).toEqual(['listTasks dev-worker,STOPPED', 'describeServices a,b', 'updateService dev-worker,arn']);
});
