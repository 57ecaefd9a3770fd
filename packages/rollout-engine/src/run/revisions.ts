import { ServiceError } from '@loki-adoption/errors';
import { primaryOf, type TaskDefinition } from '../model/ecs.ts';
import { type Revision, revisionFacts } from '../model/revision.ts';
import type { World } from '../model/world.ts';
import type { EcsPort } from '../ports.ts';
import type { Ledger } from '../state/ledger.ts';

/** What the ledger should know of: where each service comes from and where it goes. */
export async function revisionsOf(
  services: readonly { readonly name: string; readonly ecsName: string; readonly container: string }[],
  known: readonly TaskDefinition[],
  ledger: Ledger,
  world: Pick<World, 'services'>,
  ecs: Pick<EcsPort, 'describeTaskDefinition'>,
): Promise<Record<string, Revision>> {
  const facts: Record<string, Revision> = {};
  for (const { name, ecsName, container } of services) {
    for (const definition of known)
      if (definition.family === ecsName) facts[definition.arn] = revisionFacts(definition, container);
    const record = ledger.services[name];
    const now = primaryOf(world.services[name]?.service)?.taskDefinition;
    for (const arn of [now, record?.current, record?.previous]) {
      if (!arn || facts[arn] || ledger.revisions[arn]) continue;
      const definition = await lookedUp(ecs, arn);
      if (definition) facts[arn] = revisionFacts(definition, container);
    }
  }
  return facts;
}

/** A definition that was deleted has no facts any more, which is no reason to stop. */
async function lookedUp(
  ecs: Pick<EcsPort, 'describeTaskDefinition'>,
  arn: string,
): Promise<TaskDefinition | undefined> {
  try {
    return await ecs.describeTaskDefinition(arn);
  } catch (error) {
    if (error instanceof ServiceError && !error.retryable) return undefined;
    throw error;
  }
}
