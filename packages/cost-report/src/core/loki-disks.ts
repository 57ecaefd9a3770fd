import type { Environment } from '@loki-adoption/environment';
import { type CorrectedAssumptions, timesCopies } from './assumptions.ts';
import { decimal } from './decimal.ts';
import { counted, quantity } from './format.ts';
import { fixed, type LineModel, perGb } from './line.ts';
import { type Place, priceFor } from './prices.ts';
import { HOURS_PER_MONTH } from './units.ts';

/** Hours of lines in a write-ahead log: those that aren't in the bucket yet, and as many in its checkpoint. */
const HOURS_IN_LOG = decimal('4');

/** The disk of a Loki task, where it is billed by itself: host and ephemeral are part of the compute. */
export function diskLines({ loki }: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  const { wal, gigabytes } = loki.storage;
  if (wal === 'ebs') {
    return [
      {
        key: 'loki-ebs',
        row: 'storage',
        label: "EBS volumes of Loki's tasks",
        quantity: fixed(decimal(String(gigabytes)).times(decimal(used.replicas))),
        price: priceFor('ebsStorage', place),
        describe: (_volume, months) => ({
          quantity: `${quantity(months)} GB-months`,
          formula: `${counted(used.replicas, 'task')} × ${gigabytes} GB of gp3`,
        }),
        why: 'the design has no disk',
      },
    ];
  }
  if (wal !== 'efs') return [];
  return [
    {
      key: 'loki-efs',
      row: 'storage',
      label: "Loki's write-ahead log on EFS",
      quantity: perGb(HOURS_IN_LOG.div(HOURS_PER_MONTH).times(decimal(used.replicationFactor))),
      price: priceFor('efsStorage', place),
      describe: (volume, months) => ({
        quantity: `${quantity(months)} GB-months`,
        formula: `${quantity(volume)} GB × 4 h ÷ 730 h${timesCopies(used)}`,
      }),
      why: 'the design has no disk',
    },
  ];
}
