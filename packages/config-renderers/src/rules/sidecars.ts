import { OWN_LOG_REASONS } from '../alloy/own-log.ts';
import { REPLACED_CHARACTERS } from '../alloy/replaced-characters.ts';
import type { AlertRule } from './model.ts';
import { ruleFile } from './rule-file.ts';

const CLUSTER = 'cluster="@cluster@"';

// A restart makes the sidecar read everything again that Docker keeps; Loki refuses what is too old, though it has it.
const STARTED_LATELY = `
  unless on (service_name, task_id) (
    resets(alloy_resources_process_cpu_seconds_total{${CLUSTER}}[15m]) > 0
    or (alloy_build_info{${CLUSTER}} unless on (service_name, task_id) alloy_build_info{${CLUSTER}} offset 15m)
  )`;

// Sends again and again, and nothing gets through.
const STUCK = `
sum by (service_name, task_id) (increase(loki_write_batch_retries_total{${CLUSTER}}[2m])) > 0
  unless sum by (service_name, task_id) (increase(loki_write_sent_entries_total{${CLUSTER}}[2m])) > 0`;

/** Lines that are lost; reason heartbeat counts what the sidecar reads of its own log. */
const DROPPED = `loki_process_dropped_lines_total{${CLUSTER}, reason!="${OWN_LOG_REASONS.heartbeat}"}`;
const HEARTBEATS = `loki_process_dropped_lines_total{${CLUSTER}, reason="${OWN_LOG_REASONS.heartbeat}"}`;

/** A counter of a task moved in the last hour. It appears with the first that it counts, which is no increase yet. */
function movedIn1h(counter: string, by: string): string {
  return `
sum by (service_name, ${by}) (increase(${counter}[1h])) > 0
or sum by (service_name, ${by}) (
  ${counter} unless on (service_name, task_id, ${by}) ${counter} offset 1h
) > 0`;
}

const RULES: readonly AlertRule[] = [
  {
    alert: 'SidecarRestarting',
    expr: `
sum by (service_name, task_id) (
  resets(alloy_resources_process_cpu_seconds_total{${CLUSTER}}[30m])
) >= 2`,
    for: '0m',
    severity: 'warning',
    summary: 'The sidecar of {{ $labels.service_name }} keeps restarting',
    description:
      'Alloy of task {{ $labels.task_id }} restarted {{ $value }} times in 30 minutes. No line is lost while Docker keeps it, but one that dies within its first minute is not started again. Read why it ended in its log.',
    runbook: 'sidecar-restarting',
  },
  {
    alert: 'SidecarCannotReachLoki',
    expr: STUCK,
    for: '@firstLook@',
    severity: 'warning',
    summary: '{{ $labels.service_name }} cannot deliver logs to Loki',
    description:
      "Task {{ $labels.task_id }} has sent the same batch again for a quarter of the outage budget (@budget@). Docker's log files are the buffer. Bring Loki back before the budget is used up.",
    runbook: 'delivery-lag',
  },
  {
    alert: 'SidecarOutageBudgetHalfUsed',
    expr: STUCK,
    for: '@halfUsed@',
    severity: 'critical',
    summary: '{{ $labels.service_name }} will soon lose logs: Loki is away',
    description:
      'Task {{ $labels.task_id }} has delivered nothing for half of the outage budget (@budget@). After the budget Docker begins to overwrite lines that Loki does not have.',
    runbook: 'delivery-lag',
  },
  {
    alert: 'SidecarDroppingLines',
    expr: `
sum by (service_name, task_id, reason) (
  increase(loki_write_dropped_entries_total{${CLUSTER}}[5m])${STARTED_LATELY}
) > 0`,
    for: '0m',
    severity: 'critical',
    summary: 'Loki refuses lines of {{ $labels.service_name }} ({{ $labels.reason }})',
    description:
      'Task {{ $labels.task_id }} gave up about {{ $value | humanize }} lines in 5 minutes. A batch with one bad line counts whole, so fewer may be lost. See what Loki discards, and why.',
    runbook: 'dropped-lines',
  },
  {
    alert: 'SidecarDroppingLongLines',
    expr: movedIn1h(DROPPED, 'reason'),
    for: '0m',
    severity: 'info',
    summary: '{{ $labels.service_name }} writes lines that are too long for Loki',
    description:
      'Reason line_too_long: lines longer than loki.limits.lineKilobytes, which the sidecar drops. Reason larger_than_1MiB: lines that Alloy skips whatever the limit is. Shorten them in the application, or raise the limit.',
    runbook: 'dropped-lines',
  },
  {
    alert: 'SidecarReadsReplacedCharacters',
    expr: movedIn1h(`${REPLACED_CHARACTERS}{${CLUSTER}}`, 'container_name'),
    for: '0m',
    severity: 'info',
    summary: '{{ $labels.service_name }} has lines in Loki with characters that Docker replaced',
    description:
      'Lines of {{ $labels.container_name }} hold U+FFFD. Either the application writes what is not UTF-8, or a character of several bytes lay across a cut of 16 KiB, where Docker splits a line. Shorter lines are not split.',
    runbook: 'dropped-lines',
  },
  {
    alert: 'SidecarReadsNothing',
    expr: `
max by (service_name, task_id) (
  alloy_build_info{${CLUSTER}} and on (service_name, task_id) alloy_build_info{${CLUSTER}} offset 15m
)
  unless on (service_name, task_id) increase(${HEARTBEATS}[10m]) > 0`,
    for: '2m',
    severity: 'critical',
    summary: 'The sidecar of {{ $labels.service_name }} reads no logs, and looks healthy',
    description:
      'Alloy of task {{ $labels.task_id }} runs and has not read the line that its own container writes each minute, so it reads no other either. Docker keeps what the task writes, until its files are full. Stop the task: the service starts a new one.',
    runbook: 'sidecar-down',
  },
  {
    alert: 'SidecarSendsNothing',
    expr: `
sum by (service_name, task_id) (increase(loki_source_docker_target_entries_total{${CLUSTER}}[10m])) > 0
  unless sum by (service_name, task_id) (increase(loki_write_sent_entries_total{${CLUSTER}}[10m])) > 0
  unless sum by (service_name, task_id) (increase(${DROPPED}[10m])) > 0`,
    for: '10m',
    severity: 'critical',
    summary: 'The sidecar of {{ $labels.service_name }} reads logs and sends none',
    description:
      'Alloy of task {{ $labels.task_id }} has read lines for 20 minutes and delivered none of them. If Loki is there for others, stop the task: the service starts a new one, and Docker still has the lines.',
    runbook: 'delivery-lag',
  },
  {
    alert: 'SidecarCannotSeeDocker',
    expr: `
sum by (service_name, task_id) (
  increase(prometheus_sd_refresh_failures_total{${CLUSTER}, mechanism="docker"}[5m])
) > 0`,
    for: '5m',
    severity: 'critical',
    summary: 'The sidecar of {{ $labels.service_name }} cannot ask Docker for containers',
    description:
      "Alloy of task {{ $labels.task_id }} says that it is ready, but finds no new container. Check the mount of the Docker socket and the host's Docker daemon.",
    runbook: 'sidecar-down',
  },
  {
    alert: 'SidecarMetricsNotWritten',
    expr: `
sum by (service_name) (increase(prometheus_remote_storage_samples_failed_total{${CLUSTER}}[5m])) > 0
or max by (service_name) (
  prometheus_remote_storage_highest_timestamp_in_seconds{${CLUSTER}}
  - ignoring (remote_name, url)
  prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${CLUSTER}}
) > 120`,
    for: '5m',
    severity: 'warning',
    summary: 'Metrics of {{ $labels.service_name }} are lost or late',
    description:
      'Amazon Managed Prometheus refused samples for good, or gets them more than two minutes late. Check the quotas of the workspace and the permission aps:RemoteWrite of the task role.',
    runbook: 'metrics-not-written',
  },
];

/** Values: cluster, and what follows from `alloy.outageBudget`. */
export const sidecarRules = ruleFile('sidecars', RULES);
