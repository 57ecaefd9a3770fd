import { ServiceError } from '@loki-adoption/errors';
import { capacityChange } from '../model/capacity.ts';
import { primaryOf, revisionOf, type TaskDefinition } from '../model/ecs.ts';
import { difference, type Revision, revisionFacts, shortImage } from '../model/revision.ts';
import type { ApplicationRequest, EcsPort } from '../ports.ts';
import type { Ledger } from '../state/ledger.ts';
import { beforeLastRollout, type ServiceRecord, targetOf } from '../state/service-record.ts';
import type { DefinitionMap, WaveService } from './desired.ts';

/** How many revisions of a family are looked through, newest first. */
const REVISIONS_LOOKED_AT = 50;

/** Where a service goes back to. */
export interface Destination {
  readonly service: WaveService;
  /** Registered already, or what has to be registered first. */
  readonly definition: TaskDefinition | { readonly register: ApplicationRequest };
  readonly facts: Revision;
  /** What the way back undoes, for people. */
  readonly words: string;
}

export interface Search {
  readonly to: string;
  readonly ledger: Ledger;
  readonly definitions: DefinitionMap;
  readonly ecs: EcsPort;
  /** ARN of what each service runs, by its name in ECS. */
  readonly running: ReadonlyMap<string, string>;
}

/**
 * Where a service goes; `undefined` where no such revision is known, or a text that says why it can't go there. A revision is a version of
 * the application and a variant: `adot` changes the variant and keeps the application that runs, `previous` undoes the last move.
 */
export async function destinationOf(service: WaveService, search: Search): Promise<Destination | string | undefined> {
  try {
    const runs = search.running.get(service.ecsName);
    const current = runs === undefined ? undefined : await search.ecs.describeTaskDefinition(runs);
    if (search.to === 'adot') return await toAdot(service, current, search);
    const record = search.ledger.services[service.name];
    const arn = search.to === 'previous' ? record && beforeLastRollout(record) : search.to;
    if (!arn) return undefined;
    const definition = await search.ecs.describeTaskDefinition(arn);
    if (definition.family !== service.ecsName) return undefined;
    return destination(service, current, definition, capacityUndone(record, arn));
  } catch (error) {
    if (error instanceof ServiceError) return error.message;
    throw error;
  }
}

/** What a rollback of the last move undoes beside the revision, for people. */
function capacityUndone(record: ServiceRecord | undefined, arn: string): string | undefined {
  if (record?.previous !== arn || !record.previousCapacity || !('move' in record)) return undefined;
  const from = record.move?.capacity;
  return from && `the capacity (${capacityChange(from, record.previousCapacity)})`;
}

/** The ADOT variant of the application that runs now: known, registered by somebody, or to be registered. */
async function toAdot(
  service: WaveService,
  current: TaskDefinition | undefined,
  { ledger, definitions, ecs }: Search,
): Promise<Destination | string | undefined> {
  if (service.variant === 'plain') return undefined;
  if (!current) return `ECS has no deployment of ${service.ecsName}`;
  const { container } = service;
  const { image, variant } = revisionFacts(current, container);
  if (variant === 'adot') return destination(service, current, current);
  let template: TaskDefinition | undefined;
  /** ECS starts no task of it, and its sidecar can still be registered anew. */
  let spare: TaskDefinition | undefined;
  for (const arn of await candidates(service, definitions, ledger, ecs)) {
    const found = await ecs.describeTaskDefinition(arn);
    const facts = revisionFacts(found, container);
    if (found.family !== service.ecsName || facts.variant !== 'adot') continue;
    if (found.status !== 'ACTIVE') {
      spare ??= found;
      continue;
    }
    if (facts.image === image) return destination(service, current, found);
    template ??= found;
  }
  template ??= spare;
  if (!template) return 'no revision of it has ADOT: name another with --to';
  const register = { variantOf: template.arn, applicationOf: current.arn, container };
  const words = `undoes the variant (${variant} → adot), keeps the application ${shortImage(image)}, which is registered with ADOT for it`;
  return { service, definition: { register }, facts: { image, variant: 'adot' }, words };
}

/** What Terraform names, what the ledger knows, and what the family has, newest first, each once. */
async function candidates(
  { name, ecsName }: WaveService,
  definitions: DefinitionMap,
  ledger: Ledger,
  ecs: EcsPort,
): Promise<string[]> {
  const entry = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  const named = typeof entry === 'object' ? [entry.adot] : [];
  const record = ledger.services[name];
  const history = record?.history.map((each) => each.definition).reverse() ?? [];
  const recorded = record ? [record.current, targetOf(record), record.previous, ...history] : [];
  const family = (await ecs.listTaskDefinitions(ecsName)).slice(0, REVISIONS_LOOKED_AT);
  return [
    ...new Set([...named, ...family, ...recorded].filter((arn) => typeof arn === 'string' && arn !== '')),
  ] as string[];
}

function destination(
  service: WaveService,
  current: TaskDefinition | undefined,
  definition: TaskDefinition,
  capacity?: string,
): Destination {
  const facts = revisionFacts(definition, service.container);
  const isThere = current?.arn === definition.arn;
  const parts = isThere
    ? []
    : [current ? difference(revisionFacts(current, service.container), facts) : 'nothing that runs'];
  const undone = [...parts, ...(capacity === undefined ? [] : [capacity])].join(' and ');
  if (undone === '') return { service, definition, facts, words: 'runs it already' };
  if (definition.status === 'ACTIVE') return { service, definition, facts, words: `undoes ${undone}` };
  const { arn, status } = definition;
  const register = { variantOf: arn, applicationOf: arn, container: service.container };
  const words = `undoes ${undone}; revision ${revisionOf(arn)} is ${status}, so it is registered again`;
  return { service, definition: { register }, facts, words };
}

/** The ARN to point the service at; registers the revision where it isn't there yet. */
export async function registered({ definition }: Destination, ecs: EcsPort): Promise<string> {
  return 'register' in definition ? (await ecs.registerWithApplication(definition.register)).arn : definition.arn;
}

/** ARN of what each service runs, by its name in ECS. */
export async function runningDefinitions(services: readonly WaveService[], ecs: EcsPort): Promise<Map<string, string>> {
  const found = await ecs.describeServices(services.map(({ ecsName }) => ecsName));
  return new Map(
    found.flatMap((service) => {
      const arn = primaryOf(service)?.taskDefinition;
      return arn === undefined ? [] : [[service.name, arn] as const];
    }),
  );
}
