import { type Environment, logGroup } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { LOKI_GRPC_PORT, LOKI_MEMBERLIST_PORT } from '../addresses.ts';
import { GATEWAY_CPU, gatewayContainer } from '../loki-gateway/container.ts';
import { LOKI_METRICS_CPU, lokiMetricsContainer } from '../loki-metrics/container.ts';
import { containerDefinitions } from '../task-definition/container-definitions.ts';
import { awslogs } from '../task-definition/logging.ts';
import type { ContainerDefinition } from '../task-definition/model.ts';
import { portMappings, requiredVariables } from '../task-definition/parts.ts';
import { sha256 } from '../text.ts';
import { TENANTS_FILE } from './config.ts';
import type { LokiFiles } from './files.ts';
import { lokiMemory } from './memory.ts';
import { lokiHealthCheck } from './replacement.ts';

/** Loki's write-ahead log, index head and markers: the one volume that Loki writes to. Terraform decides where it lives. */
const DATA_VOLUME = 'loki-data';
const CONFIG_VOLUME = 'loki-config';

/** Loki's image has no shell: a container with one writes the file. */
const WRITE_CONFIG = [
  'set -eu',
  `printf '%s' "$LOKI_CONFIG" > /etc/loki/config.yaml`,
  'chmod 0644 /etc/loki/config.yaml',
];
const WRITE_TENANTS = [`printf '%s' "$LOKI_TENANTS" > ${TENANTS_FILE}`, `chmod 0644 ${TENANTS_FILE}`];

/** New volumes belong to root, Loki doesn't run as root. */
const HAND_OVER_DATA = 'chown 10001:10001 /loki';

/**
 * Loki's containers as canonical JSON, started with the given files. `UserError` for replicas with one
 * write-ahead log: two that write to the same destroy it.
 */
export function lokiContainerDefinitions(environment: Environment, files: LokiFiles): string {
  const { topology, storage } = environment.loki;
  if (topology === 'replicated' && storage.wal === 'efs') {
    throw new UserError(
      'loki.storage.wal: efs is one folder, and each replica needs a write-ahead log of its own. ' +
        'Set it to host or ebs: with three copies of every line, one replica that is lost takes none with it.',
    );
  }
  return containerDefinitions('loki', [
    configContainer(environment, files),
    lokiContainer(environment, files),
    gatewayContainer(environment, files.gateway),
    lokiMetricsContainer(environment),
  ]);
}

function configContainer(environment: Environment, { config, tenants }: LokiFiles): ContainerDefinition {
  // An EFS access point has an owner already, and lets nobody change it.
  const ownsData = environment.loki.storage.wal === 'efs';
  return {
    name: 'loki-config',
    image: environment.alloy.image,
    essential: false,
    memory: lokiMemory(environment).besideLoki,
    entryPoint: ['/bin/bash', '-c'],
    command: [
      [...WRITE_CONFIG, ...(tenants === undefined ? [] : WRITE_TENANTS), ...(ownsData ? [] : [HAND_OVER_DATA])].join(
        '\n',
      ),
    ],
    environment: requiredVariables('loki', {
      CONFIG_SHA256: sha256(config),
      LOKI_CONFIG: config,
      ...(tenants === undefined ? {} : { LOKI_TENANTS: tenants }),
    }),
    mountPoints: [
      { sourceVolume: CONFIG_VOLUME, containerPath: '/etc/loki', readOnly: false },
      ...(ownsData ? [] : [{ sourceVolume: DATA_VOLUME, containerPath: '/loki', readOnly: false }]),
    ],
    logConfiguration: awslogs(environment, logGroup(environment, 'loki')),
  };
}

function lokiContainer(environment: Environment, { config }: LokiFiles): ContainerDefinition {
  const { loki } = environment;
  const memory = lokiMemory(environment);
  // For the other replicas; clients come through the gateway.
  const ports = loki.topology === 'replicated' ? { grpc: LOKI_GRPC_PORT, memberlist: LOKI_MEMBERLIST_PORT } : undefined;
  return {
    name: 'loki',
    image: loki.image,
    essential: true,
    cpu: loki.cpu - LOKI_METRICS_CPU - GATEWAY_CPU,
    memory: memory.container,
    command: ['-config.file=/etc/loki/config.yaml'],
    environment: requiredVariables('loki', {
      CONFIG_SHA256: sha256(config),
      GOMEMLIMIT: `${memory.goLimit}MiB`,
    }),
    ...(ports ? { portMappings: portMappings(ports) } : {}),
    mountPoints: [
      { sourceVolume: CONFIG_VOLUME, containerPath: '/etc/loki', readOnly: true },
      { sourceVolume: DATA_VOLUME, containerPath: '/loki', readOnly: false },
    ],
    dependsOn: [{ containerName: 'loki-config', condition: 'SUCCESS' }],
    healthCheck: lokiHealthCheck(environment),
    logConfiguration: awslogs(environment, logGroup(environment, 'loki')),
    // The flush of what is in memory takes longer than the default of 30 seconds.
    stopTimeout: 120,
  };
}
