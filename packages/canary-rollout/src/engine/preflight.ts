import { targetVariant } from '@loki-adoption/environment';
import { ecsNameOf } from '../core/desired.ts';
import { refusal } from '../core/preflight.ts';
import { primaryOf } from '../core/world.ts';
import type { Ports } from '../ports.ts';
import { readLedger } from './ledger-session.ts';
import type { RunOptions } from './run.ts';

/**
 * Why a deploy of this desired state must not even apply Terraform, or `undefined`: a freeze, a hold, a phase whose turn it isn't,
 * or services that would lose the Loki they send their logs to.
 */
export async function refusedBeforeApply(
  options: RunOptions,
  ports: Pick<Ports, 'ledger' | 'ecs' | 'clock'>,
): Promise<string | undefined> {
  const { environment, desiredStateHash, runId } = options;
  const { phase } = environment.migration;
  const ledger = await readLedger(ports.ledger, environment.name);
  const refused = refusal(ledger, { environment, desiredStateHash, runId, now: ports.clock.now() });
  if (refused !== undefined || phase !== 'baseline') return refused;
  const left = await servicesWithAlloy(options, ports);
  if (left.length === 0) return undefined;
  return `baseline takes Loki away, and ${left.join(', ')} still send${left.length === 1 ? 's' : ''} logs there: set migration.phase to infrastructure first, that moves them back.`;
}

/** Asked of ECS: a rollout that stopped halfway has moved services without a phase to show for it. */
async function servicesWithAlloy({ environment }: RunOptions, { ecs }: Pick<Ports, 'ecs'>): Promise<string[]> {
  const names = Object.keys(environment.services).filter((name) => targetVariant(environment, name) !== 'plain');
  const running = await ecs.describeServices(names.map((name) => ecsNameOf(environment, name)));
  const found: string[] = [];
  for (const name of names) {
    const service = running.find((each) => each.name === ecsNameOf(environment, name) && each.status === 'ACTIVE');
    const definition = service && primaryOf(service)?.taskDefinition;
    if (definition && (await ecs.describeTaskDefinition(definition)).containers.includes('alloy')) found.push(name);
  }
  return found;
}
