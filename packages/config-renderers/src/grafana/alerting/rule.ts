import { stringify } from 'yaml';
import { DATASOURCES } from '../datasources.ts';

/** One rule in Grafana's provisioning format; texts may have places of a template, @service@ among them. */
export interface GrafanaRule {
  readonly uid: string;
  readonly title: string;
  /** `refId` of the query that alerts where it is not 0. */
  readonly condition: string;
  readonly for: string;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  readonly description: string;
  readonly runbook: string;
  readonly data: readonly object[];
}

/** A provisioning file with one group of rules. */
export function ruleGroup(rules: readonly GrafanaRule[]): string {
  const group = { orgId: 1, name: '@service@', folder: 'Loki adoption', interval: '5m', rules: rules.map(provisioned) };
  return stringify({ apiVersion: 1, groups: [group] }, { lineWidth: 0 });
}

function provisioned({
  uid,
  title,
  condition,
  for: pending,
  severity,
  summary,
  description,
  runbook,
  data,
}: GrafanaRule) {
  return {
    uid: `${uid}-@uid@`,
    title: `${title} @service@`,
    condition,
    for: pending,
    noDataState: 'OK',
    execErrState: 'Error',
    labels: { severity, service_name: '@service@' },
    annotations: { summary, description, runbook: `docs/runbooks/${runbook}.md` },
    data,
  };
}

/** A statistic of a CloudWatch metric, over the last `seconds` in periods of `period`. */
export function cloudwatchQuery(
  refId: string,
  metric: { namespace: string; name: string; dimensions: Readonly<Record<string, string>>; statistic: string },
  range: { seconds: number; period: number },
) {
  return {
    refId,
    relativeTimeRange: { from: range.seconds, to: 0 },
    datasourceUid: DATASOURCES.cloudwatch.uid,
    model: {
      refId,
      queryMode: 'Metrics',
      metricQueryType: 0,
      metricEditorMode: 0,
      region: 'default',
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: Object.fromEntries(Object.entries(metric.dimensions).map(([key, value]) => [key, [value]])),
      matchExact: true,
      statistic: metric.statistic,
      period: String(range.period),
      id: '',
      expression: '',
      label: '',
    },
  };
}

/** What Prometheus says now. */
export function prometheusQuery(refId: string, expr: string) {
  return {
    refId,
    relativeTimeRange: { from: 300, to: 0 },
    datasourceUid: DATASOURCES.amp.uid,
    model: { refId, expr, instant: true, range: false },
  };
}

/** An expression over other queries, which Grafana evaluates. */
export function expression(refId: string, model: object) {
  return { refId, relativeTimeRange: { from: 0, to: 0 }, datasourceUid: '__expr__', model: { refId, ...model } };
}
