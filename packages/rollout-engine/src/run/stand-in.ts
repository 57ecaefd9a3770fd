import { ServiceError } from '@loki-adoption/errors';
import type { Desired, DesiredService } from '../model/desired.ts';
import { primaryOf, shortName } from '../model/ecs.ts';
import { type Revision, revisionFacts } from '../model/revision.ts';
import type { World } from '../model/world.ts';
import type { EcsPort, Ports } from '../ports.ts';
import { Refused } from './refused.ts';

/** A copy of a revision that ECS starts no task of any more, registered in its place. */
export interface StandIn {
  readonly definition: string;
  readonly facts: Revision;
}

type Registry = Pick<EcsPort, 'describeTaskDefinition' | 'registerWithApplication'>;

/** `undefined` where the revision itself can be started. Deploy tools deregister what they have replaced, also what still runs. */
export async function standInFor(arn: string, container: string, ecs: Registry): Promise<StandIn | undefined> {
  const { status } = await ecs.describeTaskDefinition(arn);
  if (status === 'ACTIVE') return undefined;
  const copy = await ecs.registerWithApplication({ variantOf: arn, applicationOf: arn, container });
  return { definition: copy.arn, facts: revisionFacts(copy, container) };
}

/**
 * Sees before the first move that each service could go back to what it runs. Throws `Refused` where that can't be, and then nothing has
 * been moved.
 */
export async function standInsFor(
  services: readonly DesiredService[],
  world: World,
  { ecs, log }: Pick<Ports, 'ecs' | 'log'>,
): Promise<{ standIns: Desired['standIns']; facts: Readonly<Record<string, Revision>> }> {
  const standIns: Record<string, string> = {};
  const facts: Record<string, Revision> = {};
  for (const { name, target, container } of services) {
    const running = primaryOf(world.services[name]?.service)?.taskDefinition;
    if (running === undefined || running === target) continue;
    const standIn = await standInFor(running, container, ecs).catch((error: unknown) => {
      if (!(error instanceof ServiceError) || error.retryable) throw error;
      throw new Refused(`${name} could not go back to ${shortName(running)}, which it runs: ${error.message}`);
    });
    if (!standIn) continue;
    log.info(
      `${name}: ECS starts no task of ${shortName(running)}; the way back is its copy ${shortName(standIn.definition)}`,
    );
    standIns[running] = standIn.definition;
    facts[standIn.definition] = standIn.facts;
  }
  return { standIns, facts };
}
