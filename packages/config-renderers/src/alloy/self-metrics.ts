import { REPLACED_CHARACTERS } from './replaced-characters.ts';
import { attributes, type Block, block, component, reference } from './syntax.ts';

/** What gates and alarms read of the sidecar itself: 29 of the 512 series it has. */
export const SELF_METRICS = [
  'up',
  'alloy_build_info',
  'alloy_component_controller_running_components',
  'alloy_config_last_load_successful',
  'alloy_resources_process_cpu_seconds_total',
  'alloy_resources_process_resident_memory_bytes',
  REPLACED_CHARACTERS,
  'loki_process_dropped_lines_total',
  'loki_source_docker_target_entries_total',
  'loki_source_docker_target_parsing_errors_total',
  'loki_write_batch_retries_total',
  'loki_write_dropped_bytes_total',
  'loki_write_dropped_entries_total',
  'loki_write_sent_bytes_total',
  'loki_write_sent_entries_total',
  'prometheus_remote_storage_highest_timestamp_in_seconds',
  'prometheus_remote_storage_queue_highest_sent_timestamp_seconds',
  'prometheus_remote_storage_samples_dropped_total',
  'prometheus_remote_storage_samples_failed_total',
  'prometheus_remote_storage_samples_pending',
  'prometheus_remote_storage_samples_retried_total',
  'prometheus_remote_storage_samples_total',
  'prometheus_sd_refresh_failures_total',
];

export function selfMetrics(): Block[] {
  return [
    component('prometheus.exporter.self', 'alloy'),
    // The exporter's own job label wins over the scrape's job_name.
    component(
      'discovery.relabel',
      'alloy',
      ...attributes({ targets: reference('prometheus.exporter.self.alloy.targets') }),
      block('rule', ...attributes({ target_label: 'job', replacement: 'alloy' })),
    ),
    component(
      'prometheus.scrape',
      'alloy',
      ...attributes({
        targets: reference('discovery.relabel.alloy.output'),
        forward_to: [reference('prometheus.relabel.alloy.receiver')],
        scrape_interval: '15s',
        scrape_timeout: '10s',
      }),
    ),
    component(
      'prometheus.relabel',
      'alloy',
      ...attributes({ forward_to: [reference('prometheus.remote_write.amp.receiver')] }),
      block('rule', ...attributes({ source_labels: ['__name__'], regex: SELF_METRICS.join('|'), action: 'keep' })),
      // Of its own log only what it counts matters.
      block(
        'rule',
        ...attributes({
          source_labels: ['__name__', 'component_id'],
          regex: String.raw`loki_source_docker_.*;loki\.source\.docker\.own`,
          action: 'drop',
        }),
      ),
    ),
  ];
}
