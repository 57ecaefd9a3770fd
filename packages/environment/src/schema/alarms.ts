import * as z from 'zod';

/** Who hears of what CloudWatch alone sees, and one threshold that nothing else says. */
export const alarmsSchema = z
  .strictObject({
    snsTopicArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/, 'expected the ARN of an SNS topic')
      .optional()
      .describe('Topic that alarms and failed deployments are sent to. Default: alarms only change their state.'),
    bucketGigabytes: z
      .number()
      .positive()
      .optional()
      .describe("Size of Loki's bucket that raises an alarm. GB. Default: no alarm."),
  })
  .describe('CloudWatch alarms. Rules of Prometheus go to the workspace, and its Alertmanager decides who is told.');
