import * as z from 'zod';
import { PHASES } from '../phases.ts';
import { alarmsSchema } from './alarms.ts';
import { cloudWatchSchema } from './cloud-watch.ts';
import { costSchema } from './cost.ts';
import { grafanaSchema } from './grafana.ts';
import { lokiSchema } from './loki.ts';
import { protectionSchema } from './protection.ts';
import { rolloutSchema } from './rollout.ts';
import { serviceSchema } from './service.ts';
import { cpu, duration, image, memory, name } from './values.ts';

const collectorImage = z.strictObject({ image, cpu, memory });

const socketProxySchema = z
  .strictObject({ image, cpu: cpu.default(32), memory: memory.default(64) })
  .describe(
    "An nginx between the sidecar and the host's Docker socket, which lets containers and their logs be read and nothing else. Without it the sidecar is root on its host. It needs a shell.",
  );

/** A section of the document, with what it is about for editors. */
function section<T extends z.ZodRawShape>(description: string, shape: T) {
  return z.strictObject(shape).describe(description);
}

/** What `environments/<name>/environment.yaml` says once merged over its base. */
export const environmentSchema = z.strictObject({
  aws: section('The account that everything is created in.', {
    accountId: z
      .string()
      .regex(/^[0-9]{12}$/, 'expected 12 digits in quotes')
      .describe('12 digits, in quotes.'),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, 'expected a region such as eu-west-1')
      .describe('Such as eu-west-1.'),
    partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']).default('aws').describe('The first part of every ARN there.'),
  }),
  cluster: name
    .max(40, 'at most 40 characters: the bucket <cluster>-loki-logs-<accountId> may have 63')
    .describe('Name of the ECS cluster; also the prefix of everything that is created.'),
  network: section('Where tasks run, and how they reach each other.', {
    vpcId: z
      .string()
      .regex(/^vpc-[0-9a-f]+$/, 'expected an id such as vpc-0abc')
      .describe('The VPC of the cluster, such as vpc-0abc.'),
    subnetIds: z
      .array(z.string().regex(/^subnet-[0-9a-f]+$/, 'expected an id such as subnet-0abc'))
      .min(1)
      .describe('Subnets of tasks, one for each zone.'),
    s3VpcEndpointId: z
      .string()
      .regex(/^vpce-[0-9a-f]+$/, 'expected an id such as vpce-0abc')
      .describe("The gateway endpoint for S3; Loki's bucket answers to no other."),
    namespace: z
      .string()
      .regex(/^[!-~]{1,1024}$/, 'expected a name without spaces in plain ASCII')
      .describe('Name of the Service Connect (Cloud Map HTTP) namespace.'),
  }),
  capacity: section('EC2 capacity of the cluster.', {
    provider: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,255}$/, 'expected letters, digits, hyphens and underscores')
      .describe('Name of the ECS capacity provider of services on EC2.'),
    instanceGigabytes: z
      .int()
      .min(30, 'at least 30, the size of the ECS image')
      .max(16_384)
      .default(50)
      .describe(
        "Disk of an EC2 instance in GiB, as terraform/foundation's instance_gigabytes: images, and Docker's log files for alloy.outageBudget.",
      ),
  }),
  state: section('Where Terraform keeps its state, and the rollout engine its ledger.', {
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of an S3 bucket')
      .describe('Name of an S3 bucket that exists.'),
    key: z
      .string()
      .regex(/^[!-~]{1,1024}$/, 'expected an S3 key without spaces in plain ASCII')
      .describe("Key of the state file, the environment's own; ledger.json lies beside it."),
  }),
  migration: section('How far the environment is to go.', {
    phase: z.enum(PHASES).describe('One further at a time, and back at any time.'),
  }),
  loki: lokiSchema,
  alloy: collectorImage
    .extend({
      outageBudget: duration.describe(
        'How long Loki may be away before a line is lost to it, from cleanup on. Before, Docker has a cache of a fixed size, and CloudWatch has what Loki misses.',
      ),
      socketProxy: socketProxySchema.optional(),
    })
    .describe('The sidecar that services move to.'),
  adot: collectorImage.describe('The sidecar that services have before.'),
  grafana: grafanaSchema,
  alarms: alarmsSchema.prefault({}),
  cloudWatch: cloudWatchSchema.optional(),
  metrics: section('Where metrics go.', {
    workspaceId: z
      .string()
      .regex(/^ws-[0-9a-z-]+$/, 'expected an id such as ws-0abc')
      .describe('The Amazon Managed Service for Prometheus workspace that receives the metrics.'),
  }),
  services: z
    .record(name, serviceSchema)
    .refine((all) => Object.keys(all).length > 0, 'needs at least one service')
    .describe('Service name, also the label service_name of its logs → the service.'),
  rollout: rolloutSchema,
  cost: costSchema,
  protection: protectionSchema.prefault({}),
});

export { serviceSchema } from './service.ts';

export type EnvironmentDocument = z.infer<typeof environmentSchema>;
export type Service = Omit<z.infer<typeof serviceSchema>, 'container'> & { name: string; container: string };

/** Desired state of one environment: defaults filled in, durations in seconds, sizes in ECS CPU units and MiB. */
export type Environment = Omit<EnvironmentDocument, 'services'> & { name: string; services: Record<string, Service> };
