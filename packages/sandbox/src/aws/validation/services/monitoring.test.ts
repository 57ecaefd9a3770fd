import { expect, it } from 'vitest';
import { describeRequests, wire } from '../testing/wire.ts';

type Fields = Readonly<Record<string, string | number>>;

const COMMON = {
  AlarmName: 'temporal-dev-loki-running',
  ComparisonOperator: 'LessThanThreshold',
  EvaluationPeriods: 2,
  Threshold: 1,
};
const ONE = { ...COMMON, MetricName: 'Running', Namespace: 'AWS/ECS', Statistic: 'Average', Period: 60 };
const M = 'Metrics.member.';
const LIST = {
  ...COMMON,
  [`${M}1.Id`]: 'running',
  [`${M}1.ReturnData`]: 'false',
  [`${M}1.MetricStat.Metric.MetricName`]: 'Running',
  [`${M}1.MetricStat.Period`]: 60,
  [`${M}1.MetricStat.Stat`]: 'Average',
  [`${M}2.Id`]: 'wanted',
  [`${M}2.Expression`]: 'running - 1',
  [`${M}3.Id`]: 'none',
  [`${M}3.Expression`]: 'running * 0',
  [`${M}3.ReturnData`]: 'false',
};
const tags = (count: number): Fields =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      [`Tags.member.${at + 1}.Key`, `k${at}`],
      [`Tags.member.${at + 1}.Value`, 'v'],
    ]).flat(),
  );
const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));

describeRequests('requests to CloudWatch', () => {
  it.each<[fields: Fields]>([
    [{ ...ONE, 'AlarmActions.member.1': 'arn:aws:sns:eu-west-1:1:alerts', TreatMissingData: 'breaching' }],
    [{ ...without(ONE, 'Statistic'), ExtendedStatistic: 'p90', Period: 10, DatapointsToAlarm: 2 }],
    [{ ...ONE, 'Dimensions.member.1.Name': 'ClusterName', 'Dimensions.member.1.Value': 'temporal-dev' }],
    [{ ...ONE, ...tags(50), Period: 20 }],
    [{ ...ONE, Period: 30 }],
    [{ AlarmName: 'promql', 'EvaluationCriteria.PromQLCriteria.Query': 'up', EvaluationInterval: 60 }],
    [LIST],
  ])('takes PutMetricAlarm %j', (fields) => {
    expect(wire().form('monitoring', 'PutMetricAlarm', fields)).toBe('accepted');
  });

  it.each<[fields: Fields, refusal: string]>([
    [{ ...ONE, Period: 45 }, '400 ValidationError: Period must be 10, 20, 30 or a multiple of 60'],
    [without(ONE, 'Period'), 'Period must be'],
    [{ ...ONE, Period: 1 }, 'Period must be'],
    [without(ONE, 'Threshold'), 'Threshold must be specified.'],
    [without(ONE, 'Namespace'), 'Namespace must be specified'],
    [without(ONE, 'Statistic'), 'Exactly one of Statistic and ExtendedStatistic'],
    [{ ...ONE, ExtendedStatistic: 'p90' }, 'Exactly one of Statistic and ExtendedStatistic'],
    [COMMON, 'Either MetricName, Metrics or EvaluationCriteria must be specified.'],
    [{ ...LIST, Statistic: 'Sum' }, 'Statistic should not be set if list of Metrics is set'],
    [
      { ...ONE, 'EvaluationCriteria.PromQLCriteria.Query': 'up' },
      'MetricName and EvaluationCriteria exclude each other.',
    ],
    [{ ...LIST, [`${M}2.Id`]: 'Wanted' }, 'must start with a lowercase letter'],
    [{ ...LIST, [`${M}2.Id`]: 'running' }, 'ids must be unique'],
    [{ ...LIST, [`${M}1.Expression`]: '1' }, 'running must have either Expression or MetricStat'],
    [{ ...LIST, [`${M}1.ReturnData`]: 'true' }, 'Exactly one element of the metrics list should return data.'],
    [{ ...ONE, TreatMissingData: 'panic' }, 'Must be one of [breaching, notBreaching, ignore, missing]'],
    [{ ...ONE, AlarmName: 'a'.repeat(256) }, "at 'alarmName' failed to satisfy constraint: Member must have length"],
    [{ ...ONE, AlarmName: 'a\u0007' }, 'ASCII control characters'],
    [{ ...ONE, AlarmDescription: 'd'.repeat(1025) }, "at 'alarmDescription' failed"],
    [{ ...ONE, ComparisonOperator: 'Less' }, 'Member must satisfy enum value set: [GreaterThanOrEqualToThreshold, '],
    [{ ...ONE, EvaluationPeriods: 0 }, 'Member must have value greater than or equal to 1'],
    [{ ...ONE, Threshold: 'low' }, 'Member must be a number'],
    [{ ...ONE, DatapointsToAlarm: 3 }, 'DatapointsToAlarm must be less than or equal to EvaluationPeriods'],
    [{ ...ONE, 'AlarmActions.member.1': 'alerts' }, 'Invalid arn syntax: alerts'],
    [
      { ...ONE, ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`OKActions.member.${at}`, 'arn:a'])) },
      "at 'oKActions' failed to satisfy constraint: Member must have length less than or equal to 5",
    ],
    [{ ...ONE, 'Dimensions.member.1.Name': ':a', 'Dimensions.member.1.Value': 'b' }, 'The dimension :a must'],
    [{ ...ONE, 'Dimensions.member.1.Name': 'a', 'Dimensions.member.1.Value': 'é' }, 'The dimension a must'],
    [{ ...ONE, ...tags(51) }, 'An alarm can have at most 50 tags.'],
  ])('refuses PutMetricAlarm %j', (fields, refusal) => {
    expect(wire().form('monitoring', 'PutMetricAlarm', fields)).toContain(refusal);
  });
});
