import * as z from 'zod';
import { duration, name } from './values.ts';

const gates = z.strictObject({
  sidecar: z
    .strictObject({
      window: duration.describe(
        'Every sidecar has to run this long. ECS restarts none that dies within its first 60 seconds.',
      ),
    })
    .describe('The sidecar runs.'),
  logs: z
    .strictObject({
      freshness: duration.describe('A line has to be in Loki this long after it was written.'),
    })
    .describe('Its lines are in Loki.'),
});

const analysis = z.strictObject({
  significance: z
    .number()
    .gt(0)
    .max(0.2)
    .default(0.05)
    .describe('Chance of a false alarm that is accepted, over all metrics.'),
  effectSize: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.6)
    .describe('Smallest probability that a value after the move is worse than one before (CLES).'),
  metrics: z
    .record(
      name,
      z.strictObject({
        query: z.string().min(1).describe('PromQL that gives one value.'),
        worse: z.enum(['higher', 'lower']).default('higher').describe('Which way is worse.'),
        floor: z.number().min(0).default(0).describe('Differences below it never count, in the unit of the query.'),
      }),
    )
    .default({})
    .describe('Name → what is compared.'),
});

/** How services move. */
export const rolloutSchema = z
  .strictObject({
    waves: z
      .array(
        z.strictObject({
          services: z.array(name).min(1).describe('They move in this order.'),
          parallel: z
            .number()
            .int()
            .min(1)
            .default(1)
            .describe('How many of them move at once; with 1, the next begins when the one before has moved.'),
          bake: duration.optional().describe('In place of rollout.bake.'),
        }),
      )
      .min(1)
      .describe('Each service with a sidecar once, the one that matters least first.'),
    bake: duration.describe('How long a service is watched before it counts as moved.'),
    deadline: duration.describe("A service that hasn't finished by then is rolled back."),
    pollInterval: duration.describe('Between two looks at ECS and Loki.'),
    gates: gates.describe('What has to be true before a service counts as moved.'),
    analysis: analysis.optional().describe('Comparison of metrics before and after a service moved.'),
  })
  .describe('How services move.');
