import type { QueryClass } from '../../schema/loki.ts';

/*
 * What Loki 3.7.6 did when it was run for real with the configuration that is rendered here: JSON lines of 390 to 420 bytes, pushed
 * gzipped in batches of 512 KiB, 12 to 20 streams. A real object store, larger lines or thousands of streams give other
 * figures: `adopt bench` measures them on the installation itself. 1 MB are 10^6 bytes.
 */

/** At 0.5 vCPU and 1 GiB, 10 MB/s for 40 s were accepted whole, and took all of the CPU; 1 vCPU ingests 19 MB/s. */
export const INGEST_CPU_SECONDS_PER_MEGABYTE = 0.052;

/** MB/s that one vCPU takes with half of itself left for queries, compaction and what comes after an outage. */
export const SUSTAINED_MEGABYTES_PER_SECOND_PER_VCPU = 10;

/** A task of 1 GiB held 10 MB/s: 488 MB resident, 809 MB with the page cache at the peak. */
export const INGEST_MEMORY = { mebibytes: 1024, megabytesPerSecond: 10 } as const;

/** Below this Loki wasn't run. */
export const LEAST_MEMORY_MEBIBYTES = 512;

/** The latest lines of a selector with a line filter over 7 days: newest first, and done at the limit of 100 lines. */
export const NEWEST_SECONDS = 0.6;

export interface MeasuredScan {
  /** Bytes that the selector matched, in MB. */
  readonly megabytes: number;
  /** How long the answer took. */
  readonly seconds: number;
}

/**
 * Queries over 7 days at 1 vCPU and 2 GiB, the object store on the same machine, the cache of results off. The answer takes longer
 * than its CPU time alone (a filter scans 200 MB in a CPU-second), and waiting is what people declare, so the clock counts. Of two
 * measurements of a class the slower one stands here.
 */
export const SCANS: Readonly<Record<Exclude<QueryClass, 'newest'>, MeasuredScan>> = {
  'line-filter': { megabytes: 490, seconds: 4.3 },
  'json-filter': { megabytes: 490, seconds: 5.6 },
  'json-after-line-filter': { megabytes: 490, seconds: 3.8 },
  count: { megabytes: 1900, seconds: 26 },
  'json-count': { megabytes: 1900, seconds: 25 },
};

/** Every line is written to this many replicas of a ring, and read from all of them. */
export const REPLICATION_FACTOR = 3;
