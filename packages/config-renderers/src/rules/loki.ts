import { lokiServiceName } from '@loki-adoption/environment';
import type { AlertRule } from './model.ts';
import { ruleFile } from './rule-file.ts';

const LOKI = 'job="loki", cluster="@cluster@"';

const RULES: readonly AlertRule[] = [
  {
    alert: 'LokiDown',
    expr: `(sum(up{${LOKI}}) or vector(0)) < @replicas@`,
    for: '5m',
    severity: 'critical',
    summary: 'Only {{ $value }} of @replicas@ replicas of Loki report',
    description: `The sidecars keep what they cannot deliver for the outage budget (@budget@). Look at the tasks of the service ${lokiServiceName({ cluster: '@cluster@' })} and at its log group. Replace one replica at a time.`,
    runbook: 'loki-down',
  },
  {
    alert: 'LokiNotReady',
    expr: `
max(loki_ring_members{${LOKI}, name="ingester", state="ACTIVE"}) < @replicas@
or max(loki_ingester_wal_replay_active{${LOKI}}) > 0`,
    for: '5m',
    severity: 'critical',
    summary: 'Loki runs, but not every replica takes writes',
    description:
      'A replica takes writes 15 seconds after its start, later while it replays its write-ahead log. Longer than that: its ring is not complete, or the replay does not end.',
    runbook: 'loki-down',
  },
  {
    alert: 'LokiRestarting',
    expr: `max(changes(process_start_time_seconds{${LOKI}}[1h])) >= 2`,
    for: '0m',
    severity: 'warning',
    summary: 'Loki keeps restarting',
    description:
      'The process of one task started {{ $value }} times within an hour. Out of memory is the usual reason.',
    runbook: 'loki-down',
  },
  {
    alert: 'LokiDiscardingLines',
    // The counter appears with its first refusal, which is no increase yet.
    expr: `
sum by (reason) (increase(loki_discarded_samples_total{${LOKI}, reason!~"too_far_behind|greater_than_max_sample_age"}[5m])) > 0
or sum by (reason) (
  loki_discarded_samples_total{${LOKI}, reason!~"too_far_behind|greater_than_max_sample_age"}
  unless loki_discarded_samples_total{${LOKI}} offset 5m
) > 0`,
    for: '0m',
    severity: 'critical',
    summary: 'Loki refuses lines: {{ $labels.reason }}',
    description:
      'About {{ $value | humanize }} lines in 5 minutes. A refusal for one stream can reach the sidecar as a success, so no counter of a sidecar has to show it. Raise the limit that the reason names.',
    runbook: 'loki-discards',
  },
  {
    alert: 'LokiDiscardingOldLines',
    expr: `
sum by (reason) (increase(loki_discarded_samples_total{${LOKI}, reason=~"too_far_behind|greater_than_max_sample_age"}[15m])) > 0`,
    for: '30m',
    severity: 'warning',
    summary: 'Loki refuses lines that are too old, for half an hour',
    description:
      'For some minutes after a sidecar started this is expected: it reads again what Loki already has. For longer, a sidecar is far behind or a clock is wrong.',
    runbook: 'loki-discards',
  },
  {
    alert: 'LokiFlushFailing',
    expr: `sum by (task_id) (increase(loki_ingester_chunks_flush_failures_total{${LOKI}}[10m])) > 0`,
    for: '10m',
    severity: 'critical',
    summary: 'Loki cannot write chunks to its bucket',
    description:
      'Chunks of task {{ $labels.task_id }} stay in memory and in the write-ahead log. Do not restart Loki before the bucket takes writes again: without the log they would be lost.',
    runbook: 'loki-flush-failing',
  },
  {
    alert: 'LokiWriteAheadLogFailing',
    expr: `
max by (task_id) (loki_ingester_wal_disk_usage_percent{${LOKI}}) > 0.9
or sum by (task_id) (increase(loki_ingester_wal_disk_full_failures_total{${LOKI}}[10m])) > 0
or sum by (task_id) (increase(loki_ingester_checkpoint_creations_failed_total{${LOKI}}[1h])) > 0`,
    for: '5m',
    severity: 'critical',
    summary: "The disk of Loki's write-ahead log is nearly full",
    description:
      'With a full disk Loki goes on without the log: a crash of task {{ $labels.task_id }} would then lose what is not in the bucket yet. Free the disk or enlarge it.',
    runbook: 'loki-flush-failing',
  },
  {
    alert: 'LokiMemoryNearLimit',
    expr: `
max by (task_id) (process_resident_memory_bytes{${LOKI}})
  > 0.95 * max by (task_id) (go_gc_gomemlimit_bytes{${LOKI}})`,
    for: '15m',
    severity: 'warning',
    summary: 'Loki needs more memory',
    description:
      'Task {{ $labels.task_id }} has been at GOMEMLIMIT for 15 minutes: Go collects garbage without pause and ECS may end the task. Raise loki.memory.',
    runbook: 'loki-capacity',
  },
  {
    alert: 'LokiIngestAboveDeclared',
    expr: `sum(rate(loki_distributor_bytes_received_total{${LOKI}}[15m])) / 1e6 > 0.8 * @megabytesPerSecond@`,
    for: '30m',
    severity: 'warning',
    summary: 'Loki receives {{ $value | humanize }} MB/s, near the declared peak of @megabytesPerSecond@',
    description:
      "Limits and the size of Loki's task follow from loki.ingest.megabytesPerSecond. Raise it before Loki begins to refuse.",
    runbook: 'loki-capacity',
  },
  {
    alert: 'LokiStreamsNearLimit',
    expr: `max by (task_id) (loki_ingester_memory_streams{${LOKI}}) > 0.7 * @streams@`,
    for: '5m',
    severity: 'critical',
    summary: 'Loki will soon refuse lines of every service: too many streams',
    description:
      'Task {{ $labels.task_id }} holds {{ $value }} active streams, and refuses new ones of any service at @streams@. Look for a label with many values, then raise loki.limits.streams.',
    runbook: 'loki-discards',
  },
  {
    alert: 'LokiNotCompacting',
    expr: `
sum(loki_boltdb_shipper_compactor_running{${LOKI}}) != 1
or time() - (max(loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds{${LOKI}}) > 0) > 6 * 3600`,
    for: '1h',
    severity: 'warning',
    summary: 'Loki does not compact its index',
    description:
      'Exactly one replica has to run the compactor, every 10 minutes. Without it nothing is deleted at the end of its retention, and queries get slower.',
    runbook: 'loki-compactor',
  },
];

/** Values: cluster, replicas, megabytesPerSecond, streams (of one replica), and what follows from `alloy.outageBudget`. */
export const lokiRules = ruleFile('loki', RULES);
