import type { Environment, Service } from '../schema/environment.ts';

/** The user that may query. */
export const READER = 'loki-reader';
/** The user that may ask for deletions. */
export const OPERATOR = 'loki-operator';
/** What `service_name` is for lines that verification pushes; the reader may push them. */
export const PROBE = 'loki-adoption-probe';

/** The tenant that Loki uses when it runs without tenants. */
export const DEFAULT_TENANT = 'fake';

/** What the names of services' tenants begin with: the bucket expires chunks by the first letters of their keys. */
const TENANT_PREFIX = 'service.';

/** The tenant that a service's lines lie in, where services push with a password each. */
export function tenantOf(service: string): string {
  return `${TENANT_PREFIX}${service}`;
}

/** Whether services have tenants of their own, by which Loki knows whose lines it gets. */
export function hasTenants({ loki }: Environment): boolean {
  return loki.access.push !== 'open';
}

/** ARN of the password that a service's sidecar pushes with; `undefined` where it pushes without one. */
export function pushPassword(environment: Environment, { collector, lokiPassword }: Service): string | undefined {
  return hasTenants(environment) && collector !== 'none' ? lokiPassword : undefined;
}

/** Services that push with a password of their own, the probe included, by name; none where every task may push. */
export function pushingServices(environment: Environment): string[] {
  if (!hasTenants(environment)) return [];
  const named = Object.values(environment.services).filter((each) => pushPassword(environment, each) !== undefined);
  return [...named.map(({ name }) => name), PROBE].sort();
}
