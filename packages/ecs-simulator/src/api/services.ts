import { staleView } from '../consistency/stale-reads.ts';
import { EcsError } from '../model/ecs-error.ts';
import { asObject, type Json, number, objects, pick, sameJson, text, texts } from '../model/json.ts';
import { clusterOf, ecsArn, findService, findTaskDefinition, shortName } from '../model/names.ts';
import type { Cluster, Service, TaskDefinition, World } from '../model/world.ts';
import { beginDeployment, DEPLOYING_FIELDS, GENERATION_FIELDS } from '../scheduling/deployments.ts';
import { touch } from '../time/advance.ts';
import { checkGeneration, checkName } from '../validation/service.ts';
import { page } from './paging.ts';
import { setTags } from './tags.ts';
import { serviceView } from './views/service-view.ts';

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
    isStuck: false,
    tasks: [],
    // Those of a deleted service of this name are still described.
    stopped: existing?.stopped ?? [],
    dueAt: world.now,
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
  checkActive(definition);
  return definition;
}

function checkActive({ status }: TaskDefinition): void {
  if (status === 'INACTIVE') throw new EcsError('ClientException', 'TaskDefinition is inactive');
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
  const generation = (of: Json) => pick(of, DEPLOYING_FIELDS);
  const isNew =
    input['forceNewDeployment'] === true ||
    definition.arn !== current?.taskDefinition.arn ||
    !sameJson(generation(settings), generation(service.settings));
  // What runs may scale on an INACTIVE definition, but no deployment starts with one.
  if (isNew) checkActive(definition);
  service.settings = settings;
  service.desiredCount = number(input['desiredCount']) ?? service.desiredCount;
  if (isNew) beginDeployment(world, service, definition);
  touch(service);
  return { service: serviceView(world, service, false) };
}

export function existingService(world: World, cluster: Cluster, name: string | undefined): Service {
  const service = findService(world, cluster, name ?? '');
  if (!service) throw serviceNotFound();
  return service;
}

export function serviceNotFound(): EcsError {
  return new EcsError('ServiceNotFoundException', 'Service not found.');
}

export function deleteService(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const service = existingService(world, cluster, text(input['service']));
  if (service.status === 'INACTIVE') throw serviceNotFound();
  if (service.desiredCount > 0 && input['force'] !== true) {
    throw new EcsError('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
  }
  service.status = 'DRAINING';
  service.desiredCount = 0;
  touch(service);
  return { service: serviceView(world, service, false) };
}

export function describeServices(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const names = texts(input['services']);
  if (names.length === 0) throw new EcsError('InvalidParameterException', 'Services cannot be empty.');
  const withTags = texts(input['include']).includes('TAGS');
  const found = names.map((name) => {
    const arn = ecsArn(world, `service/${cluster.name}/${shortName(name)}`);
    return { arn, view: seenService(world, arn, withTags) };
  });
  return {
    services: found.flatMap(({ view }) => (view ? [view] : [])),
    failures: found.flatMap(({ arn, view }) => (view ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

function seenService(world: World, arn: string, withTags: boolean): Json | undefined {
  const stale = staleView(world, arn);
  if (stale) {
    const { tags, ...rest } = stale.view ?? {};
    return stale.view && { ...rest, ...(withTags ? { tags } : {}) };
  }
  const service = world.services.get(arn);
  return service && serviceView(world, service, withTags);
}

export function listServices(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const arns = [...world.services.values()]
    .filter((service) => service.cluster === cluster.name && service.status === 'ACTIVE')
    .map((service) => service.arn);
  const { items, ...rest } = page(arns, input, 10);
  return { serviceArns: items, ...rest };
}
