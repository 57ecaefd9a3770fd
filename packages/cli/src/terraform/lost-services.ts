import type { Environment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { destroys, kindOf, type Plan, parsePlan } from '@loki-adoption/plan-comment';

/** An ECS service that a plan takes away. */
interface LostService {
  /** As desired state calls it, `loki` and `grafana` included. */
  readonly name: string;
  /** Terraform creates it anew: ECS runs none of its tasks in between. */
  readonly isReplaced: boolean;
}

/**
 * Refuses a plan, as `terraform show -json` prints it, that stops a service to create it anew, or that destroys a service of the environment,
 * unless `protection.replaceable` names it. Loki and Grafana may go for good: a phase back does that.
 */
export function requireServicesToStay(shown: string, { protection }: Pick<Environment, 'protection'>): void {
  const lost = parsePlan(shown, 'the plan')
    .flatMap(lostServices)
    .filter(({ name }) => !protection.replaceable.includes(name));
  if (lost.length === 0) return;
  const { replaced = [], destroyed = [] } = Object.groupBy(lost, (each) =>
    each.isReplaced ? 'replaced' : 'destroyed',
  );
  const what = [
    { verb: 'replaces', services: replaced },
    { verb: 'destroys', services: destroyed },
  ]
    .filter(({ services }) => services.length > 0)
    .map(({ verb, services }) => `${verb} the ECS service of ${services.map(({ name }) => name).join(', ')}`);
  throw new UserError(
    `The plan ${what.join(' and ')}: ECS would stop all tasks of each at once. Nothing was applied.\n` +
      'The plan comment shows which value forces that: take it back, or name the services in protection.replaceable of the environment if they may ' +
      'stop, and take the names out again afterwards.',
  );
}

function lostServices({ changes }: Plan): LostService[] {
  return changes.flatMap((change) => {
    if (change.type !== 'aws_ecs_service' || !destroys(change)) return [];
    const isReplaced = kindOf(change) === 'replace';
    const service = /^module\.service\["([^"]+)"\]/.exec(change.address)?.[1];
    if (service === undefined && !isReplaced) return [];
    const name = service ?? /^module\.(\w+)/.exec(change.address)?.[1] ?? change.address;
    return [{ name, isReplaced }];
  });
}
