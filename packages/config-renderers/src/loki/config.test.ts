import type { Environment } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { LEVEL_LABELS } from '../alloy/levels.ts';
import { realEnvironments, replicated, sample } from '../test-environments.ts';
import { LOKI_OPTIONS } from '../testing/loki-options.ts';
import { lokiConfig } from './config.ts';
import { optionProblems } from './option-table.ts';

/** The sample with another Loki. */
function withLoki(changed: Partial<Environment['loki']>): Environment {
  const environment = sample('rollout');
  return { ...environment, loki: { ...environment.loki, ...changed } };
}

function withLimits(limits: Partial<Environment['loki']['limits']>): Environment {
  return withLoki({ limits: { ...sample('rollout').loki.limits, ...limits } });
}

const config = (environment: Environment) => parse(lokiConfig(environment));

describe('lokiConfig', () => {
  it.each(
    [...realEnvironments(), sample('rollout'), replicated('rollout')].map(
      (each, i) => [`${each.name} ${i}`, each] as const,
    ),
  )('sets only options that Loki 3.7.6 has, where it has them, for %s', (_name, environment) =>
    expect(optionProblems(LOKI_OPTIONS, config(environment))).toEqual([]),
  );

  it('spends the memory of the task that Loki has to itself', () => {
    expect(config(withLoki({ memory: 4096 }))).toMatchObject({
      ingester: { wal: { replay_memory_ceiling: '2880MB' } },
      chunk_store_config: { chunk_cache_config: { embedded_cache: { enabled: true, max_size_mb: 384 } } },
      query_range: { results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: 192 } } } },
    });
  });

  it('flushes what is in memory when it is stopped', () => {
    expect(config(sample('rollout'))).toMatchObject({ ingester: { wal: { enabled: true, flush_on_shutdown: true } } });
  });

  it('lets a query take as long as people wait for one, an hour at most, and an answer longer', () => {
    const queries = [{ class: 'json-count' as const, share: 1, within: 150 }];
    const slow = [{ class: 'json-count' as const, share: 1, within: 86_400 }];
    expect([[], queries, slow].map((each) => times(config(withLoki({ queries: each }))))).toEqual([
      ['60s', '120s', '120s'],
      ['150s', '210s', '210s'],
      ['3600s', '3660s', '3660s'],
    ]);
  });
});

function times({ limits_config: limits, server }: ReturnType<typeof config>): unknown[] {
  return [limits.query_timeout, server.http_server_read_timeout, server.http_server_write_timeout];
}

describe('one task', () => {
  it('keeps the ring in memory, and is ready as soon as it has settled', () => {
    const { memberlist, ...single } = config(sample('rollout'));
    expect(memberlist).toBeUndefined();
    expect(single).toMatchObject({
      common: { replication_factor: 1, ring: { kvstore: { store: 'inmemory' } } },
      ingester: { lifecycler: { min_ready_duration: '15s' } },
    });
    expect(single.ingester.autoforget_unhealthy).toBeUndefined();
  });
});

describe('replicas', () => {
  const three = () => config(replicated('rollout'));

  it('share a ring that keeps three copies and forgets the dead', () => {
    expect(three()).toMatchObject({
      common: { replication_factor: 3, ring: { kvstore: { store: 'memberlist' } } },
      memberlist: { bind_port: 7946, join_members: ['loki:7946'], rejoin_interval: '30s' },
      ingester: { autoforget_unhealthy: true },
    });
  });

  it('have no id in the file that they share, so that each takes its own hostname', () => {
    expect(lokiConfig(replicated('rollout'))).not.toMatch(/^ *(instance_id|id|instance_addr):/m);
  });

  it('are ready only after an index sync, and before a new compactor begins', () => {
    const { ingester, storage_config: storage, compactor } = three();
    expect(ingester.lifecycler.min_ready_duration).toBe('300s');
    expect(storage.tsdb_shipper.resync_interval).toBe('300s');
    expect(compactor.compaction_interval).toBe('10m');
  });

  it('each take the declared rate: a divided limit would refuse lines where connections gather', () => {
    const { limits_config: limits } = three();
    expect(limits).toMatchObject({ ingestion_rate_strategy: 'local', ingestion_rate_mb: 20 });
    expect(config(sample('rollout')).limits_config.ingestion_rate_strategy).toBeUndefined();
  });
});

describe('limits', () => {
  it.each([
    [0.1, 4, 8],
    [2.6, 11, 22],
    [5, 20, 40],
  ])('leave headroom above %s MB/s, for one stream as for all', (megabytesPerSecond, rate, burst) => {
    expect(config(withLoki({ ingest: { megabytesPerSecond } })).limits_config).toMatchObject({
      ingestion_rate_mb: rate,
      ingestion_burst_size_mb: burst,
      per_stream_rate_limit: `${rate}MB`,
      per_stream_rate_limit_burst: `${burst}MB`,
      shard_streams: { enabled: false },
    });
  });

  it('that are declared replace derived ones', () => {
    const declared = { ingestionMegabytesPerSecond: 7, streams: 500, lineKilobytes: 64, entriesPerQuery: 250 };
    expect(config(withLimits(declared)).limits_config).toMatchObject({
      ingestion_rate_mb: 7,
      per_stream_rate_limit: '7MB',
      max_global_streams_per_user: 500,
      max_line_size: '64KB',
      max_entries_limit_per_query: 250,
    });
  });

  it('of streams grow with the tasks', () => {
    const environment = sample('rollout');
    const streamsOf = (desiredCount: number) => {
      const services = Object.entries(environment.services).map(([name, each]) => [name, { ...each, desiredCount }]);
      return config({ ...environment, services: Object.fromEntries(services) }).limits_config[
        'max_global_streams_per_user'
      ];
    };
    const moving = Object.values(environment.services).filter(({ collector }) => collector !== 'none').length;
    expect(streamsOf(1)).toBe(10_000);
    expect(streamsOf(1000)).toBe(moving * 1000 * (LEVEL_LABELS.length + 1) * 4);
  });

  it('of time follow from retention', () => {
    const { limits_config: limits } = config(withLoki({ retentionDays: 30 }));
    expect(limits).toMatchObject({
      retention_period: '720h',
      max_query_lookback: '720h',
      max_query_length: '0s',
      reject_old_samples_max_age: '168h',
    });
    const day = config(withLoki({ retentionDays: 1 })).limits_config;
    expect(day).toMatchObject({ retention_period: '24h', reject_old_samples_max_age: '24h' });
  });

  it('let queries look back less far than lines are kept, never further', () => {
    const lookback = (lookbackDays: number) => config(withLimits({ lookbackDays })).limits_config;
    expect(lookback(2)).toMatchObject({ retention_period: '168h', max_query_lookback: '48h' });
    expect(lookback(100)).toMatchObject({ retention_period: '168h', max_query_lookback: '168h' });
  });
});
