import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { logGroup } from '@loki-adoption/environment';
import { frame } from './frame.ts';
import { toLogs } from './links.ts';
import { bars, graph, ranking, row, value } from './panels.ts';
import { logql, logqlNow, metric, promql, promqlNow, type Query } from './queries.ts';
import { ADOT } from './selectors.ts';
import { constant, logGroups } from './variables.ts';

const ON_ADOT = `count by (service_name) (up{${ADOT}} == 1)`;
const ON_ALLOY = 'count by (service_name) (up{job="alloy", cluster="$cluster"} == 1)';
const SENT = 'loki_write_sent_entries_total{cluster="$cluster"}';

// Both sides count in windows of this length, so that their heights can be compared.
const WINDOW = '5m';
const WINDOW_SECONDS = 300;

/** How far the move is, and whether both sides receive the same. */
export function migrationDashboard(): DashboardBuilder {
  return frame(
    'migration',
    'Migration',
    'Which collector each service runs, and what CloudWatch and Loki receive, side by side.',
    'now-6h',
  )
    .withVariable(constant('cluster'))
    .withVariable(logGroups('logGroup', 'whole').label('Log group'))
    .withVariable(logGroups('container', 'container').label('Container'))
    .withRow(row(100, 'Collectors'))
    .withPanel(
      value(
        {
          id: 1,
          title: 'Tasks on Alloy',
          description: 'Share of the tasks with a collector whose collector is Alloy.',
          width: 4,
          height: 8,
          unit: 'percentunit',
        },
        promqlNow(
          `(sum(${ON_ALLOY}) or vector(0)) / ((sum(${ON_ALLOY}) or vector(0)) + (sum(${ON_ADOT}) or vector(0)))`,
          'Alloy',
        ),
      ),
    )
    .withPanel(
      bars(
        {
          id: 2,
          title: 'Tasks with an ADOT sidecar',
          description: 'Tasks whose series carry the task id that only ADOT writes.',
          width: 10,
          unit: 'short',
        },
        promql(ON_ADOT, '{{service_name}}'),
      ),
    )
    .withPanel(
      bars(
        {
          id: 3,
          title: 'Tasks with an Alloy sidecar',
          description: 'Tasks whose Alloy reports itself.',
          width: 10,
          unit: 'short',
        },
        promql(ON_ALLOY, '{{service_name}}'),
      ),
    )
    .withRow(row(101, 'Arrival in Loki'))
    .withPanel(
      ranking(
        {
          id: 4,
          title: 'Services with lines in Loki',
          description: 'Lines of the last 5 minutes. A service that is missing here has not moved, or writes nothing.',
          width: 12,
          unit: 'short',
        },
        logqlNow(`sum by (service_name) (count_over_time({cluster="$cluster"} [${WINDOW}]))`, '{{service_name}}'),
      ).dataLinks([toLogs()]),
    )
    .withPanel(
      ranking(
        {
          id: 5,
          title: 'Time since the last delivery',
          description:
            'Since any sidecar of the service last handed a line to Loki, to half a minute. A quiet service delivers nothing either.',
          width: 12,
          unit: 's',
          red: 300,
        },
        promqlNow(
          `time() - max by (service_name) (max_over_time((timestamp(${SENT}) and increase(${SENT}[1m]) > 0)[1h:30s]))`,
          '{{service_name}}',
        ),
      ).dataLinks([toLogs()]),
    )
    .withRow(row(102, 'CloudWatch and Loki side by side, per 5 minutes'))
    .withPanel(
      graph(
        {
          id: 6,
          title: 'Into CloudWatch: bytes',
          description: "IncomingBytes of each log group. The sidecar's own lines are in it until cleanup.",
          width: 12,
          unit: 'bytes',
        },
        cloudwatch('IncomingBytes', '$logGroup', "${PROP('Dim.LogGroupName')}"),
      ),
    )
    .withPanel(
      graph(
        {
          id: 7,
          title: 'Into Loki: bytes',
          description: 'Uncompressed lines by container. Loki reads them to count: keep the time range short.',
          width: 12,
          unit: 'bytes',
        },
        logql(
          `sum by (container_name) (bytes_over_time({cluster="$cluster", container_name=~"$container"} [${WINDOW}]))`,
          '{{container_name}}',
        ),
      ),
    )
    .withPanel(
      graph(
        {
          id: 8,
          title: 'Into CloudWatch: events',
          description: 'IncomingLogEvents of each log group.',
          width: 12,
          unit: 'short',
        },
        cloudwatch('IncomingLogEvents', '$logGroup', "${PROP('Dim.LogGroupName')}"),
      ),
    )
    .withPanel(
      graph(
        {
          id: 9,
          title: 'Into Loki: lines sent',
          description: 'As the sidecars count them, by service. Repeats after a restart are in it; Loki drops those.',
          width: 12,
          unit: 'short',
        },
        promql(`sum by (service_name) (increase(${SENT}[${WINDOW}]))`, '{{service_name}}'),
      ),
    )
    .withRow(row(103, 'One container at a time'))
    .withPanel(
      graph(
        {
          id: 10,
          title: '$container: bytes per 5 minutes',
          description: 'Both lines from the first delivery until cleanup; only Loki after that.',
          width: 24,
          unit: 'bytes',
        },
        cloudwatch('IncomingBytes', logGroup({ cluster: '$cluster' }, '$container'), 'CloudWatch'),
        logql(`sum(bytes_over_time({cluster="$cluster", container_name=~"$container"} [${WINDOW}]))`, 'Loki'),
      )
        .repeat('container')
        .repeatDirection('h')
        .maxPerRow(2),
    );
}

function cloudwatch(name: string, group: string, label: string): Query {
  return metric({
    namespace: 'AWS/Logs',
    name,
    dimensions: { LogGroupName: group },
    statistic: 'Sum',
    period: WINDOW_SECONDS,
    label,
  });
}
