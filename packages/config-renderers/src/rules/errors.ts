import { ERROR_LEVELS } from '../grafana/dashboards/selectors.ts';
import { ruleFile } from './rule-file.ts';

const ERRORS = `{cluster="@cluster@", level=~"${ERROR_LEVELS}"}`;

/** For Loki's ruler. Values: cluster. */
export const errorRules = ruleFile('errors', [
  {
    alert: 'ErrorRateSpike',
    // A service without earlier errors has no series to compare with: "unless" lets it through, "and" wouldn't.
    expr: `
(sum by (service_name) (count_over_time(${ERRORS} [5m])) > 50)
  unless (
    sum by (service_name) (rate(${ERRORS} [5m]))
      <= 4 * sum by (service_name) (rate(${ERRORS} [1h] offset 5m))
  )`,
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.service_name }} writes many more errors than an hour ago',
    description:
      'More than 50 lines with an error level in 5 minutes, and over four times the rate of the hour before. If the service has just moved to Alloy, compare with CloudWatch before you blame the service.',
    runbook: 'error-rate',
  },
]);
