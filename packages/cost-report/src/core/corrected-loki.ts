import type { Environment } from '@loki-adoption/environment';
import { type CorrectedAssumptions, timesCopies } from './assumptions.ts';
import { endpointHours } from './corrected-cloudwatch.ts';
import { decimal } from './decimal.ts';
import { quantity } from './format.ts';
import { fixed, type LineModel, perGb } from './line.ts';
import { computeLines, grafanaLines, sidecarLines } from './loki-compute.ts';
import { diskLines } from './loki-disks.ts';
import { requestLines } from './loki-requests.ts';
import { type Place, priceFor } from './prices.ts';
import { DAYS_PER_MONTH, SECONDS_PER_MONTH } from './units.ts';

/** Loki and what comes with it once the services that move have moved. */
export function lokiLines(environment: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  const copies = decimal(used.replicationFactor);
  const chunkDays = decimal(used.retentionDays).plus(decimal('1'));
  const stored = chunkDays.div(DAYS_PER_MONTH).div(decimal(used.lokiCompression)).times(copies);
  return [
    {
      key: 'loki-storage',
      row: 'storage',
      label: 'chunks in S3',
      quantity: perGb(stored),
      price: priceFor('s3Storage', place),
      describe: (volume, gigabytes) => ({
        quantity: `${quantity(gigabytes)} GB-months`,
        formula: `${quantity(volume)} GB × ${quantity(chunkDays)} days ÷ 30.42 ÷ ${used.lokiCompression}${timesCopies(used)}`,
      }),
      why: 'S3 holds compressed chunks for the retention plus a day; the design has the raw volume for a whole month',
    },
    ...diskLines(environment, place, used),
    ...requestLines(environment, place, used),
    ...(used.endpointUsers.length === 0 ? [] : [endpointKept(place, used)]),
    ...computeLines(environment, place, used),
    ...sidecarLines(environment, place, used),
    ...grafanaLines(environment, place),
    {
      key: 'cross-zone',
      row: 'zones',
      label: 'pushes to another zone',
      quantity: perGb(decimal(used.crossZoneShare).times(copies).times(decimal('2'))),
      price: priceFor('crossZone', place),
      describe: (volume, gigabytes) => ({
        quantity: `${quantity(gigabytes)} GB`,
        formula: `${quantity(volume)} GB × ${quantity(decimal(used.crossZoneShare))} × 2 ways${timesCopies(used)}`,
      }),
      why: 'tasks and Loki run in several zones; AWS bills both ways',
    },
    {
      key: 'sidecar-metrics',
      row: 'metrics',
      label: "samples of Alloy's own series",
      quantity: fixed(
        decimal(used.sidecars)
          .times(decimal(used.seriesPerSidecar))
          .times(SECONDS_PER_MONTH)
          .div(decimal(used.scrapeSeconds)),
      ),
      price: priceFor('metricSamples', place),
      describe: (_volume, samples) => ({
        quantity: `${quantity(samples)} samples`,
        formula: `${used.sidecars} sidecars × ${used.seriesPerSidecar} series × 730 h ÷ ${used.scrapeSeconds} s`,
      }),
      why: 'each sidecar reports on itself; the free 40 million samples are left to the other metrics',
    },
  ];
}

function endpointKept(place: Place, used: CorrectedAssumptions): LineModel {
  return { ...endpointHours(place, used), why: `stays for ${used.endpointUsers.join(', ')}: no saving` };
}
