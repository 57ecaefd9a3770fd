import { describe, expect, it } from 'vitest';
import { LOKI_OPTIONS } from '../testing/loki-options.ts';
import { formatOptionTable, optionProblems, optionTable, parseOptionTable } from './option-table.ts';

describe('optionTable', () => {
  it('takes the kind of an option from its default', () => {
    const defaults = {
      target: 'all',
      ingester: { _: false, wal: { dir: 'wal', replay_memory_ceiling: '4GB', checkpoint_duration: '5m0s' } },
      limits_config: { max_query_length: '30d1h', retention_stream: [], otlp_config: {}, window: '63KiB1023B' },
    };
    const table = optionTable(defaults);
    expect(parseOptionTable(formatOptionTable(table))).toEqual(table);
    expect(Object.fromEntries(table)).toEqual({
      target: 'string',
      'ingester.wal.dir': 'string',
      'ingester.wal.replay_memory_ceiling': 'bytes',
      'ingester.wal.checkpoint_duration': 'duration',
      'limits_config.max_query_length': 'duration',
      'limits_config.retention_stream': 'list',
      'limits_config.otlp_config': 'any',
      'limits_config.window': 'bytes',
    });
  });

  it('is refused when a line has an option without a kind', () => {
    expect(() => parseOptionTable('server http_listen_port')).toThrow(/http_listen_port has no kind/);
  });
});

describe('optionProblems', () => {
  it('finds unknown, misplaced and mistyped options, and values that Loki could not read', () => {
    expect(LOKI_OPTIONS.size).toBeGreaterThan(3150);
    expect(
      optionProblems(LOKI_OPTIONS, {
        limits_config: { max_streams: 1, retention_period: 168, max_query_lookback: '7d', max_line_size: '256KiB' },
        flush_on_shutdown: true,
        ingester: { max_chunk_age: 'fast', wal: { flush_on_shutdown: 'yes', replay_memory_ceiling: '75%' } },
        schema_config: { configs: [{ form: '2024-01-01' }] },
        memberlist: { join_members: 'loki:7946' },
      }),
    ).toEqual([
      'limits_config.max_streams: unknown',
      'limits_config.retention_period: 168 instead of duration',
      'limits_config.max_query_lookback: "7d" instead of duration',
      'limits_config.max_line_size: "256KiB" instead of bytes',
      'flush_on_shutdown: unknown',
      'ingester.max_chunk_age: "fast" instead of duration',
      'ingester.wal.flush_on_shutdown: "yes" instead of boolean',
      'ingester.wal.replay_memory_ceiling: "75%" instead of bytes',
      'schema_config.configs[].form: unknown',
      'memberlist.join_members: "loki:7946" instead of list',
    ]);
  });

  it.each(['0s', '168h', '1h30m', '300s', '500ms'])('takes the duration %s', (value) =>
    expect(optionProblems(LOKI_OPTIONS, { ingester: { max_chunk_age: value } })).toEqual([]),
  );

  it.each(['', '1d', '30m1h', '1.5h', '-1h', '10'])('refuses the duration "%s"', (value) =>
    expect(optionProblems(LOKI_OPTIONS, { ingester: { max_chunk_age: value } })).toHaveLength(1),
  );
});
