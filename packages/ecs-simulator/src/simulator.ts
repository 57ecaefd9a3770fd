import {
  createCapacityProvider,
  createCluster,
  deleteCluster,
  describeCapacityProviders,
  describeClusters,
  putClusterCapacityProviders,
} from './api/clusters.ts';
import {
  describeServiceDeployments,
  describeServiceRevisions,
  listServiceDeployments,
  stopServiceDeployment,
} from './api/service-deployments.ts';
import {
  createService,
  deleteService,
  describeServices,
  listServices,
  serviceView,
  updateService,
} from './api/services.ts';
import { listTagsForResource, tagResource, untagResource } from './api/tags.ts';
import {
  deregisterTaskDefinition,
  describeTaskDefinition,
  listTaskDefinitions,
  registerTaskDefinition,
} from './api/task-definitions.ts';
import { describeTasks, listTasks, stopTaskByRequest, taskView } from './api/tasks.ts';
import { addFault, throttle } from './faults/faults.ts';
import type { Json } from './model/json.ts';
import { partition } from './model/names.ts';
import { DEFAULT_TEMPO, EcsError, type Fault, type Task, type Tempo, type World } from './model/world.ts';
import { stepService } from './scheduling/scheduler.ts';
import { stepTask } from './scheduling/tasks.ts';

export interface SimulatorOptions {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly tempo?: Partial<Tempo>;
}

/** An Amazon ECS that rolls: `call` answers API actions, and time moves on whenever it is looked at. */
export interface EcsSimulator {
  /** Runs one API action; throws EcsError with the API's error code. */
  call(action: string, input: Json): Json;
  /** Moves the world on to the clock. */
  advance(): void;
  /** The world at this moment, for observers; not to be changed. */
  world(): World;
  /** Clusters, services with events, tasks and faults as JSON. */
  state(): Json;
  /** Whether a RUNNING task belongs to the service, or has a RUNNING container, of this name. */
  isServing(name: string): boolean;
  addFault(fault: unknown): Fault;
  /** Removes one fault, or all; returns how many. */
  clearFaults(id?: string): number;
}

type Action = (world: World, input: Json) => Json;

const ACTIONS: Readonly<Record<string, Action>> = {
  CreateCapacityProvider: createCapacityProvider,
  CreateCluster: createCluster,
  CreateService: createService,
  DeleteCluster: deleteCluster,
  DeleteService: deleteService,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DescribeCapacityProviders: describeCapacityProviders,
  DescribeClusters: describeClusters,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  DescribeServices: describeServices,
  DescribeTaskDefinition: describeTaskDefinition,
  DescribeTasks: describeTasks,
  ListServiceDeployments: listServiceDeployments,
  ListServices: listServices,
  ListTagsForResource: listTagsForResource,
  ListTaskDefinitions: listTaskDefinitions,
  ListTasks: listTasks,
  PutClusterCapacityProviders: putClusterCapacityProviders,
  RegisterTaskDefinition: registerTaskDefinition,
  StopServiceDeployment: stopServiceDeployment,
  StopTask: stopTaskByRequest,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateService: updateService,
};

/** After a long sleep the steps get longer, so that catching up stays quick. */
const MAX_STEPS = 2000;

export function createSimulator(options: SimulatorOptions): EcsSimulator {
  const world = emptyWorld(options);
  const advance = () => advanceTo(world, options.clock());
  return {
    call(action, input) {
      advance();
      const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
      if (!run) throw new EcsError('InvalidAction', `The simulated ECS has no action ${action}.`);
      throttle(world, action);
      return run(world, input);
    },
    advance,
    world: () => world,
    state() {
      advance();
      return stateOf(world);
    },
    isServing(name) {
      advance();
      return [...world.tasks.values()].some((task) => task.lastStatus === 'RUNNING' && serves(task, name));
    },
    addFault: (fault) => addFault(world, fault),
    clearFaults(id) {
      const before = world.faults.length;
      world.faults = id === undefined ? [] : world.faults.filter((fault) => fault.id !== id);
      return before - world.faults.length;
    },
  };
}

function serves(task: Task, name: string): boolean {
  return task.service === name || task.containers.some((one) => one.name === name && one.lastStatus === 'RUNNING');
}

function emptyWorld({ accountId, region, tempo, random, clock }: SimulatorOptions): World {
  return {
    accountId,
    region,
    tempo: { ...DEFAULT_TEMPO, ...tempo },
    random,
    now: clock(),
    clusters: new Map(),
    capacityProviders: new Map(
      ['FARGATE', 'FARGATE_SPOT'].map((name) => [
        name,
        {
          capacityProviderArn: `arn:${partition(region)}:ecs:${region}:${accountId}:capacity-provider/${name}`,
          name,
          status: 'ACTIVE',
        },
      ]),
    ),
    taskDefinitions: new Map(),
    services: new Map(),
    tasks: new Map(),
    tags: new Map(),
    faults: [],
  };
}

function advanceTo(world: World, goal: number): void {
  const step = Math.max(world.tempo.stepMs, (goal - world.now) / MAX_STEPS);
  while (world.now < goal) {
    world.now = Math.min(goal, world.now + step);
    for (const task of world.tasks.values()) stepTask(world, task);
    for (const service of world.services.values()) stepService(world, service);
  }
}

function stateOf(world: World): Json {
  return {
    now: world.now,
    clusters: describeClusters(world, { clusters: [...world.clusters.keys()] })['clusters'],
    services: [...world.services.values()].map((service) => serviceView(world, service, true)),
    tasks: [...world.tasks.values()].map((task) => taskView(world, task)),
    taskDefinitions: [...world.taskDefinitions.values()].map(({ arn, status }) => ({ arn, status })),
    faults: world.faults,
  };
}
