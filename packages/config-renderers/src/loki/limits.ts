import type { Data } from '../yaml.ts';

/** How far the limits lie above the declared rate: after an outage all sidecars send what they hold at once. */
const HEADROOM = 4;
const WEEK_HOURS = 168;

/**
 * Loki's limits for a declared ingest rate (MB/s, all services together) and a retention in hours. The limits of one
 * stream equal those of all: a refusal for a single stream can reach the sender as a success, and the lines are gone.
 */
export function lokiLimits(megabytesPerSecond: number, retentionHours: number): Data {
  const rate = Math.max(Math.ceil(megabytesPerSecond * HEADROOM), HEADROOM);
  const burst = 2 * rate;
  return {
    ingestion_rate_mb: rate,
    ingestion_burst_size_mb: burst,
    per_stream_rate_limit: `${rate}MB`,
    per_stream_rate_limit_burst: `${burst}MB`,
    // Repeats after a retry are dropped within a stream only, so a stream has to stay one.
    shard_streams: { enabled: false },
    // The limit per ingester, max_streams_per_user, does nothing while this one has its default.
    max_global_streams_per_user: 10_000,
    max_entries_limit_per_query: 5000,
    retention_period: `${retentionHours}h`,
    // Expired lines disappear from queries at once, not when the compactor gets to them.
    max_query_lookback: `${retentionHours}h`,
    reject_old_samples: true,
    reject_old_samples_max_age: `${Math.min(retentionHours, WEEK_HOURS)}h`,
    volume_enabled: true,
  };
}
