import { type Environment, logGroup } from '@loki-adoption/environment';

/** Retention periods that CloudWatch Logs takes, in days. */
const PERIODS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What Loki and Grafana say of themselves is for the day something breaks. */
const OWN_LOG_DAYS = 7;

/** Log groups of the environment → days that each keeps its lines: those of the services no shorter than Loki does. */
export function logGroupRetention(environment: Environment): Record<string, number> {
  const days = PERIODS.find((period) => period >= environment.loki.retentionDays) ?? 3653;
  const services = Object.values(environment.services).map(({ container }) => [logGroup(environment, container), days]);
  const own = ['loki', ...(environment.grafana.service === undefined ? [] : ['grafana'])];
  return Object.fromEntries([...services, ...own.map((name) => [logGroup(environment, name), OWN_LOG_DAYS])]);
}
