import type { Environment } from '@loki-adoption/environment';
import { gatewayConfig } from '../loki-gateway/config.ts';
import { lokiTenants } from '../loki-gateway/tenants.ts';
import { lokiConfig } from './config.ts';

/** What Loki's containers are started with. */
export interface LokiFiles {
  readonly config: string;
  readonly gateway: string;
  /** Absent where all lines are one tenant's. */
  readonly tenants: string | undefined;
}

export function lokiFiles(environment: Environment): LokiFiles {
  return {
    config: lokiConfig(environment),
    gateway: gatewayConfig(environment),
    tenants: lokiTenants(environment),
  };
}
