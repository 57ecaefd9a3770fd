import type { Environment, Service } from '../../schema/environment.ts';

/** A GB of a bill, 2^30 bytes, in MB of 10^6 bytes. */
const MEGABYTES_PER_BILLED_GIGABYTE = 2 ** 30 / 1e6;
const DAYS_PER_MONTH = 730 / 24;
const QUERIED_DAYS = 7;

/** Days that a "7-day" query can look at: fewer where Loki keeps fewer, or where queries may not look further back. */
export function queriedDays({ retentionDays, limits }: Environment['loki']): number {
  return Math.min(QUERIED_DAYS, retentionDays, limits.lookbackDays ?? retentionDays);
}

/** Those whose logs go to Loki, by name. */
export function movingServices(services: ReadonlyMap<string, Service>): (readonly [name: string, service: Service])[] {
  return [...services].filter(([, { collector }]) => collector === 'alloy');
}

/**
 * MB of log lines in the given number of days, for each service whose logs go to Loki. What is declared for a month is split by the rates that
 * are declared for the peak: `peakLogBytesPerSecond` × `desiredCount`. A service without tasks has none.
 */
export function volumeByService(
  services: ReadonlyMap<string, Service>,
  gigabytesPerMonth: number,
  days: number,
): ReadonlyMap<string, number> {
  const moving = movingServices(services);
  const weights = moving.map(([, service]) => service.peakLogBytesPerSecond * service.desiredCount);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const megabytes = (gigabytesPerMonth * MEGABYTES_PER_BILLED_GIGABYTE * days) / DAYS_PER_MONTH;
  return new Map(moving.map(([name], index) => [name, total === 0 ? 0 : (megabytes * (weights[index] ?? 0)) / total]));
}
