import type { Environment, Service } from '@loki-adoption/environment';

/** The name that Service Connect gives Loki inside the cluster. */
export const LOKI_ALIAS = 'loki';
export const LOKI_HTTP_PORT = 3100;
export const LOKI_GRPC_PORT = 9095;
export const LOKI_MEMBERLIST_PORT = 7946;

/** Base URL of Loki for everything that runs in the cluster. */
export const LOKI_URL = `http://${LOKI_ALIAS}:${LOKI_HTTP_PORT}`;

/** Family of a service's task definitions, all variants alike. */
export function taskFamily(environment: Environment, service: Service): string {
  return `${environment.cluster}-${service.container}`;
}

/** ECS service name: the same word as the family. */
export function ecsServiceName(environment: Environment, service: Service): string {
  return taskFamily(environment, service);
}

/** CloudWatch log group of a container that gives its task its name. */
export function logGroup(environment: Environment, container: string): string {
  return `/ecs/${environment.cluster}/${container}`;
}

/** Family and ECS service name of Loki. */
export function lokiFamily(environment: Environment): string {
  return `${environment.cluster}-loki`;
}

/** Bucket for Loki's chunks and index; the account makes the name unique in the world. */
export function lokiBucket(environment: Environment): string {
  return `${environment.cluster}-loki-logs-${environment.aws.accountId}`;
}

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
