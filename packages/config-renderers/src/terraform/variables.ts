import {
  type Environment,
  ecsServiceName,
  logGroup,
  logGroupPrefix,
  lokiBucket,
  lokiServiceName,
  targetVariant,
} from '@loki-adoption/environment';
import { replacementPauseSeconds } from '../loki/replacement.ts';
import { retentionOf } from '../loki/retention.ts';
import type { RenderedFile } from '../model.ts';
import type { RenderedService } from '../task-definition/service.ts';
import { alarmVariables } from './alarms.ts';
import { grafanaVariables } from './grafana.ts';
import { launchType } from './launch-type.ts';

/** Ports that clients reach by name through Service Connect; the others are called by task address. */
const SERVICE_CONNECT_PORTS = ['grpc', 'http'];

/** What Terraform carries of the rendered configuration; without containers for Loki there is no Loki. */
interface Rendered {
  readonly services: readonly RenderedService[];
  readonly lokiContainers: string | undefined;
  readonly grafana: readonly RenderedFile[];
  readonly rules: readonly RenderedFile[];
}

/** The variables of terraform/stack for one environment. `UserError` for more than Grafana's task definition takes. */
export function terraformVariables(environment: Environment, rendered: Rendered): object {
  const { aws, network } = environment;
  const { lokiContainers } = rendered;
  return {
    environment: environment.name,
    project_name: environment.cluster,
    aws_region: aws.region,
    aws_account_id: aws.accountId,
    aws_partition: aws.partition,
    log_group_prefix: logGroupPrefix(environment),
    ecs_cluster_name: environment.cluster,
    capacity_provider: environment.capacity.provider,
    service_connect_namespace: network.namespace,
    vpc_id: network.vpcId,
    subnet_ids: network.subnetIds,
    s3_vpc_endpoint_id: network.s3VpcEndpointId,
    prometheus_workspace_id: environment.metrics.workspaceId,
    phase: environment.migration.phase,
    loki: lokiContainers === undefined ? null : lokiVariables(environment, lokiContainers),
    alloy_image: environment.alloy.image,
    grafana: grafanaVariables(environment, rendered.grafana),
    ...alarmVariables(environment, rendered.rules),
    services: Object.fromEntries(
      rendered.services.map((each) => [each.service.name, serviceVariables(environment, each)]),
    ),
  };
}

function lokiVariables(environment: Environment, containers: string): object {
  const { loki } = environment;
  return {
    name: lokiServiceName(environment),
    log_group: logGroup(environment, 'loki'),
    image: loki.image,
    cpu: loki.cpu,
    memory: loki.memory,
    desired_count: loki.replicas,
    launch_type: launchType(loki.capacity),
    topology: loki.topology,
    retention_days: loki.retentionDays,
    chunk_expiration_days: retentionOf(environment).chunkExpirationDays,
    bucket_name: lokiBucket(environment),
    wal: walVariables(loki.storage),
    replacement_pause_seconds: replacementPauseSeconds(environment),
    container_definitions: containers,
  };
}

/** Where the write-ahead log lies, and what of its storage isn't in the container definitions. */
function walVariables({ wal, fileSystemId, accessPointId, gigabytes }: Environment['loki']['storage']): object {
  if (wal === 'efs') return { storage: wal, efs: { file_system_id: fileSystemId, access_point_id: accessPointId } };
  return wal === 'ebs' ? { storage: wal, ebs_gigabytes: gigabytes } : { storage: wal };
}

function serviceVariables(environment: Environment, { service, variants }: RenderedService): object {
  return {
    container: service.container,
    family: ecsServiceName(environment, service.name),
    cpu: service.cpu,
    memory: service.memory,
    desired_count: service.desiredCount,
    enable_execute_command: service.enableExecuteCommand,
    launch_type: launchType(service.capacity),
    ports: service.ports,
    service_connect: SERVICE_CONNECT_PORTS.flatMap((name) => {
      const port = service.ports[name];
      return port === undefined ? [] : [{ port_name: name, dns_name: service.container, port }];
    }),
    log_group: logGroup(environment, service.container),
    variants: Object.fromEntries(
      variants.map(({ variant, containerDefinitions, volumes }) => [
        variant,
        { container_definitions: containerDefinitions, volumes },
      ]),
    ),
    target_variant: targetVariant(environment, service.name),
  };
}
