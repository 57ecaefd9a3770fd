import { ruleFile } from './rule-file.ts';

/** Values: cluster, and gigabytes: the volume of a month that the cost forecast assumes. */
export const budgetRules = ruleFile('budget', [
  {
    alert: 'LogVolumeAboveForecast',
    expr: `
sum(increase(loki_distributor_bytes_received_total{job="loki", cluster="@cluster@"}[1d])) * 30 / 1e9
  > 1.2 * @gigabytes@`,
    for: '6h',
    severity: 'warning',
    summary: 'Logs are on course for {{ $value | humanize }} GB a month; the forecast says @gigabytes@',
    description:
      'The day before, times 30, is a fifth above cost.volume. Find the service that writes more, or correct the volume so that the cost report and its budget verdict are right.',
    runbook: 'log-volume',
  },
]);
