import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { OWN_LOG_REASONS } from '../../alloy/own-log.ts';
import { frame } from './frame.ts';
import { bars, graph, ranking, row, value } from './panels.ts';
import { promql, promqlNow } from './queries.ts';
import { SIDECARS } from './selectors.ts';
import { constant, prometheusLabel } from './variables.ts';

const BY_SERVICE = 'sum by (service_name)';
const SERVICE = '{{service_name}}';

/** Whether the sidecars run, deliver and lose nothing; from the series that they write of themselves. */
export function sidecarsDashboard(): DashboardBuilder {
  return frame('sidecars', 'Sidecars', 'Health of the Alloy sidecars, by their own series.', 'now-3h')
    .withVariable(constant('cluster'))
    .withVariable(
      prometheusLabel('service', { label: 'service_name', of: 'up{job="alloy", cluster="$cluster"}' }).label('Service'),
    )
    .withRow(row(100, 'Running'))
    .withPanel(
      bars(
        {
          id: 1,
          title: 'Sidecars that report',
          description: 'One for each task. Fewer than tasks: a sidecar died, and ECS stays green.',
          width: 8,
          unit: 'short',
        },
        promql(`count by (service_name) (up{job="alloy", ${SIDECARS}} == 1)`, SERVICE),
      ),
    )
    .withPanel(
      bars(
        {
          id: 2,
          title: 'Restarts in place',
          description: 'Within 15 minutes, by task. A new task is no restart.',
          width: 8,
          unit: 'short',
        },
        promql(
          `sum by (service_name, task_id) (resets(alloy_resources_process_cpu_seconds_total{${SIDECARS}}[15m])) > 0`,
          '{{service_name}} {{task_id}}',
        ),
      ),
    )
    .withPanel(
      ranking(
        {
          id: 3,
          title: 'Versions',
          description: 'Sidecars by the version of Alloy that they run.',
          width: 4,
          unit: 'short',
        },
        promqlNow(`count by (version) (alloy_build_info{${SIDECARS}})`, '{{version}}'),
      ),
    )
    .withPanel(
      value(
        {
          id: 4,
          title: 'In trouble',
          description: 'Sidecars whose configuration did not load, and components that are not healthy.',
          width: 4,
          height: 8,
          unit: 'short',
          red: 1,
        },
        promqlNow(`count(alloy_config_last_load_successful{${SIDECARS}} == 0) or vector(0)`, 'not loaded'),
        promqlNow(
          `sum(alloy_component_controller_running_components{${SIDECARS}, health_type!="healthy"}) or vector(0)`,
          'unhealthy',
        ),
      ),
    )
    .withRow(row(101, 'Logs'))
    .withPanel(
      graph(
        { id: 5, title: 'Lines read', description: "From Docker's log files.", width: 8, unit: 'cps' },
        promql(`${BY_SERVICE} (rate(loki_source_docker_target_entries_total{${SIDECARS}}[$__rate_interval]))`, SERVICE),
      ),
    )
    .withPanel(
      graph(
        {
          id: 6,
          title: 'Lines delivered',
          description: 'Acknowledged by Loki. Follows the lines read, and runs ahead of them after an outage.',
          width: 8,
          unit: 'cps',
        },
        promql(`${BY_SERVICE} (rate(loki_write_sent_entries_total{${SIDECARS}}[$__rate_interval]))`, SERVICE),
      ),
    )
    .withPanel(
      graph(
        {
          id: 7,
          title: 'Bytes sent',
          description: 'Compressed, as they go over the network.',
          width: 8,
          unit: 'Bps',
        },
        promql(`${BY_SERVICE} (rate(loki_write_sent_bytes_total{${SIDECARS}}[$__rate_interval]))`, SERVICE),
      ),
    )
    .withPanel(
      graph(
        {
          id: 8,
          title: 'Batches sent again',
          description: 'The only sign of an outage of Loki that a sidecar gives: it logs nothing.',
          width: 8,
          unit: 'cps',
        },
        promql(`${BY_SERVICE} (rate(loki_write_batch_retries_total{${SIDECARS}}[$__rate_interval]))`, SERVICE),
      ),
    )
    .withPanel(
      graph(
        {
          id: 9,
          title: 'Lines refused by Loki',
          description:
            'In 5 minutes. Just after a sidecar started these are mostly lines that Loki already has; a batch with one bad line counts whole.',
          width: 8,
          unit: 'short',
        },
        promql(
          `sum by (service_name, reason) (increase(loki_write_dropped_entries_total{${SIDECARS}}[5m])) > 0`,
          '{{service_name}} {{reason}}',
        ),
      ),
    )
    .withPanel(
      graph(
        {
          id: 10,
          title: 'Bytes refused by Loki',
          description: 'In 5 minutes, the same batches by size.',
          width: 8,
          unit: 'bytes',
        },
        promql(`${BY_SERVICE} (increase(loki_write_dropped_bytes_total{${SIDECARS}}[5m])) > 0`, SERVICE),
      ),
    )
    .withPanel(
      graph(
        {
          id: 11,
          title: 'Lines dropped by the sidecar',
          description: 'Since its start: lines longer than loki.limits.lineKilobytes.',
          width: 8,
          unit: 'short',
        },
        promql(
          `sum by (service_name, reason) (loki_process_dropped_lines_total{${SIDECARS}, reason!="${OWN_LOG_REASONS.heartbeat}"})`,
          '{{service_name}} {{reason}}',
        ),
      ),
    )
    .withPanel(
      graph(
        {
          id: 12,
          title: 'Lines that could not be read',
          description: "Since the sidecar's start: entries of Docker that have no time stamp.",
          width: 8,
          unit: 'short',
        },
        promql(`${BY_SERVICE} (loki_source_docker_target_parsing_errors_total{${SIDECARS}})`, SERVICE),
      ),
    )
    .withPanel(
      graph(
        {
          id: 13,
          title: 'Failed looks at Docker',
          description:
            'In 5 minutes. While it fails, new containers are not found; the sidecar still says that it is ready.',
          width: 8,
          unit: 'short',
        },
        promql(`${BY_SERVICE} (increase(prometheus_sd_refresh_failures_total{${SIDECARS}}[5m]))`, SERVICE),
      ),
    )
    .withRow(row(102, 'Metrics'))
    .withPanel(
      graph(
        {
          id: 14,
          title: 'Samples written',
          description: 'Accepted by Amazon Managed Prometheus: attempts less retries and failures.',
          width: 8,
          unit: 'cps',
        },
        promql(
          [
            `${BY_SERVICE} (rate(prometheus_remote_storage_samples_total{${SIDECARS}}[$__rate_interval])`,
            `- rate(prometheus_remote_storage_samples_retried_total{${SIDECARS}}[$__rate_interval])`,
            `- rate(prometheus_remote_storage_samples_failed_total{${SIDECARS}}[$__rate_interval]))`,
          ].join(' '),
          SERVICE,
        ),
      ),
    )
    .withPanel(
      graph(
        {
          id: 15,
          title: 'Samples lost',
          description: 'In 5 minutes: refused for good, or dropped before they were sent.',
          width: 8,
          unit: 'short',
        },
        promql(
          `${BY_SERVICE} (increase(prometheus_remote_storage_samples_failed_total{${SIDECARS}}[5m]))`,
          `${SERVICE} refused`,
        ),
        promql(
          `sum by (service_name, reason) (increase(prometheus_remote_storage_samples_dropped_total{${SIDECARS}}[5m]))`,
          `${SERVICE} {{reason}}`,
        ),
      ),
    )
    .withPanel(
      graph(
        {
          id: 16,
          title: 'Behind',
          description: 'Newest sample less newest sample delivered, and samples that wait.',
          width: 8,
          unit: 's',
        },
        promql(
          [
            `max by (service_name) (prometheus_remote_storage_highest_timestamp_in_seconds{${SIDECARS}}`,
            '- ignoring (remote_name, url)',
            `prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${SIDECARS}})`,
          ].join(' '),
          SERVICE,
        ),
        promql(`${BY_SERVICE} (prometheus_remote_storage_samples_pending{${SIDECARS}})`, `${SERVICE} waiting`),
      ).overrideByRegexp('/ waiting$/', [
        { id: 'unit', value: 'short' },
        { id: 'custom.axisPlacement', value: 'right' },
      ]),
    )
    .withRow(row(103, 'Size'))
    .withPanel(
      graph(
        {
          id: 17,
          title: 'CPU',
          description: 'The busiest sidecar of each service, in cores.',
          width: 12,
          unit: 'short',
        },
        promql(
          `max by (service_name) (rate(alloy_resources_process_cpu_seconds_total{${SIDECARS}}[$__rate_interval]))`,
          SERVICE,
        ),
      ),
    )
    .withPanel(
      graph(
        {
          id: 18,
          title: 'Memory',
          description: 'The largest sidecar of each service. Its limit is alloy.memory of the environment.',
          width: 12,
          unit: 'bytes',
        },
        promql(`max by (service_name) (alloy_resources_process_resident_memory_bytes{${SIDECARS}})`, SERVICE),
      ),
    );
}
