import { type Environment, logGroup, RETENTION_PERIODS } from '@loki-adoption/environment';

/** What Loki and Grafana say of themselves is for the day something breaks. */
const OWN_LOG_DAYS = 7;

/**
 * Log groups of the environment → days that each keeps its lines: those of the services no shorter than Loki does, unless desired
 * state says how long.
 */
export function logGroupRetention(environment: Environment): Record<string, number> {
  const asLoki = RETENTION_PERIODS.find((period) => period >= environment.loki.retentionDays) ?? 3653;
  const days = environment.cloudWatch?.retentionDays ?? asLoki;
  const services = serviceLogGroups(environment).map((name) => [name, days]);
  const own = ['loki', ...(environment.grafana.service === undefined ? [] : ['grafana'])];
  return Object.fromEntries([...services, ...own.map((name) => [logGroup(environment, name), OWN_LOG_DAYS])]);
}

/** Log groups that get these days although somebody else made them: desired state says so. */
export function logGroupsToOverwrite(environment: Environment): string[] {
  return environment.cloudWatch?.retentionDays === undefined ? [] : serviceLogGroups(environment);
}

function serviceLogGroups(environment: Environment): string[] {
  return Object.values(environment.services).map(({ container }) => logGroup(environment, container));
}
