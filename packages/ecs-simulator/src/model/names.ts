import { EcsError } from './ecs-error.ts';
import type { Cluster, Service, ServiceDeployment, TaskDefinition, World } from './world.ts';

/** `arn:<partition>:ecs:<region>:<account>:<rest>`. */
export function ecsArn(world: World, rest: string): string {
  return `arn:${partition(world.region)}:ecs:${world.region}:${world.accountId}:${rest}`;
}

export function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** `count` characters drawn from an alphabet. */
export function randomText(world: World, count: number, alphabet = '0123456789abcdef'): string {
  let drawn = '';
  for (let index = 0; index < count; index += 1) drawn += alphabet[Math.floor(world.random() * alphabet.length)];
  return drawn;
}

export function uuid(world: World): string {
  return [8, 4, 4, 4, 12].map((count) => randomText(world, count)).join('-');
}

/** Seconds since 1970 with milliseconds, the time format of the JSON protocol. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}

/** The last part of a name or ARN. */
export function shortName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

export function clusterOf(world: World, nameOrArn: string | undefined): Cluster {
  const cluster = world.clusters.get(shortName(nameOrArn ?? 'default'));
  if (cluster?.status !== 'ACTIVE') throw new EcsError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

export function findService(world: World, cluster: Cluster, nameOrArn: string): Service | undefined {
  return world.services.get(ecsArn(world, `service/${cluster.name}/${shortName(nameOrArn)}`));
}

export function findServiceDeployment(
  world: World,
  arn: string,
): { service: Service; deployment: ServiceDeployment } | undefined {
  for (const service of world.services.values()) {
    const deployment = service.serviceDeployments.find((one) => one.arn === arn);
    if (deployment) return { service, deployment };
  }
  return undefined;
}

/** A definition by ARN, `family:revision` or family (its latest ACTIVE revision). */
export function findTaskDefinition(world: World, reference: string): TaskDefinition | undefined {
  const name = shortName(reference);
  if (name.includes(':')) return world.taskDefinitions.get(ecsArn(world, `task-definition/${name}`));
  return [...world.taskDefinitions.values()].findLast((known) => known.family === name && known.status === 'ACTIVE');
}
