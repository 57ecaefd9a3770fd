import type { Environment } from '@loki-adoption/environment';
import { type CorrectedAssumptions, movedServices } from './assumptions.ts';
import { DAYS_PER_MONTH, endpointHours, HOURS_PER_MONTH } from './corrected-cloudwatch.ts';
import { type Decimal, decimal, ZERO } from './decimal.ts';
import { counted, quantity } from './format.ts';
import { fixed, type LineModel, perGb } from './line.ts';
import { type Place, priceFor } from './prices.ts';

const CPU_UNITS_PER_VCPU = decimal('1024');
const MIB_PER_GIB = decimal('1024');
const BYTES_PER_GB = decimal('1073741824');
const BYTES_PER_MEGABYTE = decimal('1000000');
const SECONDS_PER_MONTH = HOURS_PER_MONTH.times(decimal('3600'));

/** AWS's split cost allocation: one vCPU weighs as much as 9 GB. The node is the m7g.xlarge of the price book. */
const VCPU_WEIGHT = decimal('9');
const NODE_WEIGHT = VCPU_WEIGHT.times(decimal('4')).plus(decimal('16'));

/** Every 10 minutes, every 15 and every 5 in a month of 730 hours. */
const COMPACTIONS = decimal('4380');
const RETENTION_RUNS = decimal('2920');
const RESYNCS = decimal('8760');
/** One upload of the index head each 15 minutes; delete_requests.gz is uploaded every 5 minutes whatever happens. */
const INDEX_UPLOADS = decimal('2920');
const DELETE_REQUEST_UPLOADS = decimal('8760');

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
    ...requestLines(place, used),
    ...(used.endpointUsers.length === 0 ? [] : [endpointKept(place, used)]),
    ...computeLines(environment, place, used),
    ...sidecarLines(environment, place, used),
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

function requestLines(place: Place, used: CorrectedAssumptions): LineModel[] {
  const copies = decimal(used.replicationFactor);
  const streams = decimal(used.streams);
  const receiving = streams.gt(ZERO);
  // One table a day of retention, and the one being written.
  const tables = receiving ? decimal(used.retentionDays).plus(decimal('1')) : ZERO;
  const byAge = streams.times(HOURS_PER_MONTH).div(decimal(used.chunkHours)).times(copies);
  const bySize = BYTES_PER_GB.div(decimal(used.lokiCompression)).div(decimal(used.chunkBytes)).times(copies);
  const indexPuts = receiving
    ? INDEX_UPLOADS.times(decimal(used.replicas)).plus(INDEX_UPLOADS).plus(RETENTION_RUNS)
    : ZERO;
  const floor = indexPuts.plus(DELETE_REQUEST_UPLOADS);
  const compactorLists = COMPACTIONS.plus(RETENTION_RUNS).times(tables.plus(decimal('1')));
  const readLists = receiving ? RESYNCS.times(decimal(used.openTables)).times(decimal(used.replicas)) : ZERO;
  return [
    {
      key: 's3-put',
      row: 'requests',
      label: 'S3 PUT',
      quantity: { fixed: floor, atLeast: byAge, perGb: bySize },
      price: priceFor('s3Writes', place),
      describe: (_volume, puts) => ({
        quantity: `${quantity(puts)} requests`,
        formula: `max(${used.streams} streams × 730 h ÷ ${used.chunkHours} h, full chunks)${timesCopies(used)} + ${quantity(floor)} for index and deletes`,
      }),
      why: 'chunks are cut by age, so their number follows the streams, not the volume',
    },
    {
      key: 's3-list',
      row: 'requests',
      label: 'S3 LIST',
      quantity: fixed(compactorLists.plus(readLists)),
      price: priceFor('s3Writes', place),
      describe: (_volume, lists) => ({
        quantity: `${quantity(lists)} requests`,
        formula: `7,300 compactor runs × (${quantity(tables)} tables + 1) + ${quantity(readLists)} by the read path`,
      }),
      why: 'the design leaves out LIST, which costs as much as PUT and grows with the days of retention',
    },
    {
      key: 's3-get',
      row: 'requests',
      label: 'S3 GET',
      quantity: perGb(decimal(used.readsPerGb)),
      price: priceFor('s3Reads', place),
      describe: (volume, gets) => ({
        quantity: `${quantity(gets)} requests`,
        formula: `${quantity(volume)} GB × ${quantity(decimal(used.readsPerGb))}`,
      }),
      why: '',
    },
  ];
}

function computeLines({ loki }: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  const replicas = decimal(used.replicas);
  const vcpus = decimal(String(loki.cpu)).div(CPU_UNITS_PER_VCPU);
  const gigabytes = decimal(String(loki.memory)).div(MIB_PER_GIB);
  const validUpTo = decimal(String(loki.ingest.megabytesPerSecond))
    .times(BYTES_PER_MEGABYTE)
    .times(SECONDS_PER_MONTH)
    .div(BYTES_PER_GB);
  const common = {
    row: 'compute',
    why: "no AWS price gives the design's 8 dollars for this task",
    validUpTo,
  } as const;
  if (used.compute === 'ec2-share') {
    const share = weight(vcpus, gigabytes).div(NODE_WEIGHT);
    return [
      {
        ...common,
        key: 'loki-node-share',
        label: 'Loki, share of a node',
        quantity: fixed(share.times(HOURS_PER_MONTH).times(replicas)),
        price: priceFor('node', place),
        describe: (_volume, hours) => ({
          quantity: `${quantity(hours)} node hours`,
          formula: `${counted(used.replicas, 'task')} × (9 × ${quantity(vcpus)} vCPU + ${quantity(gigabytes)} GB) ÷ (9 × 4 + 16) × 730 h`,
        }),
      },
    ];
  }
  const line = (key: string, label: string, unit: string, size: Decimal, price: 'fargateCpu' | 'fargateMemory') => ({
    ...common,
    key,
    label,
    quantity: fixed(size.times(HOURS_PER_MONTH).times(replicas)),
    price: priceFor(price, place),
    describe: (_volume: Decimal, hours: Decimal) => ({
      quantity: `${quantity(hours)} ${unit}-hours`,
      formula: `${counted(used.replicas, 'task')} × ${quantity(size)} ${unit} × 730 h`,
    }),
  });
  return [
    line('loki-fargate-cpu', 'Loki, Fargate vCPU', 'vCPU', vcpus, 'fargateCpu'),
    line('loki-fargate-memory', 'Loki, Fargate memory', 'GB', gigabytes, 'fargateMemory'),
  ];
}

function sidecarLines(environment: Environment, place: Place, used: CorrectedAssumptions): LineModel[] {
  if (movedServices(environment).length === 0) return [];
  const { alloy, adot } = environment;
  const vcpus = decimal(String(alloy.cpu - adot.cpu)).div(CPU_UNITS_PER_VCPU);
  const gigabytes = decimal(String(alloy.memory - adot.memory)).div(MIB_PER_GIB);
  const share = weight(vcpus, gigabytes).div(NODE_WEIGHT);
  return [
    {
      key: 'sidecar-difference',
      row: 'sidecars',
      label: 'sidecar size, Alloy less ADOT',
      quantity: fixed(share.times(HOURS_PER_MONTH).times(decimal(used.sidecars))),
      price: priceFor('node', place),
      describe: (_volume, hours) => ({
        quantity: `${quantity(hours)} node hours`,
        formula: `${used.sidecars} sidecars × (9 × ${quantity(vcpus)} vCPU + ${quantity(gigabytes)} GB) ÷ (9 × 4 + 16) × 730 h`,
      }),
      why: 'from the sizes in the environment, not taken as 0',
    },
  ];
}

function weight(vcpus: Decimal, gigabytes: Decimal): Decimal {
  return VCPU_WEIGHT.times(vcpus).plus(gigabytes);
}

function timesCopies(used: CorrectedAssumptions): string {
  return used.replicationFactor === '1' ? '' : ` × ${used.replicationFactor} copies`;
}
