import { z } from 'zod';
import { PHASES } from './phases.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `10m`, `2h`, `7d` in the file; seconds in the model. */
const duration = z
  .string()
  .regex(/^[1-9][0-9]{0,5}(s|m|h|d)$/, 'expected a duration such as 90s, 10m, 2h or 7d')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_SECONDS[text.slice(-1)] ?? 1));

const cpu = z.number().int().min(32).max(196_608).describe('ECS CPU units: 1024 are one vCPU.');
const memory = z.number().int().min(64).max(786_432).describe('MiB.');
// ASCII only, here and below: a letter of another alphabet that looks the same would make another name.
const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens, starting with a letter');
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected letters, digits and underscores');
const image = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._-]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
    'expected an image reference such as grafana/loki:3.7.6',
  )
  .refine((text) => /[:@]/.test(text.slice(text.lastIndexOf('/') + 1)), 'needs an exact version (or a digest)')
  .refine((text) => !/:latest(@|$)/.test(text), 'latest is not a version: name the exact one');
const port = z.number().int().min(1).max(65_535);

const collectorImage = z.strictObject({ image, cpu, memory });

/** What an environment says about one service. */
export const serviceSchema = z.strictObject({
  image,
  cpu: cpu.describe('ECS CPU units of the whole task, sidecar included: 1024 are one vCPU.'),
  memory: memory.describe('MiB of the whole task, sidecar included.'),
  desiredCount: z.number().int().min(0).max(1000),
  capacity: z
    .enum(['ec2', 'fargate'])
    .default('ec2')
    .describe('The sidecar reads the Docker socket of its host, so it needs ec2.'),
  container: name
    .optional()
    .describe("Name of the main container; the task family is <cluster>-<container>. Default: the service's key."),
  ports: z.record(name, port).default({}),
  metrics: z
    .strictObject({ port, job: name, counters: z.array(z.string()).default([]) })
    .optional()
    .describe('Where the sidecar scrapes Prometheus metrics.'),
  environment: z.record(variable, z.string()).default({}),
  secrets: z
    .record(variable, z.string().regex(/^arn:[!-~]+$/, 'expected the ARN of a secret or parameter'))
    .default({})
    .describe('Environment variable → ARN of a Secrets Manager secret or SSM parameter.'),
  peakLogBytesPerSecond: z
    .number()
    .int()
    .min(1)
    .default(50_000)
    .describe('Sizes the log files that Docker keeps while Loki is away.'),
  collector: z
    .enum(['alloy', 'adot', 'none'])
    .default('alloy')
    .describe('adot holds a service back; none means that it has no sidecar in either state.'),
  alloy: z.strictObject({ image }).optional().describe('Tries another Alloy with this service alone.'),
});

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
  loki: z.strictObject({
    image,
    cpu,
    memory,
    topology: z.enum(['single', 'replicated']).default('single'),
    replicas: z.number().int().min(1).max(9).default(1),
    retentionDays: z.number().int().min(1).max(3650),
    ingest: z.strictObject({
      megabytesPerSecond: z.number().positive().max(1000).describe('Limits and memory ceilings follow from it.'),
    }),
    storage: z.strictObject({
      wal: z
        .enum(['host', 'ebs', 'efs', 'ephemeral'])
        .describe("Where Loki's write-ahead log lives; ephemeral dies with the task."),
    }),
  }),
  alloy: collectorImage.extend({
    outageBudget: duration.describe('How long Loki may be away before a log line is lost.'),
  }),
  adot: collectorImage,
  grafana: z.strictObject({ enabled: z.boolean() }),
  metrics: z.strictObject({
    workspaceId: z
      .string()
      .regex(/^ws-[0-9a-z-]+$/, 'expected an id such as ws-0abc')
      .describe('The Amazon Managed Service for Prometheus workspace that receives the metrics.'),
  }),
  services: z.record(name, serviceSchema).refine((all) => Object.keys(all).length > 0, 'needs at least one service'),
  rollout: z.strictObject({
    waves: z.array(z.strictObject({ services: z.array(name).min(1), bake: duration.optional() })).min(1),
    bake: duration.describe('How long a service is watched before it counts as moved.'),
    deadline: duration.describe("A service that hasn't finished by then is rolled back."),
    pollInterval: duration,
    gates: z.strictObject({
      sidecar: z.strictObject({
        window: duration.describe(
          'Every sidecar has to run this long. ECS restarts none that dies within its first 60 seconds.',
        ),
      }),
      logs: z.strictObject({
        freshness: duration.describe('A line has to be in Loki this long after it was written.'),
      }),
    }),
  }),
  cost: z.strictObject({
    assumptions: z.enum(['seed', 'corrected']),
    volume: z.strictObject({ gigabytesPerMonth: z.number().positive() }),
    budget: z.strictObject({ minimumSavingPercent: z.number().min(-100).max(100) }),
  }),
});

export type EnvironmentDocument = z.infer<typeof environmentSchema>;
export type Service = Omit<z.infer<typeof serviceSchema>, 'container'> & { name: string; container: string };

/** Desired state of one environment: defaults filled in, durations in seconds, sizes in ECS CPU units and MiB. */
export type Environment = Omit<EnvironmentDocument, 'services'> & { name: string; services: Record<string, Service> };
