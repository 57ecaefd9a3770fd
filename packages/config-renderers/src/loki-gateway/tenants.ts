import { type Environment, hasLokiTenants, lokiTenant, pushingServices } from '@loki-adoption/environment';
import { type Mapping, yamlDocument } from '../yaml.ts';

/** No end: Loki's way to refuse streams is to block them until a time. */
const FOR_EVER = '2999-01-01T00:00:00Z';

/**
 * Loki's limits of each tenant: it takes streams of the tenant's own service and refuses all others, whatever sent them.
 * `undefined` where every task may push.
 */
export function lokiTenants(environment: Environment): string | undefined {
  if (!hasLokiTenants(environment)) return undefined;
  const overrides: Record<string, Mapping> = {};
  for (const service of pushingServices(environment)) {
    overrides[lokiTenant(service)] = {
      policy_stream_mapping: { own: [{ selector: `{service_name="${service}"}`, priority: 1 }] },
      // The policy of streams that no selector matches.
      block_ingestion_policy_until: { '*': FOR_EVER },
      block_ingestion_status_code: 403,
    };
  }
  return yamlDocument({ overrides });
}
