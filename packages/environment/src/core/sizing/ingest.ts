import type { Environment } from '../../schema/environment.ts';
import {
  INGEST_CPU_SECONDS_PER_MEGABYTE,
  INGEST_MEMORY,
  LEAST_MEMORY_MEBIBYTES,
  REPLICATION_FACTOR,
  SUSTAINED_MEGABYTES_PER_SECOND_PER_VCPU,
} from './measured.ts';

/** How often each line is ingested. */
export function copiesOf({ topology }: Pick<Environment['loki'], 'topology'>): number {
  return topology === 'replicated' ? REPLICATION_FACTOR : 1;
}

/** What the declared peak asks of each Loki task. */
export interface IngestDemand {
  /** MB/s, copies included, spread evenly over the replicas. */
  readonly megabytesPerSecond: number;
  /** vCPU that ingesting alone keeps busy. */
  readonly busyVcpu: number;
  /** vCPU with room for everything else. */
  readonly neededVcpu: number;
  /** MiB: in proportion to what was measured, and never less than Loki was run with. */
  readonly neededMemory: number;
}

export function ingestDemand(loki: Pick<Environment['loki'], 'topology' | 'replicas' | 'ingest'>): IngestDemand {
  const megabytesPerSecond = (loki.ingest.megabytesPerSecond * copiesOf(loki)) / loki.replicas;
  const inProportion = (INGEST_MEMORY.mebibytes * megabytesPerSecond) / INGEST_MEMORY.megabytesPerSecond;
  return {
    megabytesPerSecond,
    busyVcpu: megabytesPerSecond * INGEST_CPU_SECONDS_PER_MEGABYTE,
    neededVcpu: megabytesPerSecond / SUSTAINED_MEGABYTES_PER_SECOND_PER_VCPU,
    neededMemory: Math.max(LEAST_MEMORY_MEBIBYTES, Math.ceil(inProportion)),
  };
}
