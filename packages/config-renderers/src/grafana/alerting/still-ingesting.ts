import { cloudwatchQuery, expression, type GrafanaRule } from './rule.ts';

const WINDOW_SECONDS = 3600;

const INCOMING = {
  namespace: 'AWS/Logs',
  name: 'IncomingLogEvents',
  dimensions: { LogGroupName: '@group@' },
  statistic: 'Sum',
};

export const stillIngesting: GrafanaRule = {
  uid: 'still-in-cloudwatch',
  title: 'CloudWatchStillIngesting',
  condition: 'B',
  for: '1h',
  severity: 'warning',
  summary: 'CloudWatch still receives logs of @service@ after the cleanup',
  description:
    'The log group @group@ receives events although no container of @service@ should write there any more. Find the task that still has the old log driver.',
  runbook: 'cloudwatch-still-ingesting',
  data: [
    cloudwatchQuery('A', INCOMING, { seconds: WINDOW_SECONDS, period: WINDOW_SECONDS }),
    expression('B', {
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
    }),
  ],
};
