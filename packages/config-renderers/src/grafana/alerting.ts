import { type Environment, logGroup, targetVariant } from '@loki-adoption/environment';
import { stringify } from 'yaml';
import type { RenderedFile } from '../model.ts';
import { template } from '../template.ts';
import { sha256 } from '../text.ts';
import { DATASOURCES } from './datasources.ts';

const WINDOW_SECONDS = 3600;

/**
 * Alert rules that Grafana evaluates itself, for what only CloudWatch knows: one file for each service that has left
 * it. Once `cleanup` has rolled out, its log group receives nothing; something that still writes there is paid for twice.
 */
export function cloudwatchAlerts(environment: Environment): RenderedFile[] {
  if (environment.migration.phase !== 'cleanup') return [];
  return Object.values(environment.services)
    .filter((service) => targetVariant(environment, service.name) === 'alloy')
    .map((service) => ({
      path: `service-${service.name}.yaml`,
      content: stillIngesting({
        service: service.name,
        group: logGroup(environment, service.container),
        // Grafana takes at most 40 characters.
        uid: `still-in-cloudwatch-${sha256(service.name).slice(0, 16)}`,
      }),
    }));
}

const stillIngesting = template(() =>
  stringify(
    {
      apiVersion: 1,
      groups: [
        {
          orgId: 1,
          name: '@service@',
          folder: 'Loki adoption',
          interval: '5m',
          rules: [
            {
              uid: '@uid@',
              title: 'CloudWatchStillIngesting @service@',
              condition: 'B',
              for: '1h',
              noDataState: 'OK',
              execErrState: 'Error',
              labels: { severity: 'warning', service_name: '@service@' },
              annotations: {
                summary: 'CloudWatch still receives logs of @service@ after the cleanup',
                description:
                  'The log group @group@ receives events although no container of @service@ should write there any more. Find the task that still has the old log driver.',
                runbook: 'docs/runbooks/cloudwatch-still-ingesting.md',
              },
              data: [
                {
                  refId: 'A',
                  relativeTimeRange: { from: WINDOW_SECONDS, to: 0 },
                  datasourceUid: DATASOURCES.cloudwatch.uid,
                  model: {
                    refId: 'A',
                    queryMode: 'Metrics',
                    metricQueryType: 0,
                    metricEditorMode: 0,
                    region: 'default',
                    namespace: 'AWS/Logs',
                    metricName: 'IncomingLogEvents',
                    dimensions: { LogGroupName: ['@group@'] },
                    matchExact: true,
                    statistic: 'Sum',
                    period: String(WINDOW_SECONDS),
                    id: '',
                    expression: '',
                    label: '',
                  },
                },
                {
                  refId: 'B',
                  relativeTimeRange: { from: 0, to: 0 },
                  datasourceUid: '__expr__',
                  model: {
                    refId: 'B',
                    type: 'classic_conditions',
                    conditions: [
                      {
                        evaluator: { type: 'gt', params: [0] },
                        operator: { type: 'and' },
                        query: { params: ['A'] },
                        reducer: { type: 'last' },
                        type: 'query',
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    },
    { lineWidth: 0 },
  ),
);
