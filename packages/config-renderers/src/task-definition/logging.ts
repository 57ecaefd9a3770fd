import type { Environment, Service } from '@loki-adoption/environment';
import type { LogConfiguration } from './model.ts';

const MEBIBYTE = 1_048_576;
/** What Docker's JSON wrapping adds to a line. */
const WRAPPING = 1.2;
/** Size of a file of Docker's own cache for remote drivers, kept as the least. */
const SMALLEST_FILE_MIB = 20;

/** CloudWatch Logs, without ever holding up the container: what doesn't fit the buffer is dropped. */
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

/** CloudWatch Logs, and beside it Docker's local cache, which Alloy reads. */
export function awslogsReadByAlloy(environment: Environment, group: string, service: Service): LogConfiguration {
  const { options } = awslogs(environment, group);
  const { size, files } = outageBuffer(environment, service);
  return { logDriver: 'awslogs', options: { ...options, 'cache-max-file': files, 'cache-max-size': size } };
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

/**
 * Docker's files are the buffer while Loki is away. Two rotations in that time lose a whole file without a word, so one
 * file has to hold everything the service writes during the outage budget.
 */
function outageBuffer(environment: Environment, service: Service): { size: string; files: string } {
  const bytes = service.peakLogBytesPerSecond * WRAPPING * environment.alloy.outageBudget;
  return { size: `${Math.max(Math.ceil(bytes / MEBIBYTE), SMALLEST_FILE_MIB)}m`, files: '2' };
}
