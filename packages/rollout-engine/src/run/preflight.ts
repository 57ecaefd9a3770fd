import { ecsServiceName, targetVariant } from '@loki-adoption/environment';
import { primaryOf } from '../model/ecs.ts';
import type { Ports } from '../ports.ts';
import { type PastMove, pastMoves } from '../state/past-moves.ts';
import { refusal, transitionRefusal } from '../state/preflight.ts';
import type { RunOptions } from './options.ts';
import { readLedger } from './session.ts';

/**
 * Why a deploy of this desired state must not even apply Terraform, or `undefined`: a freeze, a hold, a phase whose turn it isn't, or
 * services that would lose the Loki they send their logs to.
 */
export async function refusedBeforeApply(
  options: RunOptions,
  ports: Pick<Ports, 'ledger' | 'ecs' | 'clock'>,
): Promise<string | undefined> {
  const { environment, run } = options;
  const { phase } = environment.migration;
  const ledger = await readLedger(ports.ledger, environment.name);
  const wanted = { environment, desiredStateHash: run.desiredStateHash, runId: run.id, now: ports.clock.now() };
  const refused = refusal(ledger, wanted);
  if (refused !== undefined || phase !== 'baseline') return refused;
  const left = await servicesWithAlloy(options, ports);
  if (left.length === 0) return undefined;
  return `baseline takes Loki away, and ${left.join(', ')} still send${left.length === 1 ? 's' : ''} logs there: set migration.phase to infrastructure first, that moves them back.`;
}

/** What the ledger, as it stands now, says of a deploy of this desired state. */
export interface Foreseen {
  /** Why the deploy would refuse its phase; `undefined` where it wouldn't. */
  readonly refusal: string | undefined;
  /** How earlier moves went. */
  readonly moves: readonly PastMove[];
}

export async function foreseen({ environment }: RunOptions, ports: Pick<Ports, 'ledger'>): Promise<Foreseen> {
  const ledger = await readLedger(ports.ledger, environment.name);
  return { refusal: transitionRefusal(ledger, environment.migration.phase), moves: pastMoves(ledger) };
}

/** Asked of ECS: a rollout that stopped halfway has moved services without a phase to show for it. */
async function servicesWithAlloy({ environment }: RunOptions, { ecs }: Pick<Ports, 'ecs'>): Promise<string[]> {
  const names = Object.keys(environment.services).filter((name) => targetVariant(environment, name) !== 'plain');
  const running = await ecs.describeServices(names.map((name) => ecsServiceName(environment, name)));
  const found: string[] = [];
  for (const name of names) {
    const ecsName = ecsServiceName(environment, name);
    const service = running.find((each) => each.name === ecsName && each.status === 'ACTIVE');
    const definition = service && primaryOf(service)?.taskDefinition;
    if (!definition) continue;
    const { containers } = await ecs.describeTaskDefinition(definition);
    if (containers.some((container) => container.name === 'alloy')) found.push(name);
  }
  return found;
}
