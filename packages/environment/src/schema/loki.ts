import * as z from 'zod';
import { capacity, cpu, duration, image, memory, name, secretArn } from './values.ts';

/** Kinds of query that read a week of logs at speeds of their own, as measured. */
export const QUERY_CLASSES = [
  'newest',
  'line-filter',
  'json-filter',
  'json-after-line-filter',
  'count',
  'json-count',
] as const;

export type QueryClass = (typeof QUERY_CLASSES)[number];

const limits = z.strictObject({
  ingestionMegabytesPerSecond: z
    .number()
    .int()
    .min(1)
    .max(4096)
    .optional()
    .describe('Where Loki begins to refuse lines. Default: four times the declared ingest rate.'),
  streams: z
    .number()
    .int()
    .min(100)
    .max(1_000_000)
    .optional()
    .describe('Active streams, all services together. Default: derived from tasks and levels, at least 10000.'),
  lineKilobytes: z
    .number()
    .int()
    .min(16)
    .max(1024)
    .default(256)
    .describe('Longer lines are dropped by the sidecar and counted. KiB.'),
  entriesPerQuery: z.number().int().min(100).max(1_000_000).default(5000).describe('Lines that a query may return.'),
  lookbackDays: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .optional()
    .describe('How far back queries may look. Default, and at most: retentionDays.'),
});

const query = z.strictObject({
  class: z
    .enum(QUERY_CLASSES)
    .describe(
      'newest stops at its limit of lines; line-filter is |=; json-filter is | json | field="x"; count and json-count are metric queries.',
    ),
  services: z.array(name).min(1).optional().describe('The services that the selector matches. Default: all.'),
  share: z
    .number()
    .positive()
    .max(1)
    .default(1)
    .describe('Part of those services\' lines that the selector matches, such as 0.02 for level="error".'),
  within: duration.describe('How long people wait for an answer over 7 days.'),
});

const storage = z.strictObject({
  wal: z
    .enum(['host', 'ebs', 'efs', 'ephemeral'])
    .describe(
      "Where Loki's write-ahead log lives. host (EC2 only) and efs outlive the task; ebs and ephemeral die with it.",
    ),
  fileSystemId: z
    .string()
    .regex(/^fs-[0-9a-f]{8,40}$/, 'expected an id such as fs-0abc1234')
    .optional()
    .describe('The EFS file system, for wal: efs.'),
  accessPointId: z
    .string()
    .regex(/^fsap-[0-9a-f]{8,40}$/, 'expected an id such as fsap-0abc1234')
    .optional()
    .describe('The EFS access point with owner 10001:10001, for wal: efs.'),
  gigabytes: z.number().int().min(1).max(16_384).default(20).describe('Size of the volume, for wal: ebs. GiB.'),
});

/** Who may push lines as which service. `either` is the step between the other two. */
export const PUSH_ACCESS = ['open', 'either', 'perService'] as const;

const access = z.strictObject({
  push: z
    .enum(PUSH_ACCESS)
    .default('open')
    .describe(
      'open: every task may push lines as any service. perService: each with the password of services.<name>.lokiPassword, and only its own lines. either: both, while services change over.',
    ),
  reader: secretArn
    .optional()
    .describe('Password of the user loki-reader, who may query. Default: every task that reaches Loki may.'),
  operator: secretArn.optional().describe('Password of the user loki-operator, who may ask for deletions.'),
});

/** Loki itself: one task, or replicas that form a ring. */
export const lokiSchema = z
  .strictObject({
    image,
    cpu: cpu.describe('ECS CPU units of a whole Loki task: 1024 are one vCPU.'),
    memory: memory.min(512).describe('MiB of a whole Loki task.'),
    capacity: capacity
      .default('ec2')
      .describe('Loki runs on either; on fargate cpu and memory have to be a pair that AWS offers.'),
    topology: z
      .enum(['single', 'replicated'])
      .default('single')
      .describe(
        'replicated: a memberlist ring that keeps three copies. Its members are told apart by their hostnames, of which awsvpc gives each task one.',
      ),
    replicas: z.number().int().min(1).max(9).default(1).describe('Tasks: 1, or at least 3 that are replicated.'),
    retentionDays: z.number().int().min(1).max(3650).describe("Query limits and the bucket's expiry follow from it."),
    ingest: z
      .strictObject({
        megabytesPerSecond: z
          .number()
          .positive()
          .max(1000)
          .describe("Peak of all services together. Limits and the check of the task's size follow from it."),
      })
      .describe('What Loki has to take in.'),
    queries: z.array(query).default([]).describe('7-day queries that people wait for; sizes are checked against them.'),
    gateway: z
      .strictObject({ image })
      .describe(
        'The nginx in front of Loki, which lets pushes and queries through and nothing else. It needs a shell.',
      ),
    access: access.prefault({}).describe('Who may push and who may query.'),
    deletion: z
      .enum(['disabled', 'filter-and-delete'])
      .default('disabled')
      .describe('filter-and-delete: lines can be deleted before retentionDays, by loki.access.operator alone.'),
    limits: limits.prefault({}).describe('Replaces limits that are derived otherwise.'),
    storage: storage.describe('The disk of a Loki task. Chunks and index are in S3.'),
  })
  .describe('Loki itself: one task, or replicas that form a ring.');
