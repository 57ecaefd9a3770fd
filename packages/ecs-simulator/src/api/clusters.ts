import { EcsError } from '../model/ecs-error.ts';
import { type Json, objects, text, texts } from '../model/json.ts';
import { clusterOf, ecsArn, shortName } from '../model/names.ts';
import type { Cluster, World } from '../model/world.ts';
import { setTags, tagsOf } from './tags.ts';
import { countPending, countRunning } from './views/counts.ts';

export function createCluster(world: World, input: Json): Json {
  const name = text(input['clusterName']) ?? 'default';
  const existing = world.clusters.get(name);
  if (existing?.status === 'ACTIVE') return { cluster: clusterView(world, existing) };
  const given = objects(input['settings']);
  const cluster: Cluster = {
    arn: ecsArn(world, `cluster/${name}`),
    name,
    status: 'ACTIVE',
    settings: given.length > 0 ? given : [{ name: 'containerInsights', value: 'disabled' }],
    capacityProviders: texts(input['capacityProviders']),
    defaultCapacityProviderStrategy: objects(input['defaultCapacityProviderStrategy']),
  };
  checkProviders(world, cluster.capacityProviders);
  world.clusters.set(name, cluster);
  setTags(world, cluster.arn, objects(input['tags']));
  return { cluster: clusterView(world, cluster) };
}

export function deleteCluster(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  if ([...world.services.values()].some((one) => one.cluster === cluster.name && one.status !== 'INACTIVE')) {
    throw new EcsError('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
  }
  cluster.status = 'INACTIVE';
  return { cluster: clusterView(world, cluster) };
}

export function describeClusters(world: World, input: Json): Json {
  const names = texts(input['clusters']).map(shortName);
  const wanted = names.length > 0 ? names : ['default'];
  const withTags = texts(input['include']).includes('TAGS');
  return {
    clusters: wanted.flatMap((name) => {
      const cluster = world.clusters.get(name);
      return cluster ? [{ ...clusterView(world, cluster), tags: withTags ? tagsOf(world, cluster.arn) : [] }] : [];
    }),
    failures: wanted.flatMap((name) =>
      world.clusters.has(name) ? [] : [{ arn: ecsArn(world, `cluster/${name}`), reason: 'MISSING' }],
    ),
  };
}

function clusterView(world: World, cluster: Cluster): Json {
  const tasks = [...world.tasks.values()].filter((task) => task.cluster === cluster.name);
  const services = [...world.services.values()].filter((service) => service.cluster === cluster.name);
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: countRunning(tasks),
    pendingTasksCount: countPending(tasks),
    activeServicesCount: services.filter((service) => service.status === 'ACTIVE').length,
    statistics: [],
    settings: cluster.settings,
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
  };
}

export function createCapacityProvider(world: World, input: Json): Json {
  const name = text(input['name']) ?? '';
  const provider = {
    capacityProviderArn: ecsArn(world, `capacity-provider/${name}`),
    name,
    status: 'ACTIVE',
    ...(input['autoScalingGroupProvider'] ? { autoScalingGroupProvider: input['autoScalingGroupProvider'] } : {}),
  };
  world.capacityProviders.set(name, provider);
  setTags(world, provider.capacityProviderArn, objects(input['tags']));
  return { capacityProvider: provider };
}

export function describeCapacityProviders(world: World, input: Json): Json {
  const wanted = texts(input['capacityProviders']).map(shortName);
  const known = [...world.capacityProviders.values()];
  return {
    capacityProviders: known
      .filter((provider) => wanted.length === 0 || wanted.includes(String(provider['name'])))
      .map((provider) => ({ ...provider, tags: tagsOf(world, String(provider['capacityProviderArn'])) })),
    failures: wanted.flatMap((name) =>
      world.capacityProviders.has(name) ? [] : [{ arn: ecsArn(world, `capacity-provider/${name}`), reason: 'MISSING' }],
    ),
  };
}

export function putClusterCapacityProviders(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const providers = texts(input['capacityProviders']);
  checkProviders(world, providers);
  cluster.capacityProviders = providers;
  cluster.defaultCapacityProviderStrategy = objects(input['defaultCapacityProviderStrategy']);
  return { cluster: clusterView(world, cluster) };
}

function checkProviders(world: World, names: readonly string[]): void {
  const unknown = names.find((name) => !world.capacityProviders.has(shortName(name)));
  if (unknown) {
    throw new EcsError('InvalidParameterException', `The specified capacity provider '${unknown}' was not found.`);
  }
}
