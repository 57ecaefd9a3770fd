import * as z from 'zod';
import {
  capacity,
  cpu,
  duration,
  image,
  memory,
  metricName,
  name,
  namesOne,
  notSecret,
  port,
  re2,
  secretArn,
  variable,
} from './values.ts';

const seconds = z.number().int().describe('Seconds.');

const healthCheck = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(2, 'expected [CMD, program, …] or [CMD-SHELL, "command"]')
    .refine(([first]) => first === 'CMD' || first === 'CMD-SHELL', 'has to begin with CMD or CMD-SHELL')
    .refine(([first, ...rest]) => first !== 'CMD-SHELL' || rest.length <= 1, 'CMD-SHELL takes one text, in quotes')
    .describe('[CMD, program, …] or [CMD-SHELL, "command"]; 0 is healthy.'),
  interval: seconds.min(5).max(300).default(30),
  timeout: seconds.min(2).max(120).default(5),
  retries: z.number().int().min(1).max(10).default(3).describe('Failures in a row that make a task unhealthy.'),
  startPeriod: seconds.min(0).max(300).default(60),
});

/** What an environment says about one service. */
export const serviceSchema = z.strictObject({
  image,
  cpu: cpu.describe('ECS CPU units of the whole task, sidecar included: 1024 are one vCPU.'),
  memory: memory.describe('MiB of the whole task, sidecar included.'),
  desiredCount: z.number().int().min(0).max(1000).describe('Tasks.'),
  capacity: capacity.default('ec2').describe('The sidecar reads the Docker socket of its host, so it needs ec2.'),
  container: name
    .optional()
    .describe("Name of the main container; the task family is <cluster>-<container>. Default: the service's key."),
  entryPoint: z.array(z.string().min(1)).min(1).optional().describe("Replaces the image's."),
  command: z.array(z.string().min(1)).min(1).optional().describe("Replaces the image's."),
  ports: z.record(name, port).default({}).describe('Port name → number, without the one of metrics.'),
  calls: z
    .array(name)
    .default([])
    .describe(
      'Services that it reaches by their names in Service Connect. Its tasks only learn of those that ECS had before: the rollout deploys it anew after them.',
    ),
  metrics: z
    .strictObject({
      port: port.describe('Where the service answers with its metrics, on the path /metrics.'),
      job: name.describe('Label job, and label service_name as ADOT wrote it.'),
      counters: z
        .array(metricName)
        .default([])
        .describe('Counters without _total, to which ADOT appended it: `adopt metrics counters URL` lists them.'),
    })
    .optional()
    .describe('Where the sidecar scrapes Prometheus metrics.'),
  healthCheck: healthCheck.optional().describe("ECS's check of the main container."),
  stopTimeout: seconds.min(1).max(1200).optional().describe('Between SIGTERM and SIGKILL. Default: 30 s.'),
  environment: z.record(variable, z.string()).default({}).describe('Environment variable → text. No passwords here.'),
  secrets: z
    .record(
      variable,
      z
        .string()
        .regex(/^arn:[!-~]+$/, 'expected the ARN of a secret or parameter')
        .refine(namesOne, 'has a wildcard: name one secret or parameter'),
    )
    .default({})
    .describe('Environment variable → ARN of a Secrets Manager secret or SSM parameter.'),
  notSecret,
  logs: z
    .strictObject({
      multiline: z
        .strictObject({
          firstLine: re2.describe(
            'What the first line of an entry begins with, as a regular expression (RE2) such as ^[0-9]{4}-.',
          ),
          maxLines: z
            .int()
            .min(2)
            .max(1000)
            .default(128)
            .describe('Lines that an entry may have; the next one begins another.'),
          maxWait: duration
            .refine(
              (value) => value <= 30,
              'at most 30s: the sidecar has 60 s to send what it holds when its task stops',
            )
            .default(3)
            .describe('An entry is sent when no line has come for this long.'),
        })
        .optional()
        .describe(
          'Joins the lines of an entry, such as a stack trace. A line that begins with { is JSON and stays by itself.',
        ),
    })
    .default({})
    .describe('How what the service prints becomes entries of a log.'),
  peakLogBytesPerSecond: z
    .number()
    .int()
    .min(1)
    .max(100_000_000)
    .default(50_000)
    .describe(
      'Bytes that one task logs in a second at its peak. Sizes the log files that Docker keeps while Loki is away.',
    ),
  enableExecuteCommand: z
    .boolean()
    .default(false)
    .describe('ECS Exec: whoever may use it runs commands in the containers of its tasks, with what they hold.'),
  collector: z
    .enum(['alloy', 'adot', 'none'])
    .default('alloy')
    .describe('adot holds a service back; none means that it has no sidecar in either state.'),
  lokiPassword: secretArn
    .optional()
    .describe(
      "Password with which the sidecar pushes this service's lines, for loki.access.push: perService or either.",
    ),
  alloy: z.strictObject({ image }).optional().describe('Tries another Alloy with this service alone.'),
});
