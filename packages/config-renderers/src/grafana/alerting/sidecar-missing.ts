import { ADOT_UP, ON_ALLOY } from '../../rules/collectors.ts';
import { cloudwatchQuery, expression, type GrafanaRule, prometheusQuery } from './rule.ts';

/** Each running task reports its CPU once a minute, so the number of samples is the number of tasks that ECS runs. */
const RUNNING = {
  namespace: 'AWS/ECS',
  name: 'CPUUtilization',
  dimensions: { ClusterName: '@cluster@', ServiceName: '@ecs@' },
  statistic: 'SampleCount',
};

/** Tasks whose collector reports: those with Alloy, and those that a rollout hasn't moved yet. */
const COLLECTED = `
${ON_ALLOY}
+ (count(count by (aws_ecs_task_id) (${ADOT_UP})) or vector(0))`;

/** What ECS runs is compared with what reports. A number of desired state would be wrong as soon as ECS scales the service. */
export const sidecarMissing: GrafanaRule = {
  uid: 'sidecar-missing',
  title: 'SidecarMissing',
  condition: 'D',
  for: '10m',
  severity: 'critical',
  summary: 'Tasks of @service@ run without a sidecar that reports',
  description:
    'ECS runs {{ $values.C }} tasks of @service@, and {{ $values.B }} have a sidecar that reports. One that died leaves ECS green, and its task without logs and metrics.',
  runbook: 'sidecar-down',
  data: [
    cloudwatchQuery('A', RUNNING, { seconds: 600, period: 60 }),
    prometheusQuery('B', COLLECTED.trim()),
    // CloudWatch's newest minute may not be whole yet.
    expression('C', { type: 'reduce', expression: 'A', reducer: 'mean' }),
    expression('D', { type: 'math', expression: '$C - $B >= 1' }),
  ],
};
