import { ecsServiceName, SIDECAR_CONTAINERS, targetVariant } from '@loki-adoption/environment';
import { primaryOf } from '../model/ecs.ts';
import type { Ports } from '../ports.ts';
import { frozen } from '../state/freeze.ts';
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
  const ledger = await readLedger(ports.ledger, environment.name);
  const wanted = { environment, desiredStateHash: run.desiredStateHash, runId: run.id, now: ports.clock.now() };
  return refusal(ledger, wanted) ?? withoutLoki(options, ports);
}

/** Phase `baseline` has no Loki, and services may still need one. */
async function withoutLoki(options: RunOptions, ports: Pick<Ports, 'ecs'>): Promise<string | undefined> {
  if (options.environment.migration.phase !== 'baseline') return undefined;
  const left = await servicesWithAlloy(options, ports);
  if (left.length === 0) return undefined;
  return `baseline takes Loki away, and ${left.join(', ')} still send${left.length === 1 ? 's' : ''} logs there: set migration.phase to infrastructure first, that moves them back.`;
}

/** What the ledger, as it stands now, says of a deploy of this desired state. */
export interface Foreseen {
  /** Why the deploy would refuse it, as things stand now; `undefined` where it wouldn't. A merge ends a hold, so that is no reason. */
  readonly refusal: string | undefined;
  /** How earlier moves went. */
  readonly moves: readonly PastMove[];
}

export async function foreseen(options: RunOptions, ports: Pick<Ports, 'ledger' | 'ecs' | 'clock'>): Promise<Foreseen> {
  const { environment } = options;
  const ledger = await readLedger(ports.ledger, environment.name);
  const refusal =
    frozen(environment.protection.freeze, ports.clock.now()) ??
    transitionRefusal(ledger, environment.migration.phase) ??
    (await withoutLoki(options, ports));
  return { refusal, moves: pastMoves(ledger) };
}

/** Asked of ECS: a rollout that stopped halfway has moved services without a phase to show for it. */
async function servicesWithAlloy({ environment }: RunOptions, { ecs }: Pick<Ports, 'ecs'>): Promise<string[]> {
  const names = Object.keys(environment.services).filter((name) => targetVariant(environment, name) !== 'plain');
  const running = await ecs.describeServices(names.map((name) => ecsServiceName(environment, name)));
  const found: string[] = [];
  for (const name of names) {
    const ecsName = ecsServiceName(environment, name);
    const service = running.find((each) => each.name === ecsName && each.status === 'ACTIVE');
    const definition = primaryOf(service)?.taskDefinition;
    if (!definition) continue;
    const { containers } = await ecs.describeTaskDefinition(definition);
    if (containers.some((container) => container.name === SIDECAR_CONTAINERS.alloy)) found.push(name);
  }
  return found;
}
