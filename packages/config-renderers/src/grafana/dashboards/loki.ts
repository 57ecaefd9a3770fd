import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { lokiServiceName } from '@loki-adoption/environment';
import { frame } from './frame.ts';
import { bars, graph, row, value } from './panels.ts';
import { metric, promql, promqlNow, type Query } from './queries.ts';
import { LOKI } from './selectors.ts';
import { constant } from './variables.ts';

const PUSH = `${LOKI}, route="loki_api_v1_push"`;
const QUERY = `${LOKI}, route="loki_api_v1_query_range"`;

/** Whether Loki takes lines, keeps them and answers; from its own series and what ECS says of its tasks. */
export function lokiDashboard(): DashboardBuilder {
  return frame('loki', 'Loki', "Loki's own health. The first row works even while Loki's metrics don't.", 'now-3h')
    .withVariable(constant('cluster'))
    .withRow(row(100, 'Up'))
    .withPanel(
      value(
        {
          id: 1,
          title: 'Replicas',
          description: 'That report, and that take writes. One that starts takes writes after 15 seconds.',
          width: 6,
          height: 8,
          unit: 'short',
        },
        promqlNow(`sum(up{${LOKI}}) or vector(0)`, 'up'),
        promqlNow(`max(loki_ring_members{${LOKI}, name="ingester", state="ACTIVE"}) or vector(0)`, 'ready'),
      ),
    )
    .withPanel(
      graph(
        { id: 2, title: 'Task CPU', description: 'Of what is reserved, by ECS.', width: 6, unit: 'percent', red: 90 },
        task('CPUUtilization'),
      ),
    )
    .withPanel(
      graph(
        {
          id: 3,
          title: 'Task memory',
          description: 'Of what is reserved, by ECS.',
          width: 6,
          unit: 'percent',
          red: 90,
        },
        task('MemoryUtilization'),
      ),
    )
    .withPanel(
      graph(
        {
          id: 4,
          title: 'Uptime',
          description: 'By task. A line that starts again at 0 is a restart.',
          width: 6,
          unit: 's',
        },
        promql(`time() - process_start_time_seconds{${LOKI}}`, '{{task_id}}'),
      ),
    )
    .withRow(row(101, 'Ingest'))
    .withPanel(
      graph(
        {
          id: 5,
          title: 'Bytes received',
          description: 'Uncompressed lines, all services together. loki.ingest of the environment declares the peak.',
          width: 8,
          unit: 'Bps',
        },
        promql(`sum(rate(loki_distributor_bytes_received_total{${LOKI}}[$__rate_interval]))`, 'bytes'),
      ),
    )
    .withPanel(
      graph(
        { id: 6, title: 'Lines received', description: 'All services together.', width: 8, unit: 'cps' },
        promql(`sum(rate(loki_distributor_lines_received_total{${LOKI}}[$__rate_interval]))`, 'lines'),
      ),
    )
    .withPanel(
      bars(
        {
          id: 7,
          title: 'Lines refused',
          description:
            'Since the start of each task, by reason. Repeats after a restart of a sidecar may be too old: no loss.',
          width: 8,
          unit: 'short',
        },
        promql(`sum by (reason) (loki_discarded_samples_total{${LOKI}})`, '{{reason}}'),
      ),
    )
    .withPanel(
      graph(
        { id: 8, title: 'Time of a push', description: 'Half and 99 of 100 are faster.', width: 8, unit: 's' },
        promql(quantile(0.5, PUSH), '50 %'),
        promql(quantile(0.99, PUSH), '99 %'),
      ),
    )
    .withPanel(
      bars(
        { id: 9, title: 'Answers to pushes', description: '204 is success.', width: 8, unit: 'cps' },
        promql(
          `sum by (status_code) (rate(loki_request_duration_seconds_count{${PUSH}}[$__rate_interval]))`,
          '{{status_code}}',
        ),
      ),
    )
    .withPanel(
      graph(
        { id: 10, title: 'Time of a query', description: 'Half and 95 of 100 are faster.', width: 8, unit: 's' },
        promql(quantile(0.5, QUERY), '50 %'),
        promql(quantile(0.95, QUERY), '95 %'),
      ),
    )
    .withRow(row(102, 'Storage'))
    .withPanel(
      graph(
        {
          id: 11,
          title: 'Flushes that failed',
          description: 'In 5 minutes. Chunks stay in memory until they are in the bucket.',
          width: 8,
          unit: 'short',
          red: 1,
        },
        promql(`sum by (task_id) (increase(loki_ingester_chunks_flush_failures_total{${LOKI}}[5m]))`, '{{task_id}}'),
      ),
    )
    .withPanel(
      graph(
        { id: 12, title: 'Chunks that wait for a flush', description: 'By task.', width: 8, unit: 'short' },
        promql(`loki_ingester_flush_queue_length{${LOKI}}`, '{{task_id}}'),
      ),
    )
    .withPanel(
      graph(
        {
          id: 13,
          title: 'Disk of the write-ahead log',
          description: 'Share of the file system that is in use. Full, Loki goes on without the log.',
          width: 8,
          unit: 'percentunit',
          red: 0.9,
        },
        promql(`loki_ingester_wal_disk_usage_percent{${LOKI}}`, '{{task_id}}'),
      ),
    )
    .withPanel(
      graph(
        {
          id: 14,
          title: 'Write-ahead log in trouble',
          description: 'In 5 minutes: writes that found the disk full, checkpoints that failed.',
          width: 8,
          unit: 'short',
          red: 1,
        },
        promql(`sum(increase(loki_ingester_wal_disk_full_failures_total{${LOKI}}[5m]))`, 'disk full'),
        promql(`sum(increase(loki_ingester_checkpoint_creations_failed_total{${LOKI}}[5m]))`, 'checkpoint'),
      ),
    )
    .withPanel(
      graph(
        { id: 15, title: 'Chunks in memory', description: 'By task.', width: 8, unit: 'short' },
        promql(`loki_ingester_memory_chunks{${LOKI}}`, '{{task_id}}'),
      ),
    )
    .withPanel(
      graph(
        {
          id: 16,
          title: 'Streams in memory',
          description: 'Combinations of labels. loki.limits.streams of the environment is the limit.',
          width: 8,
          unit: 'short',
        },
        promql(`sum by (task_id) (loki_ingester_memory_streams{${LOKI}})`, '{{task_id}}'),
      ),
    )
    .withRow(row(103, 'Process'))
    .withPanel(
      graph(
        {
          id: 17,
          title: 'Memory',
          description: 'In use against GOMEMLIMIT, where Go begins to collect garbage without pause.',
          width: 8,
          unit: 'bytes',
        },
        promql(`process_resident_memory_bytes{${LOKI}}`, '{{task_id}}'),
        promql(`max(go_gc_gomemlimit_bytes{${LOKI}})`, 'GOMEMLIMIT'),
      ),
    )
    .withPanel(
      graph(
        {
          id: 18,
          title: 'Members of the ring',
          description: 'Ingesters by state. Unhealthy ones are forgotten after about a minute.',
          width: 8,
          unit: 'short',
        },
        promql(`max by (state) (loki_ring_members{${LOKI}, name="ingester"})`, '{{state}}'),
      ),
    )
    .withPanel(
      value(
        {
          id: 19,
          title: 'Compactor',
          description: 'Exactly one replica runs it. Without it nothing is deleted and queries get slower.',
          width: 8,
          height: 8,
          unit: 's',
        },
        promqlNow(`sum(loki_boltdb_shipper_compactor_running{${LOKI}})`, 'running'),
        promqlNow(
          `time() - (max(loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds{${LOKI}}) > 0)`,
          'since the last compaction',
        ),
        promqlNow(
          `time() - (max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds{${LOKI}}) > 0)`,
          'since retention was applied',
        ),
      ).overrideByName('running', [{ id: 'unit', value: 'short' }]),
    );
}

function task(name: string): Query {
  return metric({
    namespace: 'AWS/ECS',
    name,
    dimensions: { ClusterName: '$cluster', ServiceName: lokiServiceName({ cluster: '$cluster' }) },
    statistic: 'Maximum',
    period: 60,
    label: 'Loki',
  });
}

function quantile(of: number, selector: string): string {
  return `histogram_quantile(${of}, sum by (le) (rate(loki_request_duration_seconds_bucket{${selector}}[$__rate_interval])))`;
}
