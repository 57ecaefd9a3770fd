import type { Counters } from './store.ts';

/** The counters that gates watch, in Prometheus' text format and under Loki's names. */
export function renderMetrics(counters: Counters): string {
  const tenant = 'tenant="fake"';
  const lines = [
    ...family('loki_distributor_lines_received_total', 'counter', [[`{${tenant}}`, counters.linesReceived]]),
    ...family('loki_distributor_bytes_received_total', 'counter', [[`{${tenant}}`, counters.bytesReceived]]),
    ...family('loki_ingester_memory_streams', 'gauge', [[`{${tenant}}`, counters.streams]]),
    ...family('loki_ingester_streams_created_total', 'counter', [[`{${tenant}}`, counters.streamsCreated]]),
    ...family('loki_ingester_chunks_flush_failures_total', 'counter', [['', 0]]),
  ];
  const discarded = [...counters.discarded].map(
    ([reason, count]) => [`{reason="${reason}",${tenant}}`, count] as const,
  );
  if (discarded.length > 0) lines.push(...family('loki_discarded_samples_total', 'counter', discarded));
  return `${lines.join('\n')}\n`;
}

function family(name: string, type: string, samples: readonly (readonly [string, number])[]): string[] {
  return [`# TYPE ${name} ${type}`, ...samples.map(([labels, value]) => `${name}${labels} ${value}`)];
}
