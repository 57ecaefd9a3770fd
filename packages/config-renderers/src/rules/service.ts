import { ADOT_UP, OF_SERVICE, ON_ALLOY } from './collectors.ts';
import { ruleFile } from './rule-file.ts';

/** For Prometheus, one file for each service. Values: cluster, service, job. How many tasks ECS runs, only Grafana's rule can ask. */
export const sidecarMissingRules = ruleFile('service-@service@', [
  {
    alert: 'SidecarsAllMissing',
    // While tasks with ADOT run, the service hasn't moved, or is being moved.
    expr: `
${ON_ALLOY} < 1
  unless on () count(${ADOT_UP})`,
    for: '10m',
    severity: 'critical',
    labels: { service_name: '@service@' },
    summary: 'No sidecar of @service@ reports',
    description:
      'Sidecars that died leave ECS green, and their tasks without logs and metrics. If ECS scales the service to nothing at times, silence this alert then.',
    runbook: 'sidecar-down',
  },
]);

/** For Loki's ruler, one file for each service. Values: cluster, service. */
export const noLogsRules = ruleFile('service-@service@', [
  {
    alert: 'NoLogsFromService',
    expr: `absent_over_time({${OF_SERVICE}} [30m])`,
    for: '5m',
    severity: 'warning',
    summary: 'No log line of @service@ for half an hour',
    description:
      'No task of @service@ has a line in Loki. Either the service writes nothing, or its sidecars deliver nothing: look at the dashboard Sidecars first.',
    runbook: 'no-logs',
  },
]);
