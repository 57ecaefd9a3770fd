import { readFileSync } from 'node:fs';
import type { Environment } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { realEnvironments, replicated, sample } from '../test-environments.ts';
import { lokiConfig } from './config.ts';
import { lokiLimits } from './limits.ts';

/** Option path → type, of every option that Loki 3.7.6 has. A list of mappings shows as `path[]`. */
const OPTIONS = new Map(
  readFileSync(new URL('../fixtures/loki-3.7.6-options.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [section = '', ...leaves] = line.split(' ');
      return leaves.map((leaf): [string, string] => {
        const [name, type = ''] = leaf.split(':');
        return [section === '.' ? `${name}` : `${section}.${name}`, type];
      });
    }),
);

describe('lokiConfig', () => {
  it.each(
    [...realEnvironments(), sample('rollout'), replicated('rollout')].map(
      (each, i) => [`${each.name} ${i}`, each] as const,
    ),
  )('sets only options that Loki 3.7.6 has, where it has them, for %s', (_name, environment) =>
    expect(problems(parse(lokiConfig(environment)))).toEqual([]),
  );

  it('is checked by a table that finds unknown, misplaced and mistyped options', () => {
    expect(OPTIONS.size).toBeGreaterThan(2900);
    expect(
      problems({
        limits_config: { max_streams: 1, retention_period: 168 },
        flush_on_shutdown: true,
        ingester: { wal: { flush_on_shutdown: 'yes' } },
        schema_config: { configs: [{ form: '2024-01-01' }] },
      }),
    ).toEqual([
      'limits_config.max_streams: unknown',
      'limits_config.retention_period: number instead of string',
      'flush_on_shutdown: unknown',
      'ingester.wal.flush_on_shutdown: string instead of boolean',
      'schema_config.configs[].form: unknown',
    ]);
  });

  it('derives sizes from the environment', () => {
    const environment = sample('rollout');
    const larger: Environment = { ...environment, loki: { ...environment.loki, memory: 4096, retentionDays: 30 } };
    expect(parse(lokiConfig(larger))).toMatchObject({
      ingester: { wal: { flush_on_shutdown: true, replay_memory_ceiling: '3072MB' } },
      limits_config: { retention_period: '720h', max_query_lookback: '720h', reject_old_samples_max_age: '168h' },
    });
  });

  it('keeps the ring in memory for one task, and in a memberlist with three copies for several', () => {
    expect(parse(lokiConfig(sample('rollout')))).toMatchObject({
      common: { replication_factor: 1, ring: { kvstore: { store: 'inmemory' } } },
    });
    expect(parse(lokiConfig(replicated('rollout')))).toMatchObject({
      common: { replication_factor: 3, ring: { kvstore: { store: 'memberlist' } } },
      memberlist: { join_members: ['loki:7946'] },
      ingester: { autoforget_unhealthy: true },
    });
  });
});

describe('lokiLimits', () => {
  it.each([
    [0.1, 4, 8],
    [2.6, 11, 22],
    [5, 20, 40],
  ])('leaves headroom above %s MB/s, for one stream as for all', (declared, rate, burst) => {
    expect(lokiLimits(declared, 24)).toMatchObject({
      ingestion_rate_mb: rate,
      ingestion_burst_size_mb: burst,
      per_stream_rate_limit: `${rate}MB`,
      per_stream_rate_limit_burst: `${burst}MB`,
      shard_streams: { enabled: false },
      reject_old_samples_max_age: '24h',
    });
  });
});

function problems(value: unknown, path = ''): string[] {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
    return value.flatMap((item) => problems(item, `${path}[]`));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, of]) => problems(of, path === '' ? key : `${path}.${key}`));
  }
  const expected = OPTIONS.get(path);
  if (expected === undefined) return [`${path}: unknown`];
  const actual = Array.isArray(value) ? 'list' : typeof value;
  return expected === 'any' || expected === actual ? [] : [`${path}: ${actual} instead of ${expected}`];
}
