import { EcsError } from '../model/ecs-error.ts';
import type { Json } from '../model/json.ts';
import { CONTAINER } from './container-request.ts';
import { all, between, filled, listOf, matching, members, oneOf, type Rule } from './rules.ts';
import { SERVICE_MEMBERS, STRATEGY } from './service-request.ts';

/** API reference, Tag: characters, lengths and the prefix that AWS keeps for itself; at most 50 a resource. */
const TAGS = listOf(
  members({
    key: matching(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu),
    value: matching(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u),
  }),
  50,
);

const WITH_TAGS = listOf(oneOf('TAGS'));
const LAUNCH_TYPE = oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES');
const PAGE = between(1, 100);

const NAME = matching(/^[\w-]{1,255}$/);
/** API_CreateCapacityProvider: "The name can't be prefixed with "aws", "ecs", or "fargate"." */
const PROVIDER_NAME = all(NAME, matching(/^(?!aws|ecs|fargate)/));

/** API_ManagedScaling. */
const MANAGED_SCALING = members({
  status: oneOf('ENABLED', 'DISABLED'),
  targetCapacity: between(1, 100),
  minimumScalingStepSize: between(1, 10_000),
  maximumScalingStepSize: between(1, 10_000),
  instanceWarmupPeriod: between(0, 10_000),
});

const ASG_PROVIDER = members(
  {
    managedScaling: MANAGED_SCALING,
    managedTerminationProtection: oneOf('ENABLED', 'DISABLED'),
    managedDraining: oneOf('ENABLED', 'DISABLED'),
  },
  ['autoScalingGroupArn'],
);

const TASK_DEFINITION = members(
  {
    networkMode: oneOf('bridge', 'host', 'awsvpc', 'none'),
    containerDefinitions: listOf(CONTAINER),
    requiresCompatibilities: listOf(LAUNCH_TYPE),
    // API_RegisterTaskDefinition: "a maximum of 10 constraints for each task".
    placementConstraints: listOf(members({ type: oneOf('memberOf') }), 10),
    pidMode: oneOf('host', 'task'),
    ipcMode: oneOf('host', 'task', 'none'),
    runtimePlatform: members({ cpuArchitecture: oneOf('X86_64', 'ARM64') }),
    // API_EphemeralStorage: from 21 GiB, as 20 are there without it.
    ephemeralStorage: members({ sizeInGiB: between(21, 200) }, ['sizeInGiB']),
    volumes: listOf(members({ efsVolumeConfiguration: members({}, ['fileSystemId']) })),
    tags: TAGS,
  },
  ['family', 'containerDefinitions'],
);

/**
 * The shape of every request that the simulator answers: an action without an entry here doesn't compile. Source: the ECS API reference,
 * page API_<action> (required members, valid values, ranges and counts of items), and the API's model in botocore.
 */
export const REQUESTS = {
  CreateCapacityProvider: members({ name: PROVIDER_NAME, autoScalingGroupProvider: ASG_PROVIDER, tags: TAGS }, [
    'name',
  ]),
  CreateCluster: members({
    clusterName: NAME,
    settings: listOf(members({ name: oneOf('containerInsights') })),
    defaultCapacityProviderStrategy: STRATEGY,
    serviceConnectDefaults: members({}, ['namespace']),
    tags: TAGS,
  }),
  CreateService: members({ ...SERVICE_MEMBERS, tags: TAGS }, ['serviceName']),
  DeleteCluster: members({}, ['cluster']),
  DeleteService: members({}, ['service']),
  DeregisterTaskDefinition: members({}, ['taskDefinition']),
  DescribeCapacityProviders: members({ capacityProviders: listOf(filled, 100), include: WITH_TAGS }),
  DescribeClusters: members({
    clusters: listOf(filled, 100),
    include: listOf(oneOf('ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS')),
  }),
  DescribeServiceDeployments: members({ serviceDeploymentArns: listOf(filled, 20) }, ['serviceDeploymentArns']),
  DescribeServiceRevisions: members({ serviceRevisionArns: listOf(filled, 20) }, ['serviceRevisionArns']),
  DescribeServices: members({ services: listOf(filled, 10), include: WITH_TAGS }, ['services']),
  DescribeTaskDefinition: members({ include: WITH_TAGS }, ['taskDefinition']),
  DescribeTasks: members({ tasks: listOf(filled, 100), include: WITH_TAGS }, ['tasks']),
  ListServiceDeployments: members({ maxResults: PAGE }, ['service']),
  ListServices: members({ launchType: LAUNCH_TYPE, schedulingStrategy: oneOf('REPLICA', 'DAEMON'), maxResults: PAGE }),
  ListTagsForResource: members({}, ['resourceArn']),
  ListTaskDefinitions: members({
    status: oneOf('ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'),
    sort: oneOf('ASC', 'DESC'),
    maxResults: PAGE,
  }),
  ListTasks: members({
    desiredStatus: oneOf('RUNNING', 'PENDING', 'STOPPED'),
    launchType: LAUNCH_TYPE,
    maxResults: PAGE,
  }),
  PutClusterCapacityProviders: members({ defaultCapacityProviderStrategy: STRATEGY }, [
    'cluster',
    'capacityProviders',
    'defaultCapacityProviderStrategy',
  ]),
  RegisterTaskDefinition: TASK_DEFINITION,
  StopServiceDeployment: members({ stopType: oneOf('ABORT', 'ROLLBACK') }, ['serviceDeploymentArn']),
  StopTask: members({}, ['task']),
  TagResource: members({ tags: TAGS }, ['resourceArn', 'tags']),
  UntagResource: members({}, ['resourceArn', 'tagKeys']),
  UpdateService: members(SERVICE_MEMBERS, ['service']),
} satisfies Readonly<Record<string, Rule>>;

export type ActionName = keyof typeof REQUESTS;

/** Throws the API's error for a request whose shape AWS refuses. AWS documents the codes; the words after them are ours. */
export function validateRequest(action: ActionName, input: Json): void {
  const finding = REQUESTS[action](input, '');
  if (finding === undefined) return;
  throw new EcsError(action === 'RegisterTaskDefinition' ? 'ClientException' : 'InvalidParameterException', finding);
}
