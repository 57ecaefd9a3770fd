import { type Environment, targetVariant } from '@loki-adoption/environment';
import { allWaves, type DefinitionMap, ecsNameOf } from './desired.ts';
import type { Ledger, ServiceRecord } from './ledger.ts';
import type { TaskDefinition } from './world.ts';

export interface Destination {
  readonly name: string;
  readonly ecsName: string;
  readonly wave: number;
  readonly definition: string;
  /** Whether it has a collector, and so a part in the migration. */
  readonly hasSidecar: boolean;
  /** Whether the revision it goes back to collects with Alloy: then desired state keeps its phase. */
  readonly isAlloy: boolean;
}

export type Candidate = Pick<Destination, 'name' | 'ecsName' | 'wave' | 'hasSidecar'>;

export type Lookup = (taskDefinition: string) => Promise<TaskDefinition>;

/**
 * The services that may go back, last wave first, with the wave each is in. One without a sidecar isn't part of the
 * migration: it stays, unless it is named.
 */
export function candidates(environment: Environment, only: readonly string[]): Candidate[] {
  const waves = only.length > 0 ? allWaves(environment) : environment.rollout.waves;
  const inOrder = waves.flatMap((wave, index) =>
    wave.services.map((name) => {
      const hasSidecar = targetVariant(environment, name) !== 'plain';
      return { name, ecsName: ecsNameOf(environment, name), wave: index + 1, hasSidecar };
    }),
  );
  return inOrder.filter(({ name }) => only.length === 0 || only.includes(name)).reverse();
}

/** Where a service goes; `undefined` where the ledger knows no such definition. `to` is `previous`, `adot` or a definition. */
export async function destinationOf(
  candidate: Candidate,
  to: string,
  ledger: Ledger,
  definitions: DefinitionMap,
  lookup: Lookup,
): Promise<TaskDefinition | undefined> {
  const record = ledger.services[candidate.name];
  if (to === 'previous') return record?.previous ? lookup(record.previous) : undefined;
  if (to !== 'adot') {
    const definition = await lookup(to);
    return definition.family === candidate.ecsName ? definition : undefined;
  }
  if (!candidate.hasSidecar) return undefined;
  const entry = definitions[candidate.name];
  if (typeof entry === 'object' && entry.adot) return lookup(entry.adot);
  for (const recorded of record ? recordedDefinitions(record) : []) {
    const definition = await lookup(recorded);
    if (definition.status === 'ACTIVE' && !definition.containers.includes('alloy')) return definition;
  }
  return undefined;
}

/** What the ledger knows of a service, newest first, each once. */
function recordedDefinitions(record: ServiceRecord): string[] {
  const history = record.history.map((entry) => entry.definition).reverse();
  const all = [record.current, record.target, record.previous, ...history];
  return [...new Set(all.filter((definition) => definition !== null && definition !== ''))] as string[];
}
