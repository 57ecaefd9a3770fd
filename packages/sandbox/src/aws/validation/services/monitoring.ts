import { type Json, number, objects } from '@loki-adoption/ecs-simulator';
import type { Refusal } from '../refusal.ts';
import { allOf, asModelled, type Rule, refuse, type ServiceRules } from '../rules.ts';

function invalid(message: string): Refusal {
  return refuse('ValidationError', message);
}

/** API_PutMetricAlarm, `Metrics`: "you cannot include …". The words are those of cloudtools/troposphere#1276. */
const OF_ONE_METRIC = ['Namespace', 'MetricName', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'];

const subject: Rule = (input) => {
  const subjects = ['MetricName', 'Metrics', 'EvaluationCriteria'].filter((name) => isGiven(input[name]));
  if (subjects.length === 0) return invalid('Either MetricName, Metrics or EvaluationCriteria must be specified.');
  const extra = subjects.includes('Metrics') ? OF_ONE_METRIC.find((name) => isGiven(input[name])) : undefined;
  if (extra) return invalid(`${extra} should not be set if list of Metrics is set`);
  if (subjects.length > 1) return invalid(`${subjects.join(' and ')} exclude each other.`);
  if (subjects[0] === 'EvaluationCriteria') return undefined;
  return subjects[0] === 'MetricName' ? oneMetric(input) : queries(objects(input['Metrics']));
};

/** API_PutMetricAlarm, `Statistic`, `Period` and `Threshold`. */
const oneMetric: Rule = (input) => {
  const statistics = ['Statistic', 'ExtendedStatistic'].filter((name) => isGiven(input[name]));
  if (statistics.length !== 1) return invalid('Exactly one of Statistic and ExtendedStatistic must be specified.');
  if (!isGiven(input['Namespace'])) return invalid('Namespace must be specified with MetricName.');
  if (!isGiven(input['Threshold'])) return invalid('Threshold must be specified.');
  const period = number(input['Period']) ?? Number.NaN;
  return [10, 20, 30].includes(period) || period % 60 === 0
    ? undefined
    : invalid('Period must be 10, 20, 30 or a multiple of 60');
};

/** API_MetricDataQuery. */
function queries(given: readonly Json[]): Refusal | undefined {
  for (const { Id, Expression, MetricStat } of given) {
    if (!/^[a-z]\w*$/.test(String(Id)))
      return invalid(`Invalid metrics list: the id ${Id} must start with a lowercase letter.`);
    if ((Expression === undefined) === (MetricStat === undefined)) {
      return invalid(`Invalid metrics list: ${Id} must have either Expression or MetricStat.`);
    }
  }
  if (new Set(given.map(({ Id }) => Id)).size < given.length)
    return invalid('Invalid metrics list: ids must be unique.');
  const watched = given.filter(({ ReturnData }) => ReturnData !== false);
  return watched.length === 1 ? undefined : invalid('Exactly one element of the metrics list should return data.');
}

/** API_PutMetricAlarm, "Valid Values" of members whose shape has no enum. */
const VALID: Readonly<Record<string, readonly string[]>> = {
  TreatMissingData: ['breaching', 'notBreaching', 'ignore', 'missing'],
  EvaluateLowSampleCountPercentile: ['evaluate', 'ignore'],
};

const values: Rule = (input) => {
  const wrong = Object.entries(VALID).find(
    ([name, valid]) => isGiven(input[name]) && !valid.includes(String(input[name])),
  );
  return (
    wrong &&
    invalid(`Option ${input[wrong[0]]} for parameter ${wrong[0]} is invalid. Must be one of [${wrong[1].join(', ')}]`)
  );
};

/** API_Dimension: ASCII, of it one character that isn't white space. */
const PRINTABLE = /^[ -~]*[!-~][ -~]*$/;

/** API_PutMetricAlarm: `AlarmName` without control characters, ARNs as actions, 50 tags; M of N has M up to N. */
const rest: Rule = (input) => {
  if (/\p{Cc}/u.test(String(input['AlarmName'])))
    return invalid('AlarmName must not contain ASCII control characters.');
  const action = ['OKActions', 'AlarmActions', 'InsufficientDataActions']
    .flatMap((name) => (Array.isArray(input[name]) ? input[name] : []))
    .find((arn) => !String(arn).startsWith('arn:'));
  if (action !== undefined) return invalid(`Invalid arn syntax: ${action}`);
  if ((number(input['DatapointsToAlarm']) ?? 0) > (number(input['EvaluationPeriods']) ?? Number.POSITIVE_INFINITY)) {
    return invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  }
  const dimension = objects(input['Dimensions']).find(
    ({ Name, Value }) => String(Name).startsWith(':') || ![Name, Value].every((text) => PRINTABLE.test(String(text))),
  );
  if (dimension)
    return invalid(`The dimension ${dimension['Name']} must consist of ASCII characters and not start with a colon.`);
  return objects(input['Tags']).length > 50 ? invalid('An alarm can have at most 50 tags.') : undefined;
};

function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference. */
export const MONITORING: ServiceRules = {
  invalid: 'ValidationError',
  writes: {
    DeleteAlarms: asModelled,
    PutMetricAlarm: allOf(subject, values, rest),
    TagResource: asModelled,
    UntagResource: asModelled,
  },
};
