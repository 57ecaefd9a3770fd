import { z } from 'zod';
import { PHASES } from './phases.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `10m`, `2h`, `7d` in the file; seconds in the model. */
const duration = z
  .string()
  .regex(/^[1-9][0-9]{0,5}(s|m|h|d)$/, 'expected a duration such as 90s, 10m, 2h or 7d')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_SECONDS[text.slice(-1)] ?? 1));

/** ECS CPU units: 1024 are one vCPU. */
const cpu = z.number().int().min(32).max(196_608);
/** MiB. */
const memory = z.number().int().min(64).max(786_432);
const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens, starting with a letter');
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

const serviceSchema = z.strictObject({
  image,
  cpu,
  memory,
  desiredCount: z.number().int().min(0).max(1000),
  /** `ec2`: the sidecar reads the Docker socket of the host. A service on Fargate can't have it. */
  capacity: z.enum(['ec2', 'fargate']).default('ec2'),
  /** Name of the main container; the task family is `<cluster>-<container>`. Default: the service's key. */
  container: name.optional(),
  ports: z.record(name, port).default({}),
  metrics: z.strictObject({ port, job: name, counters: z.array(z.string()).default([]) }).optional(),
  environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  /** Environment variable → ARN of a Secrets Manager secret or SSM parameter. */
  secrets: z.record(z.string(), z.string().regex(/^arn:/)).default({}),
  peakLogBytesPerSecond: z.number().int().min(1).default(50_000),
  /** `adot` holds a service back; `none` means that it has no sidecar in either state. */
  collector: z.enum(['alloy', 'adot', 'none']).default('alloy'),
  /** Tries another Alloy with this service alone. */
  alloy: z.strictObject({ image }).optional(),
});

/** What `environments/<name>/environment.yaml` says once merged over its base. */
export const environmentSchema = z.strictObject({
  aws: z.strictObject({
    accountId: z.string().regex(/^[0-9]{12}$/, 'expected 12 digits in quotes'),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, 'expected a region such as eu-west-1'),
    partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']).default('aws'),
  }),
  /** Name of the ECS cluster; also the prefix of everything that is created. */
  cluster: name,
  network: z.strictObject({
    vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, 'expected an id such as vpc-0abc'),
    subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]+$/)).min(1),
    s3VpcEndpointId: z.string().regex(/^vpce-[0-9a-f]+$/),
    /** Name of the Service Connect (Cloud Map HTTP) namespace. */
    namespace: z.string().min(1),
  }),
  capacity: z.strictObject({ provider: z.string().min(1) }),
  state: z.strictObject({ bucket: z.string().min(3), key: z.string().min(1) }),
  migration: z.strictObject({ phase: z.enum(PHASES) }),
  loki: z.strictObject({
    image,
    cpu,
    memory,
    topology: z.enum(['single', 'replicated']).default('single'),
    replicas: z.number().int().min(1).max(9).default(1),
    retentionDays: z.number().int().min(1).max(3650),
    ingest: z.strictObject({ megabytesPerSecond: z.number().positive().max(1000) }),
    storage: z.strictObject({ wal: z.enum(['host', 'ebs', 'efs', 'ephemeral']) }),
  }),
  alloy: collectorImage.extend({ outageBudget: duration }),
  adot: collectorImage,
  grafana: z.strictObject({ enabled: z.boolean() }),
  metrics: z.strictObject({ workspaceId: z.string().regex(/^ws-[0-9a-z-]+$/) }),
  services: z.record(name, serviceSchema).refine((all) => Object.keys(all).length > 0, 'needs at least one service'),
  rollout: z.strictObject({
    waves: z.array(z.strictObject({ services: z.array(name).min(1), bake: duration.optional() })).min(1),
    bake: duration,
    /** A service that hasn't finished by then is rolled back. */
    deadline: duration,
    pollInterval: duration,
    gates: z.strictObject({
      /** Every sidecar has to run this long. ECS restarts none that dies within its first 60 seconds. */
      sidecar: z.strictObject({ window: duration }),
      logs: z.strictObject({ freshness: duration }),
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
