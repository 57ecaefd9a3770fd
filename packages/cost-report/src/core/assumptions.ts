import type { Environment, Service } from '@loki-adoption/environment';
import { decimal, exact } from './decimal.ts';
import { counted, quantity } from './format.ts';
import type { Assumption } from './report.ts';

/** What the corrected model is told. Decimal strings; every one of them appears in the report. */
export interface CorrectedAssumptions {
  /** Stored by CloudWatch per byte ingested: it bills compressed bytes. */
  readonly cloudwatchStorageRatio: string;
  readonly scannedGbPerGb: string;
  readonly readsPerGb: string;
  /** Raw bytes per byte in S3. */
  readonly lokiCompression: string;
  readonly retentionDays: string;
  /** Zones the tasks run in, and in which the endpoint has an address. */
  readonly endpointZones: string;
  /** Who still writes to CloudWatch Logs at the end; the endpoint can go when nobody does. */
  readonly endpointUsers: readonly string[];
  /** Part of what the sidecars push that goes to a Loki in another zone. */
  readonly crossZoneShare: string;
  /** Tasks with a sidecar. */
  readonly sidecars: string;
  readonly streams: string;
  readonly chunkHours: string;
  readonly chunkBytes: string;
  /** Daily index tables that queries keep open in Loki's read path. */
  readonly openTables: string;
  readonly replicas: string;
  readonly replicationFactor: string;
  readonly compute: 'ec2-share' | 'fargate';
  readonly seriesPerSidecar: string;
  readonly scrapeSeconds: string;
}

const LEVELS = 4;

/** The services whose logs go to Loki once the migration is done. */
export function movedServices(environment: Environment): Service[] {
  return Object.values(environment.services).filter((service) => service.collector === 'alloy');
}

export function correctedAssumptions(
  environment: Environment,
  overrides: Partial<CorrectedAssumptions> = {},
): CorrectedAssumptions {
  const tasks = movedServices(environment).reduce((count, service) => count + service.desiredCount, 0);
  const zones = environment.network.subnetIds.length;
  const { replicas, topology, retentionDays } = environment.loki;
  const staying = Object.values(environment.services).filter((service) => service.collector !== 'alloy');
  return {
    cloudwatchStorageRatio: '0.15',
    scannedGbPerGb: '2',
    readsPerGb: '2000',
    lokiCompression: '5',
    retentionDays: String(retentionDays),
    endpointZones: String(zones),
    endpointUsers: [...staying.map((service) => service.name), "Loki's own log"],
    crossZoneShare: exact(decimal(String(zones - 1)).div(decimal(String(zones)))),
    sidecars: String(tasks),
    streams: String(tasks * LEVELS),
    chunkHours: '2',
    chunkBytes: '1572864',
    openTables: '2',
    replicas: String(replicas),
    replicationFactor: topology === 'replicated' && replicas >= 3 ? '3' : '1',
    compute: environment.loki.capacity === 'fargate' ? 'fargate' : 'ec2-share',
    seriesPerSidecar: '29',
    scrapeSeconds: '15',
    ...overrides,
  };
}

export function timesCopies(used: Pick<CorrectedAssumptions, 'replicationFactor'>): string {
  return used.replicationFactor === '1' ? '' : ` × ${used.replicationFactor} copies`;
}

/** The same for people, each with where it comes from. */
export function describeAssumptions(environment: Environment, used: CorrectedAssumptions): Assumption[] {
  const { loki } = environment;
  const own = (name: string, value: string, note: string): Assumption => ({ name, value, from: 'environment', note });
  const assumed = (name: string, value: string, note: string): Assumption => ({ name, value, from: 'assumed', note });
  return [
    own('retention', `${used.retentionDays} days`, 'loki.retentionDays, for both sides; S3 keeps chunks a day longer'),
    own('tasks with a sidecar', used.sidecars, 'the tasks of the services that move'),
    own('streams', used.streams, `one for each task and level, ${LEVELS} levels`),
    own('zones', used.endpointZones, 'one for each subnet'),
    own(
      'Loki',
      `${loki.cpu} CPU units, ${loki.memory} MiB, ${counted(used.replicas, 'task')}`,
      `replication ${used.replicationFactor}`,
    ),
    own(
      'largest volume',
      `${loki.ingest.megabytesPerSecond} MB/s on average`,
      'what this Loki is sized for; beyond it nothing is forecast',
    ),
    own(
      'CloudWatch Logs afterwards',
      used.endpointUsers.length === 0 ? 'nobody' : used.endpointUsers.join(', '),
      'as long as one writes there, the endpoint stays and is no saving',
    ),
    assumed('month', '730 hours', "AWS's convention; no free tier, discount or tax"),
    assumed(
      'CloudWatch storage',
      `${used.cloudwatchStorageRatio} of the bytes ingested`,
      'it bills compressed bytes; 0.09 to 0.4 was seen in accounts',
    ),
    assumed('Logs Insights', `${used.scannedGbPerGb} GB scanned per GB ingested`, "the design's figure"),
    assumed('Loki reads', `${quantity(decimal(used.readsPerGb))} GET per GB ingested`, "the design's figure"),
    assumed('compression in Loki', `${used.lokiCompression} : 1`, 'snappy, 5 to 10 expected by the Loki documentation'),
    assumed(
      'chunks',
      `cut at ${quantity(decimal(used.chunkBytes))} bytes or ${used.chunkHours} h`,
      'streams write without long gaps; gaps cut chunks earlier and add PUTs',
    ),
    assumed('index tables open for queries', used.openTables, 'each is listed every 5 minutes'),
    assumed(
      'between zones',
      `${quantity(decimal(used.crossZoneShare))} of the bytes`,
      'uncompressed, so an upper bound',
    ),
    assumed(
      'compute',
      used.compute,
      used.compute === 'ec2-share'
        ? 'share of an m7g.xlarge, CPU and memory weighed 9 : 1 as AWS splits costs'
        : 'Linux x86',
    ),
    assumed(
      'series kept of each sidecar',
      used.seriesPerSidecar,
      `every ${used.scrapeSeconds} s, in Managed Prometheus`,
    ),
  ];
}
