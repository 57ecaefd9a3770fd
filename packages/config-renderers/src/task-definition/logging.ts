import { type Environment, JSON_FILES, jsonFileBytes, type Service } from '@loki-adoption/environment';
import type { LogConfiguration } from './model.ts';

/**
 * CloudWatch Logs, without ever holding up the container: what doesn't fit the buffer is dropped. Docker has a cache of what it sends, which
 * Alloy reads; ECS lists no option for it, and Docker reads none.
 */
export function awslogs(environment: Environment, group: string): LogConfiguration {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': group,
      'awslogs-region': environment.aws.region,
      'awslogs-stream-prefix': 'ecs',
      'max-buffer-size': '25m',
      mode: 'non-blocking',
    },
  };
}

/** Local files only, which Alloy reads. ECS's default mode would drop lines of a burst. */
export function jsonFileReadByAlloy(environment: Environment, service: Service): LogConfiguration {
  const { size, files } = outageBuffer(environment, service);
  return { logDriver: 'json-file', options: { 'max-file': files, 'max-size': size, mode: 'blocking' } };
}

/** Local files of a container that nobody collects, bounded. */
export function jsonFile(): LogConfiguration {
  return { logDriver: 'json-file', options: { 'max-file': '2', 'max-size': '10m' } };
}

/** Docker's files are the buffer while Loki is away. Docker reads `m` as 10^6 bytes here. */
function outageBuffer(environment: Environment, service: Service): { size: string; files: string } {
  const bytes = jsonFileBytes(service.peakLogBytesPerSecond, environment.alloy.outageBudget);
  return { size: `${Math.ceil(bytes / 1e6)}m`, files: `${JSON_FILES}` };
}
