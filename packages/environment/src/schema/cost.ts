import * as z from 'zod';

/** What is charged for, as the price book of packages/cost-report names it. */
export const PRICE_ITEMS = [
  'logsIngest',
  'logsIngestInfrequent',
  'logsStorage',
  'logsInsights',
  'endpointHours',
  'endpointBytes',
  's3Storage',
  's3Writes',
  's3Reads',
  'ebsStorage',
  'efsStorage',
  'crossZone',
  'node',
  'fargateCpu',
  'fargateMemory',
  'metricSamples',
] as const;

const usd = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,5})(\.[0-9]{1,10})?$/, 'expected an amount of USD in quotes such as "0.50"');

/** What logging may cost, and how that is computed. */
export const costSchema = z
  .strictObject({
    assumptions: z.enum(['seed', 'corrected']).describe("corrected, or the estimate of the migration's design."),
    prices: z
      .partialRecord(z.enum(PRICE_ITEMS), usd)
      .default({})
      .describe("Your own prices, in USD for the unit of the price book, in place of AWS's list prices."),
    volume: z
      .strictObject({
        gigabytesPerMonth: z
          .number()
          .positive()
          .describe('GB of 2^30 bytes that the services that move write in a month.'),
      })
      .describe('How much is logged.'),
    budget: z
      .strictObject({
        minimumSavingPercent: z
          .number()
          .min(-100)
          .max(100)
          .describe('Below it the verdict is: fail. Negative: Loki may cost more.'),
      })
      .describe('What has to come of it.'),
  })
  .describe('What logging may cost, and how that is computed.');
