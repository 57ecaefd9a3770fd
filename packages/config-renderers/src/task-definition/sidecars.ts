import { type Environment, logGroup, pushPassword, type Service, type Sidecar } from '@loki-adoption/environment';
import { ampRemoteWriteUrl, LOKI_URL } from '../addresses.ts';
import { socketProxyContainer } from '../socket-proxy/container.ts';
import { DOCKER_SOCKET_PATH, DOCKER_SOCKET_VOLUME, PROXY_FOLDER, PROXY_VOLUME } from '../socket-proxy/paths.ts';
import { sha256 } from '../text.ts';
import { awslogs, jsonFile } from './logging.ts';
import type { ContainerDefinition, LogConfiguration } from './model.ts';
import { requiredVariables } from './parts.ts';
import { ALLOY_ADDRESS, DRAIN_SECONDS, startAlloy } from './start-alloy.ts';

/** The image has no HTTP client. `/-/healthy` won't do: it fails when the metadata endpoint hiccups. */
const ALLOY_READY = [
  `exec 3<>/dev/tcp/${ALLOY_ADDRESS.replace(':', '/')}`,
  String.raw`printf 'GET /-/ready HTTP/1.0\r\n\r\n' >&3`,
  'read -r -t 3 status <&3',
  '[[ $status == *" 200 "* ]]',
].join(' && ');

/** How a container runs the Alloy configuration that it gets in ALLOY_CONFIG. */
export const RUNS_ALLOY = {
  entryPoint: ['/bin/bash', '-c'],
  healthCheck: {
    command: ['CMD', '/bin/bash', '-c', ALLOY_READY],
    interval: 15,
    timeout: 5,
    retries: 3,
    startPeriod: 30,
  },
  restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
} as const;

/** The collector of a service after the migration. `config` is the Alloy configuration it starts with. */
export function alloySidecar(
  environment: Environment,
  service: Service,
  sidecar: Sidecar,
  config: string,
): ContainerDefinition {
  const { socketProxy } = sidecar;
  return {
    name: sidecar.container,
    image: sidecar.image,
    essential: false,
    cpu: sidecar.cpu,
    memory: sidecar.memory,
    ...RUNS_ALLOY,
    command: [startAlloy(DRAIN_SECONDS)],
    environment: requiredVariables(`services.${service.name}, container ${sidecar.container}`, {
      ALLOY_CONFIG: config,
      AMP_URL: ampRemoteWriteUrl(environment),
      AWS_REGION: environment.aws.region,
      CLUSTER: environment.cluster,
      CONFIG_SHA256: sha256(config),
      LOKI_URL: `${LOKI_URL}/loki/api/v1/push`,
      SERVICE_NAME: service.name,
    }),
    ...lokiPassword(environment, service),
    mountPoints: [
      socketProxy === undefined
        ? { sourceVolume: DOCKER_SOCKET_VOLUME, containerPath: DOCKER_SOCKET_PATH, readOnly: true }
        : { sourceVolume: PROXY_VOLUME, containerPath: PROXY_FOLDER, readOnly: true },
    ],
    // ECS stops it before the proxy: until then it reads the last lines.
    ...(socketProxy && { dependsOn: [{ containerName: socketProxy.container, condition: 'START' as const }] }),
    logConfiguration: ownLogs(environment, service),
    stopTimeout: 60,
  };
}

/** What Alloy reads the Docker socket through, where the environment wants it. */
export function socketProxy(
  environment: Environment,
  service: Service,
  { socketProxy: proxy }: Sidecar,
): ContainerDefinition[] {
  if (proxy === undefined) return [];
  return [socketProxyContainer(`services.${service.name}`, proxy, ownLogs(environment, service))];
}

/** Once a service has left CloudWatch, nothing of its task may write there. */
function ownLogs(environment: Environment, service: Service): LogConfiguration {
  const leftCloudWatch = environment.migration.phase === 'cleanup';
  return leftCloudWatch ? jsonFile() : awslogs(environment, logGroup(environment, service.container));
}

function lokiPassword(environment: Environment, service: Service): Pick<ContainerDefinition, 'secrets'> {
  const arn = pushPassword(environment, service);
  return arn === undefined ? {} : { secrets: [{ name: 'LOKI_PASSWORD', valueFrom: arn }] };
}

/** The collector of a service before the migration. */
export function adotSidecar(
  environment: Environment,
  service: Service,
  sidecar: Sidecar,
  config: string,
): ContainerDefinition {
  return {
    name: sidecar.container,
    image: sidecar.image,
    essential: false,
    cpu: sidecar.cpu,
    memory: sidecar.memory,
    command: ['--config=env:ADOT_CONFIG'],
    environment: requiredVariables(`services.${service.name}, container ${sidecar.container}`, {
      ADOT_CONFIG: config,
      AWS_REGION: environment.aws.region,
      CONFIG_SHA256: sha256(config),
    }),
    logConfiguration: awslogs(environment, logGroup(environment, service.container)),
  };
}
