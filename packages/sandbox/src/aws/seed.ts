import type { EcsSimulator } from '@loki-adoption/ecs-simulator';
import type { Environment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';

/** What an account has before this project comes to it. */
export interface SeedOptions {
  readonly clusterName: string;
  /** Cloud Map HTTP namespace that Service Connect uses. */
  readonly namespace: string;
  readonly stateBucket: string;
  /** EC2 capacity provider of the cluster. */
  readonly capacityProvider: string;
  /** Groups and roles of others, such as a load balancer's and a Grafana's. */
  readonly securityGroupIds?: readonly string[];
  readonly roleNames?: readonly string[];
  /** Ids that the network and the workspace get; random ones without. */
  readonly ids?: SeededResources;
}

/** Ids that the emulated AWS has drawn. */
export interface SeededResources {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly s3VpcEndpointId: string;
  readonly workspaceId: string;
}

/** The account that an environment expects to find. */
export function seedOptionsOf(environment: Environment): SeedOptions {
  const { cluster, network, state, capacity, grafana } = environment;
  const groups = [grafana.service?.clientSecurityGroupIds ?? [], grafana.existing?.securityGroupIds ?? []];
  return {
    clusterName: cluster,
    namespace: network.namespace,
    stateBucket: state.bucket,
    capacityProvider: capacity.provider,
    securityGroupIds: [...new Set(groups.flat())],
    roleNames: grafana.existing === undefined ? [] : [grafana.existing.roleName],
  };
}

/** The ids that an environment names. */
export function declaredIds({ network, metrics }: Environment): SeededResources {
  const { vpcId, subnetIds, s3VpcEndpointId } = network;
  return { vpcId, subnetIds, s3VpcEndpointId, workspaceId: metrics.workspaceId };
}

/** Makes network, namespace, AMP workspace, versioned state bucket, groups and roles in moto, cluster and capacity provider in ECS. */
export async function seedAccount(
  target: { readonly motoUrl: string; readonly ecs: EcsSimulator; readonly region: string; readonly accountId: string },
  options: SeedOptions,
): Promise<SeededResources> {
  const { capacityProvider, ...inMoto } = options;
  const response = await fetch(`${target.motoUrl}/_shim/seed`, {
    method: 'POST',
    body: JSON.stringify({ region: target.region, ...inMoto }),
  });
  const answer = (await response.json()) as SeededResources & { readonly message?: string };
  if (!response.ok) throw new UserError(`The sandbox's account could not be seeded: ${answer.message}`);
  const group = `arn:aws:autoscaling:${target.region}:${target.accountId}:autoScalingGroup:seed:autoScalingGroupName/${capacityProvider}`;
  target.ecs.call('CreateCapacityProvider', {
    name: capacityProvider,
    autoScalingGroupProvider: {
      autoScalingGroupArn: group,
      managedScaling: { status: 'ENABLED', targetCapacity: 100 },
      managedTerminationProtection: 'DISABLED',
    },
  });
  target.ecs.call('CreateCluster', {
    clusterName: options.clusterName,
    capacityProviders: [capacityProvider, 'FARGATE'],
    defaultCapacityProviderStrategy: [{ capacityProvider, weight: 1, base: 0 }],
  });
  return answer;
}
