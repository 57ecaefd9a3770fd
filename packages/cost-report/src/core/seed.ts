import { type Decimal, decimal } from './decimal.ts';
import { grouped, quantity } from './format.ts';
import { fixed, type LineModel, perGb } from './line.ts';
import type { Price } from './prices.ts';
import type { Row } from './report.ts';

/**
 * The estimate in the adoption design, line by line: its own unit costs (us-east-1) for 50 GB a month, 7 days and one
 * Loki task. Another volume scales what the design gives per GB, its request counts included.
 */
export interface SeedLines {
  readonly cloudwatch: readonly LineModel[];
  readonly loki: readonly LineModel[];
}

const DESIGN_VOLUME_GB = decimal('50');
const PUTS_PER_GB = decimal('10000');
const GETS_PER_GB = decimal('2000');

/** `requests: 'fixed'` holds the request counts at those of 50 GB. */
export function seedLines(options: { requests: 'per-gb' | 'fixed' } = { requests: 'per-gb' }): SeedLines {
  const requests = (count: Decimal) =>
    options.requests === 'per-gb' ? perGb(count) : fixed(count.times(DESIGN_VOLUME_GB));
  const gigabytes = (volume: Decimal): string => `${quantity(volume)} GB`;
  const thousands = (_volume: Decimal, count: Decimal): string => `${quantity(count.div(decimal('1000')))}K requests`;
  const one = decimal('1');
  return {
    cloudwatch: [
      line('ingest', 'Ingestion', perGb(one), price('0.50', '$0.50/GB'), (volume) => `${gigabytes(volume)}/month`),
      line(
        'storage',
        'Storage',
        perGb(one),
        price('0.03', '$0.03/GB'),
        (volume) => `${gigabytes(volume)} × 7 days avg`,
      ),
      line(
        'queries',
        'Queries',
        perGb(decimal('2')),
        price('0.005', '$0.005/GB'),
        (_volume, scanned) => `${gigabytes(scanned)} scanned`,
      ),
      line('endpoint', 'VPC Endpoint', fixed(one), price('7.50', '~$7.50/month'), () => '1 endpoint'),
    ],
    loki: [
      line('storage', 'S3 Storage', perGb(one), price('0.023', '$0.023/GB'), (volume) => `${gigabytes(volume)}/month`),
      line('requests', 'S3 PUT Requests', requests(PUTS_PER_GB), price('0.005', '$0.005/1K', '1000'), thousands),
      line('requests', 'S3 GET Requests', requests(GETS_PER_GB), price('0.0004', '$0.0004/1K', '1000'), thousands),
      line('compute', 'ECS Task (Loki)', fixed(one), price('8.00', '~$8/month'), () => '512 CPU, 1024 MB'),
      line('sidecars', 'ECS Task (Alloy delta)', fixed(decimal('0')), price('0', '$0'), () => '~0 (replaces ADOT)'),
    ],
  };
}

function price(usd: string, text: string, per = '1'): Price {
  return { tiers: [{ from: '0', usd }], per, unit: '', text };
}

function line(
  row: Row,
  label: string,
  amount: LineModel['quantity'],
  unitPrice: Price,
  describe: (volume: Decimal, quantity: Decimal) => string,
): LineModel {
  return {
    key: `design-${label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/-$/, '')}`,
    row,
    label,
    quantity: amount,
    price: unitPrice,
    describe: (volume, count) => ({
      quantity: describe(volume, count),
      formula: `${grouped(count, count.eq(count.toFixed(0)) ? 0 : 2)} × ${unitPrice.text.replace('~', '')}`,
    }),
    why: '',
  };
}
