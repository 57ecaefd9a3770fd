import type { Environment } from '../schema/environment.ts';

/** The user that may query. */
export const READER = 'loki-reader';
/** The user that may ask for deletions. */
export const OPERATOR = 'loki-operator';
/** What `service_name` is for lines that verification pushes; the reader may push them. */
export const PROBE = 'loki-adoption-probe';

/** Loki's only tenant, where it isn't told of any. */
export const DEFAULT_TENANT = 'fake';

/** What the names of services' tenants begin with: the bucket expires chunks by the first letters of their keys. */
export const TENANT_PREFIX = 'service.';

/** The tenant that a service's lines lie in, where services push with a password each. */
export function tenantOf(service: string): string {
  return `${TENANT_PREFIX}${service}`;
}

/** Services that push with a password of their own, the probe included, by name; none where every task may push. */
export function pushingServices({ loki, services }: Environment): string[] {
  if (loki.access.push === 'open') return [];
  const named = Object.values(services).filter((each) => each.collector !== 'none' && each.lokiPassword !== undefined);
  return [...named.map(({ name }) => name), PROBE].sort();
}
