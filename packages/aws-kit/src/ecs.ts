import {
  type CapacityProviderStrategyItem,
  type Container,
  type Deployment,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type TaskDefinition as SdkTaskDefinition,
  type Service,
  type Tag,
  type Task,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { mapped } from './aws-error.ts';
import { clientConfig } from './client.ts';

/** A part of a capacity provider strategy. */
export interface EcsCapacityShare {
  /** Name of the capacity provider. */
  readonly provider: string;
  readonly weight: number;
  readonly base: number;
}

export interface EcsDeployment {
  readonly id: string;
  readonly status: string;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly taskDefinition: string;
  /** Empty where the service has a launch type. */
  readonly capacity: readonly EcsCapacityShare[];
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly failedTasks: number;
  readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly rolloutStateReason: string;
}

/** Newest first, about a hundred at most; `at` in ms since 1970. */
export interface EcsEvent {
  readonly at: number;
  readonly message: string;
}

export interface EcsService {
  readonly name: string;
  readonly status: string;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly deployments: readonly EcsDeployment[];
  readonly events: readonly EcsEvent[];
}

export interface EcsContainer {
  readonly name: string;
  readonly lastStatus: string;
  readonly healthStatus: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

/** A task; times in ms since 1970, absent until it happened. `id` is the last part of the ARN. */
export interface EcsTask {
  readonly arn: string;
  readonly id: string;
  readonly taskDefinition: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  /** Id of the deployment that started it. */
  readonly startedBy: string;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers: readonly EcsContainer[];
}

export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly status: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/** A task definition as RegisterTaskDefinition takes it. */
export type TaskDefinitionInput = RegisterTaskDefinitionCommandInput;

export interface Ecs {
  /** The services that exist, batched by ten; the names of missing ones are simply absent from the answer. */
  describeServices(cluster: string, names: readonly string[]): Promise<EcsService[]>;
  listTasks(cluster: string, service: string, desiredStatus: 'RUNNING' | 'STOPPED'): Promise<string[]>;
  /** Tasks by ARN, batched by a hundred; stopped ones stay readable for about an hour. */
  describeTasks(cluster: string, arns: readonly string[]): Promise<EcsTask[]>;
  /**
   * Points a service at a definition, in one request that is never repeated here: the caller looks again before it repeats anything. The
   * same definition again starts no second deployment, unless one is forced. Another capacity takes effect with a deployment that is forced.
   */
  updateService(
    cluster: string,
    service: string,
    taskDefinition: string,
    forced?: { readonly capacity: readonly EcsCapacityShare[] | null },
  ): Promise<EcsService>;
  /** By ARN or `family:revision`. */
  describeTaskDefinition(taskDefinition: string): Promise<TaskDefinition>;
  /** The same with everything that it was registered with, tags included. */
  taskDefinitionInput(taskDefinition: string): Promise<TaskDefinitionInput>;
  /** ARNs of the ACTIVE revisions of a family, newest first, a hundred at most. */
  listTaskDefinitions(family: string): Promise<string[]>;
  registerTaskDefinition(input: TaskDefinitionInput): Promise<TaskDefinition>;
}

const SERVICES_A_CALL = 10;
const TASKS_A_CALL = 100;

export function createEcs(options: { region: string }): Ecs {
  const client = new ECSClient(clientConfig(options.region));
  const once = new ECSClient({ ...clientConfig(options.region), maxAttempts: 1 });
  return {
    async describeServices(cluster, names) {
      const found: EcsService[] = [];
      for (const services of batches(names, SERVICES_A_CALL)) {
        const answer = await mapped('ECS', 'DescribeServices', () =>
          client.send(new DescribeServicesCommand({ cluster, services })),
        );
        found.push(...(answer.services ?? []).map(toService));
      }
      return found;
    },
    async listTasks(cluster, serviceName, desiredStatus) {
      const arns: string[] = [];
      let nextToken: string | undefined;
      do {
        const input = { cluster, serviceName, desiredStatus, ...(nextToken === undefined ? {} : { nextToken }) };
        const answer = await mapped('ECS', 'ListTasks', () => client.send(new ListTasksCommand(input)));
        arns.push(...(answer.taskArns ?? []));
        nextToken = answer.nextToken;
      } while (nextToken);
      return arns;
    },
    async describeTasks(cluster, arns) {
      const found: EcsTask[] = [];
      for (const tasks of batches(arns, TASKS_A_CALL)) {
        const answer = await mapped('ECS', 'DescribeTasks', () =>
          client.send(new DescribeTasksCommand({ cluster, tasks })),
        );
        found.push(...(answer.tasks ?? []).map(toTask));
      }
      return found;
    },
    async updateService(cluster, service, taskDefinition, forced) {
      const input = { cluster, service, taskDefinition, ...(forced && forcedInput(forced.capacity)) };
      const answer = await mapped('ECS', 'UpdateService', () => once.send(new UpdateServiceCommand(input)));
      return toService(answer.service ?? {});
    },
    async describeTaskDefinition(taskDefinition) {
      const answer = await mapped('ECS', 'DescribeTaskDefinition', () =>
        client.send(new DescribeTaskDefinitionCommand({ taskDefinition })),
      );
      return toTaskDefinition(answer.taskDefinition ?? {});
    },
    async taskDefinitionInput(taskDefinition) {
      const answer = await mapped('ECS', 'DescribeTaskDefinition', () =>
        client.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] })),
      );
      return toInput(answer.taskDefinition ?? {}, answer.tags ?? []);
    },
    async listTaskDefinitions(familyPrefix) {
      const answer = await mapped('ECS', 'ListTaskDefinitions', () =>
        client.send(new ListTaskDefinitionsCommand({ familyPrefix, status: 'ACTIVE', sort: 'DESC', maxResults: 100 })),
      );
      return answer.taskDefinitionArns ?? [];
    },
    async registerTaskDefinition(input) {
      const answer = await mapped('ECS', 'RegisterTaskDefinition', () =>
        client.send(new RegisterTaskDefinitionCommand(input)),
      );
      return toTaskDefinition(answer.taskDefinition ?? {});
    },
  };
}

function toTaskDefinition(definition: SdkTaskDefinition): TaskDefinition {
  return {
    arn: definition.taskDefinitionArn ?? '',
    family: definition.family ?? '',
    revision: definition.revision ?? 0,
    status: definition.status ?? '',
    containers: (definition.containerDefinitions ?? []).map(({ name, image }) => ({
      name: name ?? '',
      image: image ?? '',
    })),
  };
}

function forcedInput(capacity: readonly EcsCapacityShare[] | null) {
  const capacityProviderStrategy = capacity?.map(({ provider, ...share }) => ({
    capacityProvider: provider,
    ...share,
  }));
  return { forceNewDeployment: true, ...(capacityProviderStrategy && { capacityProviderStrategy }) };
}

/** What ECS adds when it registers a definition can't be registered again. */
function toInput(definition: SdkTaskDefinition, tags: readonly Tag[]): TaskDefinitionInput {
  const { taskDefinitionArn, revision, status, requiresAttributes, compatibilities, ...rest } = definition;
  const { registeredAt, registeredBy, deregisteredAt, ...given } = rest;
  const { family = '', containerDefinitions = [] } = given;
  return { ...given, family, containerDefinitions, ...(tags.length > 0 && { tags: [...tags] }) };
}

function batches<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function toService(service: Service): EcsService {
  return {
    name: service.serviceName ?? '',
    status: service.status ?? '',
    createdAt: service.createdAt?.getTime() ?? 0,
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    pendingCount: service.pendingCount ?? 0,
    deployments: (service.deployments ?? []).map(toDeployment),
    events: (service.events ?? []).map((event) => ({
      at: event.createdAt?.getTime() ?? 0,
      message: event.message ?? '',
    })),
  };
}

function toDeployment(deployment: Deployment): EcsDeployment {
  return {
    id: deployment.id ?? '',
    status: deployment.status ?? '',
    createdAt: deployment.createdAt?.getTime() ?? 0,
    taskDefinition: deployment.taskDefinition ?? '',
    capacity: (deployment.capacityProviderStrategy ?? []).map(toShare),
    desiredCount: deployment.desiredCount ?? 0,
    runningCount: deployment.runningCount ?? 0,
    failedTasks: deployment.failedTasks ?? 0,
    rolloutState: deployment.rolloutState ?? 'IN_PROGRESS',
    rolloutStateReason: deployment.rolloutStateReason ?? '',
  };
}

function toShare({ capacityProvider = '', weight = 0, base = 0 }: CapacityProviderStrategyItem): EcsCapacityShare {
  return { provider: capacityProvider.slice(capacityProvider.lastIndexOf('/') + 1), weight, base };
}

function toTask(task: Task): EcsTask {
  const arn = task.taskArn ?? '';
  return {
    arn,
    id: arn.slice(arn.lastIndexOf('/') + 1),
    taskDefinition: task.taskDefinitionArn ?? '',
    lastStatus: task.lastStatus ?? '',
    desiredStatus: task.desiredStatus ?? '',
    startedBy: task.startedBy ?? '',
    ...present('startedAt', task.startedAt?.getTime()),
    ...present('stoppedAt', task.stoppedAt?.getTime()),
    ...present('stopCode', task.stopCode as string | undefined),
    ...present('stoppedReason', task.stoppedReason),
    containers: (task.containers ?? []).map(toContainer),
  };
}

function toContainer(container: Container): EcsContainer {
  return {
    name: container.name ?? '',
    lastStatus: container.lastStatus ?? '',
    healthStatus: container.healthStatus ?? 'UNKNOWN',
    ...present('exitCode', container.exitCode),
    ...present('reason', container.reason),
  };
}

/** `{ key: value }`, or nothing for a value that isn't there. */
function present<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: T });
}
