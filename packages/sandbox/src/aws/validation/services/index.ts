import type { ServiceRules } from '../rules.ts';
import { APS } from './aps.ts';
import { EC2 } from './ec2.ts';
import { EVENTS } from './events.ts';
import { iamRules } from './iam.ts';
import { LOGS } from './logs.ts';
import { MONITORING } from './monitoring.ts';
import { S3 } from './s3.ts';

/** By the name that requests are signed for. */
export function serviceRules(): Readonly<Record<string, ServiceRules>> {
  return { aps: APS, ec2: EC2, events: EVENTS, iam: iamRules(), logs: LOGS, monitoring: MONITORING, s3: S3 };
}
