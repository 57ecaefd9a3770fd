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
import { createService, deleteService, describeServices, listServices, updateService } from './api/services.ts';
import { listTagsForResource, tagResource, untagResource } from './api/tags.ts';
import {
  deregisterTaskDefinition,
  describeTaskDefinition,
  listTaskDefinitions,
  registerTaskDefinition,
} from './api/task-definitions.ts';
import { describeTasks, listTasks, stopTaskByRequest } from './api/tasks.ts';
import { serviceView } from './api/views/service-view.ts';
import { taskView } from './api/views/task-view.ts';
import { rememberBefore } from './consistency/stale-reads.ts';
import { addFault, refuseByFault } from './faults/faults.ts';
import { createTokenBuckets } from './limits/token-buckets.ts';
import { EcsError } from './model/ecs-error.ts';
import type { Fault, FaultInput } from './model/fault.ts';
import type { Json } from './model/json.ts';
import { partition } from './model/names.ts';
import { DEFAULT_TEMPO, type Tempo } from './model/tempo.ts';
import type { Behaviour, Task, World } from './model/world.ts';
import { seeded } from './random/seeded.ts';
import { launchHosts } from './scheduling/hosts.ts';
import { advanceTo, touchAll } from './time/advance.ts';
import { type ActionName, validateRequest } from './validation/requests.ts';

export interface SimulatorOptions extends Partial<Behaviour> {
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
  /** Plants a fault at this moment; one with a known id replaces it. Throws EcsError InvalidFault for an unknown kind. */
  addFault(fault: FaultInput): Fault;
  /** Removes one fault, or all; returns how many. */
  clearFaults(id?: string): number;
  /** Switches what is named, from this moment on; the rest stays. */
  behave(changes: Partial<Behaviour>): void;
  /** Calls so far, by action. */
  callCounts(): Readonly<Record<string, CallCount>>;
}

export interface CallCount {
  readonly answered: number;
  /** Answered with an error; `throttled` of them with ThrottlingException. */
  readonly refused: number;
  readonly throttled: number;
}

type Action = (world: World, input: Json) => Json;

const ACTIONS: Readonly<Record<ActionName, Action>> = {
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

function isAction(name: string): name is ActionName {
  return Object.hasOwn(ACTIONS, name);
}

export function createSimulator(options: SimulatorOptions): EcsSimulator {
  const world = emptyWorld(options);
  const buckets = createTokenBuckets();
  const counts = new Map<string, CallCount>();
  const advance = () => advanceTo(world, options.clock());
  const answer = (action: string, input: Json) => {
    if (!isAction(action)) throw new EcsError('InvalidAction', `The simulated ECS has no action ${action}.`);
    if (world.behaviour.limits === 'aws') buckets.take(action, world.now);
    refuseByFault(world, action);
    validateRequest(action, input);
    const before = world.past;
    rememberBefore(world, action, input);
    try {
      return ACTIONS[action](world, input);
    } catch (error) {
      world.past = before;
      throw error;
    }
  };
  return {
    call(action, input) {
      advance();
      const count = counts.get(action) ?? { answered: 0, refused: 0, throttled: 0 };
      try {
        const answered = answer(action, input);
        counts.set(action, { ...count, answered: count.answered + 1 });
        return answered;
      } catch (error) {
        const isThrottled = error instanceof EcsError && error.code === 'ThrottlingException';
        counts.set(action, {
          ...count,
          refused: count.refused + 1,
          throttled: count.throttled + (isThrottled ? 1 : 0),
        });
        throw error;
      }
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
    addFault(fault) {
      advance();
      touchAll(world);
      return addFault(world, fault);
    },
    clearFaults(id) {
      advance();
      touchAll(world);
      const before = world.faults.length;
      world.faults = id === undefined ? [] : world.faults.filter((fault) => fault.id !== id);
      return before - world.faults.length;
    },
    behave(changes) {
      advance();
      world.behaviour = { ...world.behaviour, ...changes };
    },
    callCounts: () => Object.fromEntries(counts),
  };
}

function serves(task: Task, name: string): boolean {
  return task.service === name || task.containers.some((one) => one.name === name && one.lastStatus === 'RUNNING');
}

function emptyWorld({ accountId, region, tempo, random, clock, ...behaviour }: SimulatorOptions): World {
  const world: World = {
    accountId,
    region,
    tempo: atLeastOne({ ...DEFAULT_TEMPO, ...tempo }),
    random,
    readRandom: seeded(random() * 2 ** 32),
    behaviour: { limits: 'none', staleReadsMs: 0, breakerCountsExits: false, ...behaviour },
    now: clock(),
    changes: 0,
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
    hosts: [],
    taskDefinitions: new Map(),
    services: new Map(),
    tasks: new Map(),
    tags: new Map(),
    faults: [],
    past: [],
  };
  launchHosts(world);
  return world;
}

/** Stages that take no time would let a failing task start again and again at the same moment. */
function atLeastOne(tempo: Tempo): Tempo {
  const { provisioningMs, retryMs } = tempo;
  return { ...tempo, provisioningMs: Math.max(1, provisioningMs), retryMs: Math.max(1, retryMs) };
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
