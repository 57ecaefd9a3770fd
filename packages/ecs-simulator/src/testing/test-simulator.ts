import { asObject, type Json, objects } from '../model/json.ts';
import { seeded } from '../random/seeded.ts';
import { createSimulator, type EcsSimulator, type SimulatorOptions } from '../simulator.ts';

/** A simulator on a clock that only the test moves, with a seeded cluster and repeatable ids. */
export interface TestSimulator {
  readonly ecs: EcsSimulator;
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the clock on. */
  wait(seconds: number): void;
  /** `ecs.call` on the test's cluster, unless the input names another. */
  call(action: string, input?: Json): Json;
  register(containers: readonly Json[], rest?: Json): string;
  createService(taskDefinition: string, rest?: Json): Json;
  service(): Json;
  tasks(desiredStatus?: string): readonly Json[];
  /** Its service deployments, newest first. */
  list(): Json;
}

export const CLUSTER = 'temporal-dev';
export const SERVICE = 'temporal-dev-temporal-worker';

export const MAIN: Json = { name: 'temporal-worker', image: 'example/temporal:1', memory: 256, essential: true };
export const ALLOY: Json = { name: 'alloy', image: 'grafana/alloy:1', memory: 128, essential: false };
export const ADOT: Json = { name: 'adot-collector', image: 'adot:1', memory: 128, essential: false };

/** `beforeLooking` runs whenever the simulator is about to move on to the clock. */
export function testSimulator(
  options: Partial<SimulatorOptions> = {},
  beforeLooking?: (simulator: TestSimulator) => void,
  seed = 7,
): TestSimulator {
  let now = 1_767_225_600_000;
  let isReady = false;
  const clock = () => {
    if (isReady) beforeLooking?.(simulator);
    return now;
  };
  const ecs = createSimulator({
    accountId: '111122223333',
    region: 'eu-west-1',
    random: seeded(seed),
    clock,
    ...options,
  });
  ecs.call('CreateCapacityProvider', { name: 'graviton' });
  ecs.call('CreateCluster', { clusterName: CLUSTER, capacityProviders: ['graviton'] });
  const call = (action: string, input: Json = {}) => ecs.call(action, { cluster: CLUSTER, ...input });
  const simulator: TestSimulator = {
    ecs,
    now: () => now,
    wait(seconds) {
      now += seconds * 1000;
      ecs.advance();
    },
    call,
    register(containers, rest = {}) {
      const input = { family: SERVICE, networkMode: 'awsvpc', cpu: '512', memory: '1024', ...rest };
      const answer = call('RegisterTaskDefinition', { ...input, containerDefinitions: containers });
      return String(asObject(answer['taskDefinition'])?.['taskDefinitionArn']);
    },
    createService(taskDefinition, rest = {}) {
      const input = {
        serviceName: SERVICE,
        taskDefinition,
        desiredCount: 2,
        capacityProviderStrategy: [{ capacityProvider: 'graviton', weight: 1 }],
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      };
      return asObject(call('CreateService', { ...input, ...rest })['service']) ?? {};
    },
    service: () => objects(call('DescribeServices', { services: [SERVICE] })['services'])[0] ?? {},
    list: () => call('ListServiceDeployments', { service: SERVICE }),
    tasks(desiredStatus = 'RUNNING') {
      const { taskArns } = call('ListTasks', { serviceName: SERVICE, desiredStatus });
      if (!Array.isArray(taskArns) || taskArns.length === 0) return [];
      return objects(call('DescribeTasks', { tasks: taskArns })['tasks']);
    },
  };
  isReady = true;
  return simulator;
}

/** UpdateService of the test's service. */
export function update({ call }: TestSimulator, rest: Json): void {
  call('UpdateService', { service: SERVICE, ...rest });
}

/** The newest generation of a described service. */
export function primary(service: Json): Json {
  return objects(service['deployments'])[0] ?? {};
}

export function container(task: Json | undefined, name: string): Json {
  return objects(task?.['containers']).find((one) => one['name'] === name) ?? {};
}

/** What a call is refused with, as `code: message`, or `accepted`. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return `${asObject(error)?.['code']}: ${error instanceof Error ? error.message : ''}`;
  }
  return 'accepted';
}
