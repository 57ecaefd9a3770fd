import type { Environment } from '@loki-adoption/environment';
import type { RenderedFile } from '../model.ts';
import { contentsBelow } from './contents.ts';

/** What watches the environment: CloudWatch's alarms, and rules of Prometheus by the namespace that each becomes. */
export function alarmVariables({ alarms }: Environment, rules: readonly RenderedFile[]): object {
  const namespaces = Object.entries(contentsBelow('rules/amp/', rules));
  return {
    alarms_sns_topic_arn: alarms.snsTopicArn ?? null,
    alarms_bucket_gigabytes: alarms.bucketGigabytes ?? null,
    amp_rule_namespaces: Object.fromEntries(
      namespaces.map(([file, content]) => [file.replace(/\.yaml$/, ''), content]),
    ),
  };
}
