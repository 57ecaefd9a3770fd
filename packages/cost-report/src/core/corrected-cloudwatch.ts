import type { CorrectedAssumptions } from './assumptions.ts';
import { type Decimal, decimal } from './decimal.ts';
import { counted, quantity } from './format.ts';
import { fixed, type LineModel, perGb } from './line.ts';
import { type Place, priceFor } from './prices.ts';
import { DAYS_PER_MONTH, HOURS_PER_MONTH } from './units.ts';

/** CloudWatch Logs as it is before the migration, or with every log group in the Infrequent Access class. */
export function cloudwatchLines(
  place: Place,
  used: CorrectedAssumptions,
  logClass: 'standard' | 'infrequent-access',
): LineModel[] {
  const ingestPrice = priceFor(logClass === 'standard' ? 'logsIngest' : 'logsIngestInfrequent', place);
  const stored = decimal(used.retentionDays).div(DAYS_PER_MONTH).times(decimal(used.cloudwatchStorageRatio));
  return [
    {
      key: 'cloudwatch-ingest',
      row: 'ingest',
      label: 'log data ingested',
      quantity: perGb(decimal('1')),
      price: ingestPrice,
      describe: (volume) => ({ quantity: `${quantity(volume)} GB`, formula: 'volume' }),
      why: 'the price of the region',
    },
    {
      key: 'cloudwatch-storage',
      row: 'storage',
      label: 'log data stored',
      quantity: perGb(stored),
      price: priceFor('logsStorage', place),
      describe: (volume, gigabytes) => ({
        quantity: `${quantity(gigabytes)} GB-months`,
        formula: `${quantity(volume)} GB × ${used.retentionDays} days ÷ 30.42 × ${used.cloudwatchStorageRatio}`,
      }),
      why: 'billed for the days it is kept, and compressed; the design bills the raw volume for a whole month',
    },
    {
      key: 'cloudwatch-queries',
      row: 'queries',
      label: 'Logs Insights queries',
      quantity: perGb(decimal(used.scannedGbPerGb)),
      price: priceFor('logsInsights', place),
      describe: (volume, scanned) => ({
        quantity: `${quantity(scanned)} GB scanned`,
        formula: `${quantity(volume)} GB × ${used.scannedGbPerGb}`,
      }),
      why: '',
    },
    endpointHours(place, used),
    {
      key: 'endpoint-data',
      row: 'endpoint',
      label: 'endpoint data',
      quantity: perGb(decimal('1')),
      price: priceFor('endpointBytes', place),
      describe: (volume) => ({ quantity: `${quantity(volume)} GB`, formula: 'volume' }),
      why: 'the design leaves out what the endpoint takes per GB',
    },
  ];
}

/** The interface endpoint for logs; on both sides as long as something writes to CloudWatch Logs. */
export function endpointHours(place: Place, used: CorrectedAssumptions): LineModel {
  const hours: Decimal = decimal(used.endpointZones).times(HOURS_PER_MONTH);
  return {
    key: 'endpoint-hours',
    row: 'endpoint',
    label: 'endpoint hours',
    quantity: fixed(hours),
    price: priceFor('endpointHours', place),
    describe: (_volume, total) => ({
      quantity: `${quantity(total)} hours`,
      formula: `${counted(used.endpointZones, 'zone')} × 730 h`,
    }),
    why: 'paid in each zone, 730 hours a month; the design has one zone and 750 hours',
    shared: true,
  };
}
