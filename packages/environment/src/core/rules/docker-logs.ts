import { cachedSeconds, JSON_FILES, jsonFileBytes } from '../sizing/docker-logs.ts';
import { movingServices } from '../sizing/volume.ts';
import { type Draft, error, type Finding, warning } from './draft.ts';

/** Images of ECS's own host and of the tasks: the rest of the disk is for Docker's log files. */
const HOST_GIGABYTES = 30;

/** Until `cleanup` Docker's files are a cache of a fixed size. CloudWatch has what they lose. */
export function outageBudgetFitsCache({ migration, alloy, services }: Draft): Finding[] {
  if (!alloy || (migration?.phase !== 'rollout' && migration?.phase !== 'validation')) return [];
  const short = movingServices(services)
    .map(([name, { peakLogBytesPerSecond }]) => ({ name, seconds: cachedSeconds(peakLogBytesPerSecond) }))
    .filter(({ seconds }) => seconds < alloy.outageBudget)
    .map(({ name, seconds }) => `${name} ${seconds}s`);
  if (short.length === 0) return [];
  const message =
    `is longer than Docker keeps lines while CloudWatch gets them too, in files of 20 MiB that no option changes: ${short.join(', ')} ` +
    'at peakLogBytesPerSecond. What Loki misses then is in CloudWatch; from cleanup on the files are as large as it takes';
  return [warning(['alloy', 'outageBudget'], message)];
}

/** From `cleanup` on each task has log files for the whole budget, on the disk of its host. */
export function logFilesFitDisk({ capacity, alloy, services }: Draft): Finding[] {
  if (!capacity || !alloy) return [];
  const free = (capacity.instanceGigabytes - HOST_GIGABYTES) * 2 ** 30;
  const needed = movingServices(services).map(([name, { peakLogBytesPerSecond, desiredCount }]) => {
    const each = JSON_FILES * jsonFileBytes(peakLogBytesPerSecond, alloy.outageBudget);
    return { name, each, all: each * desiredCount };
  });
  const tooLarge = needed.filter(({ each }) => each > free);
  if (tooLarge.length > 0) {
    return tooLarge.map(({ name, each }) =>
      error(
        ['services', name, 'peakLogBytesPerSecond'],
        `makes log files of ${gigabytes(each)} for a task, to last for alloy.outageBudget; a host of capacity.instanceGigabytes ` +
          `(${capacity.instanceGigabytes}) has ${gigabytes(free)} for them: enlarge the disk, or lower the rate or the budget`,
      ),
    );
  }
  const all = needed.reduce((sum, each) => sum + each.all, 0);
  if (all <= free) return [];
  const message =
    `makes log files of ${gigabytes(all)} for all tasks together; a host of capacity.instanceGigabytes (${capacity.instanceGigabytes}) has ` +
    `${gigabytes(free)} for those of its own. If ECS may place that many on one host, enlarge the disk or lower the budget`;
  return [warning(['alloy', 'outageBudget'], message)];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
