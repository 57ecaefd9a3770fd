import { UserError } from '@loki-adoption/errors';

/** An ECS service that a plan takes away. */
interface LostService {
  /** As desired state calls it, `loki` and `grafana` included. */
  readonly name: string;
  /** As ECS calls it. */
  readonly ecsName: string;
  /** Terraform creates it anew: ECS runs none of its tasks in between. */
  readonly isReplaced: boolean;
}

/** What of `terraform show -json` says which objects go. */
interface ShownPlan {
  readonly resource_changes?: readonly {
    readonly type?: string;
    readonly address?: string;
    readonly change?: { readonly actions?: readonly string[]; readonly before?: { readonly name?: string } | null };
  }[];
}

/**
 * Refuses a plan that stops a service to create it anew, or that destroys a service of the environment, unless
 * `protection.replaceable` names it. Loki and Grafana may go for good: a phase back does that.
 */
export function requireServicesToStay(shown: string, { cluster, replaceable }: Allowed): void {
  const lost = lostServices(JSON.parse(shown) as ShownPlan).filter(({ name }) => !replaceable.includes(name));
  if (lost.length === 0) return;
  const names = (isReplaced: boolean) => lost.filter((each) => each.isReplaced === isReplaced).map(({ name }) => name);
  const what = [
    ...(names(true).length > 0 ? [`replaces the ECS service of ${names(true).join(', ')}`] : []),
    ...(names(false).length > 0 ? [`destroys the ECS service of ${names(false).join(', ')}`] : []),
  ].join(' and ');
  throw new UserError(
    `The plan ${what}: ECS would stop all tasks of each at once. Nothing was applied.\n` +
      'For another capacity provider, change the services one after the other, each until it is stable:\n' +
      `  aws ecs update-service --cluster ${cluster} --service ${lost[0]?.ecsName} --force-new-deployment --capacity-provider-strategy capacityProvider=PROVIDER,weight=1\n` +
      'and deploy again: Terraform finds nothing to replace then. If they may stop, name them in protection.replaceable of the environment, and take ' +
      'the names out again afterwards.',
  );
}

export interface Allowed {
  readonly cluster: string;
  /** Names of services that may be stopped. */
  readonly replaceable: readonly string[];
}

function lostServices({ resource_changes: changes = [] }: ShownPlan): LostService[] {
  return changes.flatMap(({ type, address = '', change }) => {
    const actions = change?.actions ?? [];
    if (type !== 'aws_ecs_service' || !actions.includes('delete')) return [];
    const isReplaced = actions.includes('create');
    const service = /^module\.service\["([^"]+)"\]/.exec(address)?.[1];
    if (service === undefined && !isReplaced) return [];
    const name = service ?? /^module\.(\w+)/.exec(address)?.[1] ?? address;
    return [{ name, ecsName: change?.before?.name ?? name, isReplaced }];
  });
}
