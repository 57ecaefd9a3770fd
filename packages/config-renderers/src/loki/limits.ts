import { type Environment, streamLimit } from '@loki-adoption/environment';
import { commented, type Mapping } from '../yaml.ts';
import { retentionOf } from './retention.ts';

/** How far the limits lie above the declared rate: after an outage all sidecars send what they hold at once. */
const HEADROOM = 4;

/**
 * Loki's limits. Those of one stream equal those of all: a refusal for a single stream can reach the sender as a
 * success, and the lines are gone.
 */
export function lokiLimits(environment: Environment): Mapping {
  const { limits, topology, deletion } = environment.loki;
  const { keptHours, lookbackHours, oldestLineHours } = retentionOf(environment);
  const rate = ingestionRate(environment);
  const burst = 2 * rate;
  return {
    ...(topology === 'replicated' ? { ingestion_rate_strategy: perReplica() } : {}),
    ingestion_rate_mb: rate,
    ingestion_burst_size_mb: burst,
    per_stream_rate_limit: commented(
      'As much for one stream as for all: Loki can refuse lines of one and still answer 204.',
      `${rate}MB`,
    ),
    per_stream_rate_limit_burst: `${burst}MB`,
    shard_streams: {
      enabled: commented('Repeats after a retry are dropped within a stream only, so a stream has to stay one.', false),
    },
    // The limit per ingester, max_streams_per_user, does nothing while this one has its default.
    max_global_streams_per_user: streamLimit(environment),
    max_line_size: commented('The sidecars drop longer lines themselves, and count them.', `${limits.lineKilobytes}KB`),
    max_entries_limit_per_query: limits.entriesPerQuery,
    retention_period: `${keptHours}h`,
    max_query_lookback: commented(
      'Expired lines leave queries at once, not when the compactor gets to them.',
      `${lookbackHours}h`,
    ),
    max_query_length: commented('Lookback is the limit; the default of 30 days would be another.', '0s'),
    query_timeout: `${queryTimeoutSeconds(environment)}s`,
    reject_old_samples: true,
    reject_old_samples_max_age: `${oldestLineHours}h`,
    volume_enabled: true,
    deletion_mode: deletion,
  };
}

/** What people wait for has to be allowed to take as long; within reason, for a query holds memory. */
export function queryTimeoutSeconds({ loki }: Environment): number {
  return Math.min(Math.max(60, ...loki.queries.map(({ within }) => within)), 3600);
}

/** MB/s that each Loki task takes before it refuses. */
function ingestionRate({ loki }: Environment): number {
  const derived = Math.ceil(loki.ingest.megabytesPerSecond * HEADROOM);
  return loki.limits.ingestionMegabytesPerSecond ?? Math.max(derived, HEADROOM);
}

function perReplica() {
  return commented(
    'For each replica, not divided by their number: connections of sidecars last, and gather on few replicas.',
    'local',
  );
}
