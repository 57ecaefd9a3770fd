import { type Draft, error, type Finding } from './draft.ts';

/** CloudWatch refuses an alarm whose topic is in another region. */
export function alarmsReachTheirTopic({ alarms, aws }: Draft): Finding[] {
  const region = alarms?.snsTopicArn?.split(':')[3];
  if (!aws || region === undefined || region === aws.region) return [];
  return [
    error(['alarms', 'snsTopicArn'], `is in ${region}: alarms reach only topics of their own region, ${aws.region}`),
  ];
}
