import * as cloudwatch from '@grafana/grafana-foundation-sdk/cloudwatch';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import { DATASOURCES } from '../datasources.ts';

type Source = (typeof DATASOURCES)[keyof typeof DATASOURCES];

/** A query that doesn't know its letter in a panel yet. */
export interface Query {
  readonly source: Source;
  readonly build: (refId: string) => cog.Builder<cog.Dataquery>;
}

/** PromQL over the panel's time range. `legend` is a format such as `{{service_name}}`. */
export function promql(expr: string, legend: string): Query {
  return { source: DATASOURCES.amp, build: (refId) => prometheusQuery(expr, legend, refId).range() };
}

/** PromQL at the end of the time range. */
export function promqlNow(expr: string, legend: string): Query {
  return { source: DATASOURCES.amp, build: (refId) => prometheusQuery(expr, legend, refId).instant() };
}

function prometheusQuery(expr: string, legend: string, refId: string): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder().refId(refId).datasource(DATASOURCES.amp).expr(expr).legendFormat(legend);
}

/** LogQL over the panel's time range. */
export function logql(expr: string, legend = ''): Query {
  return { source: DATASOURCES.loki, build: (refId) => lokiQuery(expr, legend, refId).queryType('range') };
}

/** LogQL at the end of the time range. */
export function logqlNow(expr: string, legend: string): Query {
  return { source: DATASOURCES.loki, build: (refId) => lokiQuery(expr, legend, refId).queryType('instant') };
}

function lokiQuery(expr: string, legend: string, refId: string): loki.DataqueryBuilder {
  const query = new loki.DataqueryBuilder().refId(refId).datasource(DATASOURCES.loki).expr(expr);
  return legend === '' ? query : query.legendFormat(legend);
}

/** One metric of CloudWatch; `period` in seconds. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  readonly period: number;
  /** Legend; may use CloudWatch's own properties. */
  readonly label: string;
}

export function metric(of: Metric): Query {
  return {
    source: DATASOURCES.cloudwatch,
    build: (refId) =>
      new cloudwatch.MetricsQueryBuilder()
        .refId(refId)
        .datasource(DATASOURCES.cloudwatch)
        .queryMode(cloudwatch.QueryMode.Metrics)
        .metricQueryType(cloudwatch.MetricQueryType.Search)
        .metricEditorMode(cloudwatch.MetricEditorMode.Builder)
        .region('default')
        .namespace(of.namespace)
        .metricName(of.name)
        .dimensions(Object.fromEntries(Object.entries(of.dimensions).map(([name, value]) => [name, [value]])))
        .matchExact(true)
        .statistic(of.statistic)
        .period(String(of.period))
        .id('')
        .expression('')
        .label(of.label),
  };
}
