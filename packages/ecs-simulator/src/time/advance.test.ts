import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FAULT_KINDS } from '../model/fault.ts';
import { type Json, objects } from '../model/json.ts';
import { ALLOY, CLUSTER, MAIN, SERVICE, type TestSimulator, testSimulator } from '../testing/test-simulator.ts';
import { walkTo } from './advance.ts';

/** Everything in these histories happens at multiples of it, so that walking in such steps misses nothing. */
const STEP_MS = 50;

/** No two stages take as long: one must not be noticed by the end of another. */
const tempo = {
  provisioningMs: 300,
  pullMs: 250,
  initMs: 200,
  healthMs: 1150,
  readyMs: 1400,
  stoppingMs: 450,
  retryMs: 700,
};

const HEALTH = { healthCheck: { command: ['CMD', '/bin/true'] } };
const VARIANTS: readonly (readonly Json[])[] = [
  [MAIN],
  [{ ...MAIN, ...HEALTH }, ALLOY],
  [MAIN, { ...ALLOY, restartPolicy: { enabled: true, restartAttemptPeriod: 60 } }],
  [
    { ...MAIN, dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] },
    { ...ALLOY, name: 'init' },
  ],
];

type Command = (simulator: TestSimulator) => unknown;

const steps = (max: number) => fc.integer({ min: 0, max }).map((count) => count * STEP_MS);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: steps(100).map((ms) => (simulator: TestSimulator) => simulator.wait(ms / 1000)) },
  { weight: 1, arbitrary: steps(800).map((ms) => (simulator: TestSimulator) => simulator.wait(ms / 1000)) },
  {
    weight: 3,
    arbitrary: fc
      .record({ revision: fc.integer({ min: 1, max: 4 }), forceNewDeployment: fc.boolean() })
      .map(({ revision, ...rest }) => update({ taskDefinition: `${SERVICE}:${revision}`, ...rest })),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 4 }).map((desiredCount) => update({ desiredCount })) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        minimumHealthyPercent: fc.constantFrom(0, 50, 100),
        maximumPercent: fc.constantFrom(100, 150, 200),
        enable: fc.boolean(),
      })
      .map(({ enable, ...rest }) =>
        update({ deploymentConfiguration: { ...rest, deploymentCircuitBreaker: { enable, rollback: enable } } }),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record(
        {
          kind: fc.constantFrom(...FAULT_KINDS.filter((kind) => kind !== 'throttle' && kind !== 'error')),
          container: fc.constantFrom('temporal-worker', 'alloy', 'init'),
          fromMs: steps(100),
          untilMs: steps(400),
          afterSeconds: steps(100).map((ms) => ms / 1000),
          count: fc.integer({ min: 1, max: 3 }),
        },
        { requiredKeys: ['kind'] },
      )
      .map((fault) => (simulator: TestSimulator) => simulator.ecs.addFault(fault)),
  },
  { weight: 2, arbitrary: fc.constant((simulator: TestSimulator) => simulator.ecs.clearFaults()) },
  {
    weight: 1,
    arbitrary: fc.constant((simulator: TestSimulator) => {
      const task = simulator.tasks()[0]?.['taskArn'];
      if (task !== undefined) simulator.ecs.call('StopTask', { cluster: CLUSTER, task });
    }),
  },
);

function update(rest: Json): Command {
  return ({ ecs }) => ecs.call('UpdateService', { cluster: CLUSTER, service: SERVICE, ...rest });
}

function started(before?: (simulator: TestSimulator) => void): TestSimulator {
  const simulator = testSimulator({ tempo }, before);
  const [first] = VARIANTS.map((containers) => simulator.register(containers));
  simulator.createService(first ?? '');
  simulator.createService(first ?? '', { serviceName: 'other' });
  return simulator;
}

function walking(): TestSimulator {
  return started((simulator) => walkTo(simulator.ecs.world(), simulator.now(), STEP_MS));
}

it('arrives at the same world whether it jumps or looks at everything in every step', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 10, maxLength: 30, size: 'max' }), (commands) => {
      const [jumped, walked] = [started(), walking()];
      for (const run of commands) {
        run(jumped);
        run(walked);
        expect(jumped.ecs.state()).toEqual(walked.ecs.state());
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('forgets stopped tasks as walking does, and then has nothing more to do', () => {
  const [jumped, walked] = [started(), walking()];
  for (const simulator of [jumped, walked]) {
    simulator.wait(5);
    update({ forceNewDeployment: true })(simulator);
    simulator.wait(10);
  }
  // DescribeTasks: stopped tasks are returned for at least one hour.
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
  for (const [seconds, stopped] of [
    [3580, 2],
    [20, 0],
  ] as const) {
    for (const simulator of [jumped, walked]) simulator.wait(seconds);
    expect(jumped.ecs.state()).toEqual(walked.ecs.state());
    const tasks = objects(jumped.ecs.state()['tasks']);
    expect(tasks.filter((task) => task['lastStatus'] === 'STOPPED')).toHaveLength(stopped);
  }
  const { services, tasks } = jumped.ecs.world();
  expect([...services.values()].map(({ dueAt }) => dueAt)).toEqual([
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
  expect(tasks.size).toBe(4);
});
