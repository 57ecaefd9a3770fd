import * as z from 'zod';

const day = z.iso.date('expected a day such as 2026-12-24').describe('The first day, UTC.');

/** What stands between a merge and production. */
export const protectionSchema = z
  .strictObject({
    approvers: z
      .array(
        z
          .string()
          .regex(
            /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(\/[A-Za-z0-9_.-]{1,100})?$/,
            'expected a GitHub user or organization/team',
          ),
      )
      .default([])
      .describe('Required reviewers of the GitHub environment; bootstrap sets them.'),
    replaceable: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Services, or loki and grafana, whose ECS service a deploy may replace or destroy: all their tasks stop at once. Without it the deploy refuses such a plan. Take the names out again afterwards.',
      ),
    freeze: z
      .array(
        z.strictObject({
          from: day,
          until: day.describe('The last day, UTC.'),
          reason: z.string().min(1).max(200).describe('Shown to whom it stops.'),
        }),
      )
      .default([])
      .describe('Days without deployments. A rollback is always allowed.'),
  })
  .describe('What stands between a merge and production.');
