import { describe, expect, it } from 'vitest';
import { asObject, type Json, objects } from '../model/json.ts';
import {
  ALLOY,
  MAIN,
  primary,
  refusal,
  SERVICE,
  type TestSimulator,
  testSimulator,
  update,
} from '../testing/test-simulator.ts';

function running(desiredCount = 2): { simulator: TestSimulator; definition: string } {
  const simulator = testSimulator();
  const definition = simulator.register([MAIN]);
  simulator.createService(definition, { desiredCount });
  simulator.wait(5);
  return { simulator, definition };
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html: DRAINING while tasks stop, and no longer in
// ListServices; INACTIVE after that; DescribeServices still shows both. A service of that name can't be created before.
// API_UpdateService: ServiceNotActiveException for a service that isn't active, ServiceNotFoundException for one that isn't there.
describe('a deleted service', () => {
  it('drains, is described but not listed, and refuses updates', () => {
    const { simulator, definition } = running();
    expect(simulator.call('ListServices')['serviceArns']).toHaveLength(1);
    simulator.call('DeleteService', { service: SERVICE, force: true });
    const scale = () => refusal(() => update(simulator, { desiredCount: 1 }));
    for (const status of ['DRAINING', 'INACTIVE']) {
      expect(simulator.service()['status']).toBe(status);
      expect(simulator.call('ListServices')['serviceArns']).toEqual([]);
      expect(scale()).toMatch(/^ServiceNotActiveException/);
      if (status === 'DRAINING') expect(refusal(() => simulator.createService(definition))).toContain('Draining');
      simulator.wait(5);
    }
    expect(refusal(() => simulator.call('DeleteService', { service: SERVICE }))).toMatch(/^ServiceNotFoundException/);
    expect(simulator.createService(definition)['status']).toBe('ACTIVE');
  });

  it('has to be scaled to zero first, or be forced', () => {
    const { simulator } = running();
    const remove = () => refusal(() => simulator.call('DeleteService', { service: SERVICE }));
    expect(remove()).toMatch(/^InvalidParameterException: .* scaled above 0/);
    update(simulator, { desiredCount: 0 });
    expect(remove()).toBe('accepted');
  });

  it('that was never there is another error', () => {
    const { simulator } = running();
    const ghost = { service: 'ghost', desiredCount: 1 };
    expect(refusal(() => simulator.call('UpdateService', ghost))).toMatch(/^ServiceNotFoundException/);
    expect(refusal(() => simulator.call('UpdateService', { ...ghost, cluster: 'ghost' }))).toMatch(
      /^ClusterNotFoundException/,
    );
  });

  it('leaves its stopped tasks to be described, also when one of its name comes after it', () => {
    const { simulator, definition } = running();
    simulator.call('DeleteService', { service: SERVICE, force: true });
    simulator.wait(5);
    simulator.createService(definition);
    expect(simulator.tasks('STOPPED')).toHaveLength(2);
    simulator.wait(3600);
    expect(simulator.tasks('STOPPED')).toHaveLength(0);
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html: INACTIVE; tasks and services that reference it
// run on and can scale; no new service and no update with it. The error as users meet it: ClientException "TaskDefinition is inactive".
describe('an INACTIVE task definition', () => {
  const INACTIVE = 'ClientException: TaskDefinition is inactive';

  function deregistered(): { simulator: TestSimulator; definition: string } {
    const world = running();
    world.simulator.call('DeregisterTaskDefinition', { taskDefinition: world.definition });
    return world;
  }

  it('is described as such', () => {
    const { simulator, definition } = deregistered();
    const { taskDefinition } = simulator.call('DescribeTaskDefinition', { taskDefinition: definition });
    expect(taskDefinition).toMatchObject({ status: 'INACTIVE', deregisteredAt: simulator.now() / 1000 });
  });

  it('keeps its service running, replaced and scaled', () => {
    const { simulator, definition } = deregistered();
    simulator.call('StopTask', { task: String(simulator.tasks()[0]?.['taskArn']) });
    update(simulator, { desiredCount: 3 });
    simulator.wait(5);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition: definition, runningCount: 3 });
  });

  it('starts no service and no deployment', () => {
    const { simulator, definition } = deregistered();
    expect(refusal(() => simulator.createService(definition, { serviceName: 'other' }))).toBe(INACTIVE);
    expect(refusal(() => update(simulator, { taskDefinition: definition }))).toBe(INACTIVE);
    expect(refusal(() => update(simulator, { forceNewDeployment: true }))).toBe(INACTIVE);
    expect(primary(simulator.service())['rolloutState']).toBe('COMPLETED');
  });

  it('is not what the family alone stands for, and its number is not given again', () => {
    const { simulator, definition } = deregistered();
    expect(refusal(() => update(simulator, { taskDefinition: SERVICE }))).toBe(
      'ClientException: TaskDefinition not found.',
    );
    const next = simulator.register([MAIN, ALLOY]);
    const last = simulator.register([MAIN, ALLOY]);
    simulator.call('DeregisterTaskDefinition', { taskDefinition: last });
    expect([definition, next, last].map((arn) => arn.split(':').at(-1))).toEqual(['1', '2', '3']);
    update(simulator, { taskDefinition: SERVICE });
    expect(primary(simulator.service())['taskDefinition']).toBe(next);
  });
});

describe('requests at their limits', () => {
  // API_DescribeServices: up to 10 services. API_DescribeTasks: up to 100 tasks.
  it('describes at most 10 services and 100 tasks, and at least one', () => {
    const { simulator } = running();
    const services = (count: number) =>
      refusal(() => simulator.call('DescribeServices', { services: Array(count).fill(SERVICE) }));
    const tasks = (count: number) => refusal(() => simulator.call('DescribeTasks', { tasks: Array(count).fill('x') }));
    expect([services(0), services(11)]).toEqual([
      'InvalidParameterException: Services cannot be empty.',
      expect.stringMatching(/^InvalidParameterException/),
    ]);
    expect([tasks(0), tasks(101)]).toEqual(Array(2).fill(expect.stringMatching(/^InvalidParameterException/)));
    expect([services(10), tasks(100)]).toEqual(['accepted', 'accepted']);
  });

  // API_ListTasks: maxResults between 1 and 100; without it up to 100. API_ListServices: without it up to 10.
  it('lists up to 100 tasks and 10 services on a page, or as many as asked within 1 and 100', () => {
    const { simulator, definition } = running(103);
    for (let index = 0; index < 11; index += 1) {
      simulator.createService(definition, { serviceName: `s${index}`, desiredCount: 0 });
    }
    const sizes = (action: string, key: string, input: Json = {}) => {
      const first = simulator.call(action, input);
      const second = simulator.call(action, { ...input, nextToken: first['nextToken'] });
      expect(second).not.toHaveProperty('nextToken');
      return [first[key], second[key]].map((items) => (Array.isArray(items) ? items.length : -1));
    };
    expect(sizes('ListTasks', 'taskArns')).toEqual([100, 3]);
    expect(sizes('ListTasks', 'taskArns', { maxResults: 60 })).toEqual([60, 43]);
    expect(sizes('ListServices', 'serviceArns')).toEqual([10, 2]);
    for (const maxResults of [0, -1, 101]) {
      expect(refusal(() => simulator.call('ListTasks', { maxResults }))).toMatch(/^InvalidParameterException/);
    }
  });

  // API_ListTasks, desiredStatus: RUNNING by default; STOPPED for those that ECS has set to stop; PENDING gives nothing.
  it('lists by desired status', () => {
    const { simulator } = running();
    simulator.call('StopTask', { task: String(simulator.tasks()[0]?.['taskArn']) });
    const count = (desiredStatus?: string) => {
      const { taskArns } = simulator.call('ListTasks', {
        serviceName: SERVICE,
        ...(desiredStatus ? { desiredStatus } : {}),
      });
      return Array.isArray(taskArns) ? taskArns.length : -1;
    };
    expect([count('STOPPED'), count('PENDING')]).toEqual([1, 0]);
    expect(count()).toBe(count('RUNNING'));
  });

  it('lists by family and by who started them', () => {
    const { simulator, definition } = running();
    simulator.createService(definition, { serviceName: 'other', desiredCount: 1 });
    simulator.wait(5);
    const id = primary(simulator.service())['id'];
    const count = (input: Json) => {
      const { taskArns } = simulator.call('ListTasks', input);
      return Array.isArray(taskArns) ? taskArns.length : -1;
    };
    expect([count({}), count({ family: SERVICE }), count({ family: 'x' }), count({ startedBy: id })]).toEqual([
      3, 3, 0, 2,
    ]);
  });
});

// API_UpdateService: taskDefinition and forceNewDeployment start a deployment; desiredCount doesn't. Without a change and without force
// there is nothing to deploy.
describe('an update', () => {
  it('without a change changes nothing, however often it comes', () => {
    const { simulator, definition } = running();
    const before = simulator.call('DescribeServices', { services: [SERVICE] });
    for (let index = 0; index < 3; index += 1) update(simulator, { taskDefinition: definition });
    simulator.wait(60);
    expect(simulator.call('DescribeServices', { services: [SERVICE] })).toEqual(before);
  });

  it('that is forced replaces every task by one of the same definition', () => {
    const { simulator, definition } = running();
    const [before, tasks] = [primary(simulator.service())['id'], simulator.tasks()];
    const answer = simulator.call('UpdateService', { service: SERVICE, forceNewDeployment: true });
    expect(objects(asObject(answer['service'])?.['deployments']).map((one) => one['status'])).toEqual([
      'PRIMARY',
      'ACTIVE',
    ]);
    simulator.wait(10);
    expect(primary(simulator.service())).toMatchObject({ taskDefinition: definition, rolloutState: 'COMPLETED' });
    expect(primary(simulator.service())['id']).not.toBe(before);
    const old = tasks.map((task) => task['taskArn']);
    for (const task of simulator.tasks()) expect(old).not.toContain(task['taskArn']);
  });

  // API_UpdateService, capacityProviderStrategy: "This parameter doesn't trigger a new service deployment."
  it('of the capacity alone leaves the tasks where they are until a deployment is forced', () => {
    const { simulator, definition } = running();
    simulator.call('CreateCapacityProvider', { name: 'other' });
    simulator.call('PutClusterCapacityProviders', {
      capacityProviders: ['other'],
      defaultCapacityProviderStrategy: [],
    });
    const before = primary(simulator.service())['id'];
    const capacityProviderStrategy = [{ capacityProvider: 'other', weight: 1 }];
    update(simulator, { capacityProviderStrategy });
    expect(primary(simulator.service())['id']).toBe(before);
    update(simulator, { taskDefinition: definition, forceNewDeployment: true });
    simulator.wait(10);
    expect(primary(simulator.service())).toMatchObject({ capacityProviderStrategy, rolloutState: 'COMPLETED' });
    expect(simulator.tasks().map((task) => task['capacityProviderName'])).toEqual(['other', 'other']);
  });
});
