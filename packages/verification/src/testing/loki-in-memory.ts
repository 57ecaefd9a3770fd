import { type Labels, type LogStream, LogText, type RangeQuery } from '@loki-adoption/telemetry';
import type { LokiReader } from '../ports.ts';

/** One line of a stream; `timeMs` since 1970. */
export interface Entry {
  readonly labels: Labels;
  readonly timeMs: number;
  readonly line?: string;
}

/**
 * A Loki that holds these lines: it compares labels exactly, keeps to the range and the limit, newest lines first, and knows
 * the two line filters that this package writes (`|= "text"` and `| json | __error__!=""`).
 */
export function lokiInMemory(entries: () => readonly Entry[]): LokiReader {
  function inRange(query: string, startMs: number, endMs: number): Entry[] {
    const matchers = [...query.slice(0, query.indexOf('}')).matchAll(/(\w+)="([^"]*)"/g)];
    return entries()
      .filter(({ labels }) => matchers.every(([, name = '', value]) => labels[name] === value))
      .filter(({ timeMs }) => timeMs >= startMs && timeMs < endMs);
  }
  return {
    async series(selector, startMs, endMs) {
      return distinct(inRange(selector, startMs, endMs)).map(({ labels }) => labels);
    },
    async queryRange({ query, startMs, endMs, limit = 100 }: RangeQuery): Promise<LogStream[]> {
      const wanted = /\|= "([^"]*)"/.exec(query)?.[1] ?? '';
      const lines = inRange(query, startMs, endMs)
        .filter(({ line = '' }) => line.includes(wanted))
        .filter(({ line = '' }) => !query.includes('__error__!=""') || !isJson(line))
        .sort((a, b) => b.timeMs - a.timeMs)
        .slice(0, limit);
      return distinct(lines).map(({ labels }) => ({
        labels,
        lines: lines
          .filter((each) => keyOf(each) === keyOf({ labels }))
          .map(({ timeMs, line = '' }) => ({ nanoseconds: `${timeMs}000000`, timeMs, line: new LogText(line) })),
      }));
    },
  };
}

function distinct(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
}

function keyOf({ labels }: Pick<Entry, 'labels'>): string {
  return JSON.stringify(Object.entries(labels).sort());
}

function isJson(line: string): boolean {
  try {
    return JSON.parse(line) !== undefined;
  } catch {
    return false;
  }
}
