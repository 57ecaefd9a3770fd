import { ecsServiceName, SIDECAR_CONTAINERS, targetVariant } from '@loki-adoption/environment';
import { primaryOf } from '../model/ecs.ts';
import type { Ports } from '../ports.ts';
import { evolve } from '../state/evolve.ts';
import { frozen } from '../state/freeze.ts';
import { type PastMove, pastMoves } from '../state/past-moves.ts';
import { refusal, transitionRefusal } from '../state/preflight.ts';
import { type RunOptions, wantedOf } from './options.ts';
import { Refused } from './refused.ts';
import { changeLedger, readLedger, refuseForeignLease } from './session.ts';

/**
 * Records that this run deploys, before Terraform changes anything: from then on an older one is refused. Or says why it may not: a freeze,
 * a hold, a newer deploy, a phase whose turn it isn't, a rollout or rollback of another run, or services that would lose the Loki they send
 * their logs to. Nothing is recorded then.
 */
export async function beginDeploy(
  options: RunOptions,
  ports: Pick<Ports, 'ledger' | 'ecs' | 'clock' | 'commits'>,
): Promise<string | undefined> {
  const { environment, run, allowOlder } = options;
  const lost = await withoutLoki(options, ports);
  if (lost !== undefined) return lost;
  try {
    await changeLedger({ store: ports.ledger, clock: ports.clock, environment: environment.name }, (ledger) => {
      const now = ports.clock.now();
      const reason = refusal(ledger, wantedOf(options, ports));
      if (reason !== undefined) throw new Refused(reason);
      refuseForeignLease(ledger, run.name, now);
      const { phase } = environment.migration;
      return evolve(ledger, { type: 'deploy-began', at: now, phase, run, allowedOlder: allowOlder });
    });
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
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
