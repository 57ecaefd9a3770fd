import { type Capacity, type ForcedDeployment, isSameCapacity } from '../model/capacity.ts';
import type { DesiredService } from '../model/desired.ts';
import { type Deployment, isOf } from '../model/ecs.ts';
import type { World } from '../model/world.ts';

/** Whether a deployment is what is wanted of a service: the definition, the capacity, and proxies that know the services it calls. */
export function isAsWanted(
  service: DesiredService,
  deployment: Deployment | undefined,
  world: World,
): deployment is Deployment {
  return isOf(deployment, service.target, service.capacity) && calledLater(service, deployment, world).length === 0;
}

/**
 * The services that a service calls and that ECS created after its deployment. Service Connect gives a task the endpoints that its namespace
 * had when the deployment began; it never learns of one that came later.
 */
export function calledLater(
  { calls }: Pick<DesiredService, 'calls'>,
  deployment: Deployment,
  world: World,
): readonly string[] {
  return calls.filter((name) => (world.services[name]?.service?.createdAt ?? 0) > deployment.createdAt);
}

/** What UpdateService needs beside the definition, so that ECS starts a deployment; `undefined` where another definition is enough. */
export function forcedFor(
  primary: Deployment | undefined,
  definition: string,
  capacity: Capacity | undefined,
): ForcedDeployment | undefined {
  const isElsewhere = capacity !== undefined && !(primary && isSameCapacity(primary.capacity, capacity));
  if (isElsewhere) return { capacity };
  return primary?.taskDefinition === definition ? { capacity: null } : undefined;
}
