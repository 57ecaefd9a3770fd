import type { Environment, Service } from '../../schema/environment.ts';

/** Streams of one container: one for each value of the label `level`, and one for lines without a level. */
export const STREAMS_OF_CONTAINER = 8;

/** A deployment runs the old tasks beside the new ones, and Loki keeps a stream for up to an hour after its last line. */
const OF_A_DEPLOYMENT = 2;
const OF_EARLIER_DEPLOYMENTS = 2;

/** Environments with up to about 300 tasks need no more. */
const LEAST_LIMIT = 10_000;

type Collected = Pick<Service, 'collector' | 'desiredCount'>;

/** Active streams while all services that send lines to Loki are deployed at once. */
export function streamsWhileDeploying(services: Iterable<Collected>): number {
  let tasks = 0;
  for (const { collector, desiredCount } of services) if (collector !== 'none') tasks += desiredCount;
  return tasks * STREAMS_OF_CONTAINER * OF_A_DEPLOYMENT;
}

/** Streams that Loki takes before it refuses new ones, of any service: as declared, or with room for several deployments within an hour. */
export function streamLimit({ loki, services }: Pick<Environment, 'loki' | 'services'>): number {
  const needed = streamsWhileDeploying(Object.values(services)) * OF_EARLIER_DEPLOYMENTS;
  return loki.limits.streams ?? Math.max(LEAST_LIMIT, needed);
}
