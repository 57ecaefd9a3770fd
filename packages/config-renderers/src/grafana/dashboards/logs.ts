import * as common from '@grafana/grafana-foundation-sdk/common';
import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import { frame } from './frame.ts';
import { bars, described, graph, value } from './panels.ts';
import { logql, logqlNow } from './queries.ts';
import { ERROR_LEVELS } from './selectors.ts';
import { constant, freeText, lokiLabel } from './variables.ts';

const CLUSTER = '{cluster="$cluster"}';
const SERVICE = '{cluster="$cluster", service_name=~"$service"}';
const STREAMS = 'cluster="$cluster", service_name=~"$service", container_name=~"$container", task_id=~"$task"';
const CHOSEN = `{${STREAMS}, level=~"$level"} |= \`$search\``;
const ERRORS = `{${STREAMS}, level=~"${ERROR_LEVELS}"} |= \`$search\``;

/** Logs of the services: what they write, how much, and how much of it is errors. */
export function logsDashboard(): DashboardBuilder {
  return (
    frame('logs', 'Logs', 'What the services write, from Loki. Filter by service first: it reads the least.', 'now-1h')
      .withVariable(constant('cluster'))
      .withVariable(lokiLabel('service', { label: 'service_name', of: CLUSTER, all: '.+' }).label('Service'))
      .withVariable(lokiLabel('container', { label: 'container_name', of: SERVICE, all: '.+' }).label('Container'))
      // Lines without a level have no label: "all" has to match them too.
      .withVariable(lokiLabel('level', { label: 'level', of: SERVICE, all: '.*' }).label('Level'))
      .withVariable(lokiLabel('task', { label: 'task_id', of: SERVICE, all: '.+' }).label('Task'))
      .withVariable(freeText('search').label('Contains'))
      .withPanel(
        bars(
          {
            id: 1,
            title: 'Lines by level',
            description:
              'Lines that match all filters. No level: the line has none. Unknown: the level is none that loggers commonly write.',
            width: 12,
            unit: 'short',
          },
          logql(`sum by (level) (count_over_time(${CHOSEN} [$__auto]))`, '{{level}}'),
        ),
      )
      .withPanel(
        graph(
          {
            id: 2,
            title: 'Errors per second by service',
            description: 'Lines with level error or fatal. The filter "Level" has no effect here.',
            width: 8,
            unit: 'cps',
          },
          logql(`sum by (service_name) (rate(${ERRORS} [$__auto]))`, '{{service_name}}'),
        ),
      )
      .withPanel(
        value(
          {
            id: 3,
            title: 'Share of errors',
            description: 'Lines with an error level, of all lines of the chosen streams in the last 5 minutes.',
            width: 4,
            height: 8,
            unit: 'percentunit',
          },
          logqlNow(
            `sum(count_over_time(${ERRORS} [5m])) / sum(count_over_time({${STREAMS}} |= \`$search\` [5m]))`,
            'errors',
          ),
        ),
      )
      .withPanel(
        described(
          new logs.PanelBuilder()
            .showTime(true)
            .showLabels(false)
            .showCommonLabels(false)
            .wrapLogMessage(true)
            .prettifyLogMessage(false)
            .enableLogDetails(true)
            .dedupStrategy(common.LogsDedupStrategy.None)
            .sortOrder(common.LogsSortOrder.Descending),
          {
            id: 4,
            title: 'Lines',
            description: 'Newest first. Open a line for its labels, its fields, and a link to its ECS task.',
            width: 24,
            height: 20,
          },
          [logql(CHOSEN)],
        ),
      )
  );
}
