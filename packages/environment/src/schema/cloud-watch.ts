import * as z from 'zod';

/** Retention periods that CloudWatch Logs takes, in days (PutRetentionPolicy in its API reference). */
export const RETENTION_PERIODS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** What becomes of the log groups that the services write to, and wrote to. */
export const cloudWatchSchema = z
  .strictObject({
    retentionDays: z
      .literal(RETENTION_PERIODS, `expected a period that CloudWatch Logs takes: ${RETENTION_PERIODS.join(', ')}`)
      .optional()
      .describe(
        "Days that the services' log groups keep their lines, those that somebody else made included: older lines are deleted. " +
          'Default: those keep what they have, and new groups keep lines for as long as Loki does, or a little longer.',
      ),
  })
  .describe("The services' log groups in CloudWatch Logs. `adopt bootstrap` applies it.");
