import type { Environment } from '@loki-adoption/environment';

/** The name that Service Connect gives Loki inside the cluster. */
export const LOKI_ALIAS = 'loki';
/** Where the gateway in Loki's task listens. */
export const LOKI_HTTP_PORT = 3100;
/** Where Loki itself does, for its own task only. */
export const LOKI_LOCAL_PORT = 3101;
export const LOKI_GRPC_PORT = 9095;
export const LOKI_MEMBERLIST_PORT = 7946;

/** Base URL of Loki for everything that runs in the cluster. */
export const LOKI_URL = `http://${LOKI_ALIAS}:${LOKI_HTTP_PORT}`;

/** Amazon Managed Prometheus workspace, as Grafana wants it: without the path of an API. */
export function ampWorkspaceUrl(environment: Environment): string {
  const { region, partition } = environment.aws;
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://aps-workspaces.${region}.${domain}/workspaces/${environment.metrics.workspaceId}`;
}

/** Where both collectors send metrics. */
export function ampRemoteWriteUrl(environment: Environment): string {
  return `${ampWorkspaceUrl(environment)}/api/v1/remote_write`;
}
