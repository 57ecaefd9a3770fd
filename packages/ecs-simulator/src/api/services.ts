import { asObject, type Json, number, objects, pick, sameJson, text, texts } from '../model/json.ts';
import { clusterOf, ecsArn, findService, findTaskDefinition, partition, seconds } from '../model/names.ts';
import { type Cluster, EcsError, type Service, type TaskDefinition, type World } from '../model/world.ts';
import { beginDeployment, deploymentView, GENERATION_FIELDS, tasksOf } from '../scheduling/deployments.ts';
import { checkGeneration, checkName } from '../validation/service.ts';
import { page } from './paging.ts';
import { setTags, tagsOf } from './tags.ts';

/** Request fields that DescribeServices returns and that don't start a deployment. */
const PLAIN_FIELDS = [
  'loadBalancers',
  'serviceRegistries',
  'placementConstraints',
  'placementStrategy',
  'healthCheckGracePeriodSeconds',
  'schedulingStrategy',
  'deploymentController',
  'deploymentConfiguration',
  'enableECSManagedTags',
  'propagateTags',
  'enableExecuteCommand',
  'availabilityZoneRebalancing',
];

const DEFAULTS: Json = {
  loadBalancers: [],
  serviceRegistries: [],
  placementConstraints: [],
  placementStrategy: [],
  schedulingStrategy: 'REPLICA',
  deploymentController: { type: 'ECS' },
  enableECSManagedTags: false,
  propagateTags: 'NONE',
  enableExecuteCommand: false,
  availabilityZoneRebalancing: 'DISABLED',
};

const DEPLOYMENT_DEFAULTS: Json = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  maximumPercent: 200,
  minimumHealthyPercent: 100,
};

export function createService(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const name = checkName(input['serviceName']);
  const existing = findService(world, cluster, name);
  if (existing?.status === 'DRAINING') {
    throw new EcsError('InvalidParameterException', 'Unable to Start a service that is still Draining.');
  }
  if (existing?.status === 'ACTIVE') {
    throw new EcsError('InvalidParameterException', 'Creation of service was not idempotent.');
  }
  const definition = usable(world, text(input['taskDefinition']));
  const settings = withDefaults({ ...DEFAULTS, ...requested(input) }, cluster);
  checkGeneration(world, cluster, settings, definition);
  const service: Service = {
    arn: ecsArn(world, `service/${cluster.name}/${name}`),
    name,
    cluster: cluster.name,
    createdAt: world.now,
    status: 'ACTIVE',
    desiredCount: number(input['desiredCount']) ?? 0,
    settings,
    deployments: [],
    serviceDeployments: [],
    events: [],
    steady: false,
  };
  world.services.set(service.arn, service);
  world.tags.delete(service.arn);
  setTags(world, service.arn, objects(input['tags']));
  beginDeployment(world, service, definition);
  return { service: serviceView(world, service, true) };
}

function requested(input: Json): Json {
  return pick(input, [...PLAIN_FIELDS, ...GENERATION_FIELDS]);
}

/** A capacity provider strategy takes the place of a launch type, and the other way round. */
function kept({ launchType, capacityProviderStrategy, ...rest }: Json, input: Json): Json {
  if (input['capacityProviderStrategy'] || input['launchType']) return rest;
  return pick({ ...rest, launchType, capacityProviderStrategy }, [...PLAIN_FIELDS, ...GENERATION_FIELDS]);
}

function withDefaults(settings: Json, cluster: Cluster): Json {
  const network = asObject(asObject(settings['networkConfiguration'])?.['awsvpcConfiguration']);
  const inherited =
    settings['launchType'] || settings['capacityProviderStrategy'] ? [] : cluster.defaultCapacityProviderStrategy;
  const strategy = objects(settings['capacityProviderStrategy'] ?? inherited);
  const isFargate =
    settings['launchType'] === 'FARGATE' || String(strategy[0]?.['capacityProvider']).startsWith('FARGATE');
  return {
    ...settings,
    deploymentConfiguration: { ...DEPLOYMENT_DEFAULTS, ...asObject(settings['deploymentConfiguration']) },
    ...(network
      ? {
          networkConfiguration: { awsvpcConfiguration: { securityGroups: [], assignPublicIp: 'DISABLED', ...network } },
        }
      : {}),
    ...(strategy.length > 0
      ? { capacityProviderStrategy: strategy.map((one) => ({ weight: 0, base: 0, ...one })) }
      : { launchType: settings['launchType'] ?? 'EC2' }),
    ...(isFargate ? { platformVersion: settings['platformVersion'] ?? 'LATEST' } : {}),
  };
}

function usable(world: World, reference: string | undefined): TaskDefinition {
  const definition = findTaskDefinition(world, reference ?? '');
  if (!definition) throw new EcsError('ClientException', 'TaskDefinition not found.');
  if (definition.status === 'INACTIVE') throw new EcsError('ClientException', 'TaskDefinition is inactive');
  return definition;
}

/** A deployment starts only when the generation changes or it is forced; everything else takes effect in place. */
export function updateService(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const service = existingService(world, cluster, text(input['service']));
  if (service.status !== 'ACTIVE') throw new EcsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  const current = service.deployments[0];
  const reference = text(input['taskDefinition']);
  const definition = reference === undefined ? current?.taskDefinition : usable(world, reference);
  if (!definition) throw new EcsError('ClientException', 'TaskDefinition not found.');
  const settings = withDefaults({ ...kept(service.settings, input), ...requested(input) }, cluster);
  checkGeneration(world, cluster, settings, definition);
  const generation = (of: Json) => pick(of, GENERATION_FIELDS);
  const isNew =
    input['forceNewDeployment'] === true ||
    definition.arn !== current?.taskDefinition.arn ||
    !sameJson(generation(settings), generation(service.settings));
  service.settings = settings;
  service.desiredCount = number(input['desiredCount']) ?? service.desiredCount;
  if (isNew) beginDeployment(world, service, definition);
  return { service: serviceView(world, service, false) };
}

export function existingService(world: World, cluster: Cluster, name: string | undefined): Service {
  const service = findService(world, cluster, name ?? '');
  if (!service) throw new EcsError('ServiceNotFoundException', 'Service not found.');
  return service;
}

export function deleteService(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const service = existingService(world, cluster, text(input['service']));
  if (service.status === 'INACTIVE') throw new EcsError('ServiceNotFoundException', 'Service not found.');
  if (service.desiredCount > 0 && input['force'] !== true) {
    throw new EcsError('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
  }
  service.status = 'DRAINING';
  service.desiredCount = 0;
  return { service: serviceView(world, service, false) };
}

export function describeServices(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const names = texts(input['services']);
  if (names.length > 10) throw new EcsError('InvalidParameterException', 'services can have at most 10 items.');
  const withTags = texts(input['include']).includes('TAGS');
  const found = names.map((name) => ({ name, service: findService(world, cluster, name) }));
  return {
    services: found.flatMap(({ service }) => (service ? [serviceView(world, service, withTags)] : [])),
    failures: found.flatMap(({ name, service }) =>
      service
        ? []
        : [
            {
              arn: name.startsWith('arn:') ? name : ecsArn(world, `service/${cluster.name}/${name}`),
              reason: 'MISSING',
            },
          ],
    ),
  };
}

export function listServices(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const arns = [...world.services.values()]
    .filter((service) => service.cluster === cluster.name && service.status !== 'INACTIVE')
    .map((service) => service.arn);
  const { items, ...rest } = page(arns, input, 10);
  return { serviceArns: items, ...rest };
}

export function serviceView(world: World, service: Service, withTags: boolean): Json {
  const tasks = tasksOf(world, service);
  const running = service.serviceDeployments.find((one) => one.finishedAt === undefined);
  const { serviceConnectConfiguration: _perDeployment, volumeConfigurations: _too, ...settings } = service.settings;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: clusterOf(world, service.cluster).arn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: tasks.filter((task) => task.lastStatus === 'RUNNING').length,
    pendingCount: tasks.filter((task) => ['PROVISIONING', 'PENDING'].includes(task.lastStatus)).length,
    ...(service.deployments[0] ? { taskDefinition: service.deployments[0].taskDefinition.arn } : {}),
    ...settings,
    deployments: service.deployments.map((deployment) => deploymentView(world, service, deployment)),
    roleArn: `arn:${partition(world.region)}:iam::${world.accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: service.events.map((event) => ({ ...event, createdAt: seconds(event.createdAt) })),
    createdAt: seconds(service.createdAt),
    createdBy: `arn:${partition(world.region)}:iam::${world.accountId}:user/sandbox`,
    ...(running ? { currentServiceDeployment: running.arn } : {}),
    currentServiceRevisions: service.deployments.map((deployment) => {
      const view = deploymentView(world, service, deployment);
      return {
        arn: deployment.revisionArn,
        requestedTaskCount: view['desiredCount'],
        runningTaskCount: view['runningCount'],
        pendingTaskCount: view['pendingCount'],
      };
    }),
    ...(withTags ? { tags: tagsOf(world, service.arn) } : {}),
  };
}
