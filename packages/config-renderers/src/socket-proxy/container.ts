import type { SocketProxy } from '@loki-adoption/environment';
import type { ContainerDefinition, LogConfiguration } from '../task-definition/model.ts';
import { requiredVariables } from '../task-definition/parts.ts';
import { sha256 } from '../text.ts';
import { START_SOCKET_PROXY, socketProxyConfig } from './config.ts';
import { DOCKER_SOCKET_PATH, DOCKER_SOCKET_VOLUME, PROXY_FOLDER, PROXY_VOLUME } from './paths.ts';

/**
 * The container through which the sidecar reads the host's Docker daemon. A mount that may only be read doesn't restrict Docker's API:
 * whoever reaches the socket itself is root on the host.
 */
export function socketProxyContainer(
  where: string,
  { container, image, cpu, memory }: SocketProxy,
  logConfiguration: LogConfiguration,
): ContainerDefinition {
  const config = socketProxyConfig();
  return {
    name: container,
    image,
    essential: false,
    cpu,
    memory,
    entryPoint: ['/bin/sh', '-c'],
    command: [START_SOCKET_PROXY],
    environment: requiredVariables(`${where}, container ${container}`, {
      CONFIG_SHA256: sha256(config),
      PROXY_CONFIG: config,
    }),
    mountPoints: [
      { sourceVolume: DOCKER_SOCKET_VOLUME, containerPath: DOCKER_SOCKET_PATH, readOnly: true },
      { sourceVolume: PROXY_VOLUME, containerPath: PROXY_FOLDER, readOnly: false },
    ],
    restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
    logConfiguration,
  };
}
