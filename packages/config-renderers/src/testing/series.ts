import { REPLACED_CHARACTERS } from '../alloy/replaced-characters.ts';
import { SELF_METRICS } from '../alloy/self-metrics.ts';
import { LOKI_METRICS, LOKI_METRICS_OF_RING, LOKI_METRICS_OF_ROUTE } from '../loki-metrics/kept.ts';

/** Labels that the sidecars give each stream of log lines. */
export const STREAM_LABELS = ['cluster', 'container_name', 'level', 'service_name', 'task_id'];

/** Labels on every series that Alloy writes: `external_labels`, and what scraping adds. */
const EVERYWHERE = ['cluster', 'instance', 'job', 'service_name', 'task_id'];

/** The metrics that the rendered configurations keep. */
export const KEPT_METRICS = [...SELF_METRICS, ...LOKI_METRICS, ...LOKI_METRICS_OF_RING, ...LOKI_METRICS_OF_ROUTE];

/**
 * Labels that a metric has beside those, as seen on a real Alloy 1.19 or Loki 3.7.6 (`tests/real-programs/grafana.test.ts` looks at
 * Loki's again). On `up` they are those that ADOT copies from its resource detection.
 */
const OF_METRIC: Readonly<Record<string, readonly string[]>> = {
  up: ['aws_ecs_cluster_arn', 'aws_ecs_task_id'],
  alloy_build_info: ['version'],
  alloy_component_controller_running_components: ['controller_id', 'controller_path', 'health_type'],
  [REPLACED_CHARACTERS]: ['container_name', 'component_id', 'component_path'],
  loki_process_dropped_lines_total: ['reason'],
  loki_write_batch_retries_total: ['host', 'tenant'],
  loki_write_dropped_bytes_total: ['host', 'reason', 'tenant'],
  loki_write_dropped_entries_total: ['host', 'reason', 'tenant'],
  loki_write_sent_bytes_total: ['host', 'tenant'],
  loki_write_sent_entries_total: ['host', 'tenant'],
  prometheus_remote_storage_samples_dropped_total: ['reason', 'remote_name', 'url'],
  prometheus_remote_storage_samples_failed_total: ['remote_name', 'url'],
  prometheus_remote_storage_samples_pending: ['remote_name', 'url'],
  prometheus_remote_storage_samples_retried_total: ['remote_name', 'url'],
  prometheus_remote_storage_samples_total: ['remote_name', 'url'],
  prometheus_remote_storage_queue_highest_sent_timestamp_seconds: ['remote_name', 'url'],
  prometheus_sd_refresh_failures_total: ['config', 'mechanism'],
  loki_discarded_samples_total: ['reason'],
  loki_ring_members: ['name', 'state'],
  loki_request_duration_seconds_bucket: ['le', 'route', 'status_code'],
  loki_request_duration_seconds_count: ['route', 'status_code'],
};

export function labelsOf(metric: string): readonly string[] {
  return [...EVERYWHERE, ...(OF_METRIC[metric] ?? [])];
}
