import { z } from 'zod';
import { PHASES } from '../phases.ts';
import { costSchema } from './cost.ts';
import { grafanaSchema } from './grafana.ts';
import { lokiSchema } from './loki.ts';
import { protectionSchema } from './protection.ts';
import { rolloutSchema } from './rollout.ts';
import { serviceSchema } from './service.ts';
import { cpu, duration, image, memory, name } from './values.ts';

const collectorImage = z.strictObject({ image, cpu, memory });

/** What `environments/<name>/environment.yaml` says once merged over its base. */
export const environmentSchema = z.strictObject({
  aws: z.strictObject({
    accountId: z.string().regex(/^[0-9]{12}$/, 'expected 12 digits in quotes'),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, 'expected a region such as eu-west-1'),
    partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']).default('aws'),
  }),
  cluster: name
    .max(40, 'at most 40 characters: the bucket <cluster>-loki-logs-<accountId> may have 63')
    .describe('Name of the ECS cluster; also the prefix of everything that is created.'),
  network: z.strictObject({
    vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, 'expected an id such as vpc-0abc'),
    subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]+$/, 'expected an id such as subnet-0abc')).min(1),
    s3VpcEndpointId: z.string().regex(/^vpce-[0-9a-f]+$/, 'expected an id such as vpce-0abc'),
    namespace: z
      .string()
      .regex(/^[!-~]{1,1024}$/, 'expected a name without spaces in plain ASCII')
      .describe('Name of the Service Connect (Cloud Map HTTP) namespace.'),
  }),
  capacity: z.strictObject({
    provider: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,255}$/, 'expected letters, digits, hyphens and underscores')
      .describe('Name of the ECS capacity provider of services on EC2.'),
  }),
  state: z.strictObject({
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of an S3 bucket'),
    key: z.string().regex(/^[!-~]{1,1024}$/, 'expected an S3 key without spaces in plain ASCII'),
  }),
  migration: z.strictObject({ phase: z.enum(PHASES) }),
  loki: lokiSchema,
  alloy: collectorImage.extend({
    outageBudget: duration.describe('How long Loki may be away before a log line is lost.'),
  }),
  adot: collectorImage,
  grafana: grafanaSchema,
  metrics: z.strictObject({
    workspaceId: z
      .string()
      .regex(/^ws-[0-9a-z-]+$/, 'expected an id such as ws-0abc')
      .describe('The Amazon Managed Service for Prometheus workspace that receives the metrics.'),
  }),
  services: z.record(name, serviceSchema).refine((all) => Object.keys(all).length > 0, 'needs at least one service'),
  rollout: rolloutSchema,
  cost: costSchema,
  protection: protectionSchema.prefault({}),
});

export { serviceSchema } from './service.ts';

export type EnvironmentDocument = z.infer<typeof environmentSchema>;
export type Service = Omit<z.infer<typeof serviceSchema>, 'container'> & { name: string; container: string };

/** Desired state of one environment: defaults filled in, durations in seconds, sizes in ECS CPU units and MiB. */
export type Environment = Omit<EnvironmentDocument, 'services'> & { name: string; services: Record<string, Service> };
