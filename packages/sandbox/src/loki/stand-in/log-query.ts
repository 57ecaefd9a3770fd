import type { LogQuery } from '../logql/ast.ts';
import { formatLabels, type Labels, runStages } from '../logql/pipeline.ts';
import type { Entry, Store } from './store.ts';

/** A line that passed a query, with the labels it then has. */
export interface Hit {
  readonly ts: bigint;
  readonly line: string;
  readonly labels: Labels;
}

export interface StreamResult {
  readonly stream: Labels;
  readonly values: readonly (readonly [string, string])[];
}

/** Lines of `start <= ts < end` that pass the query, in no order over streams. */
export function findHits(store: Store, query: LogQuery, start: bigint, end: bigint): Hit[] {
  const hits: Hit[] = [];
  for (const stream of store.select(query.selector)) {
    const { entries } = stream;
    for (let index = firstAtOrAfter(entries, start); index < entries.length; index += 1) {
      const { ts, line, metadata } = entries[index] as Entry;
      if (ts >= end) break;
      const labels = runStages(query.stages, stream.labels, metadata, line);
      if (labels) hits.push({ ts, line, labels });
    }
  }
  return hits;
}

/** The first `limit` lines in the direction asked for, grouped by their labels. */
export function runLogQuery(
  store: Store,
  query: LogQuery,
  window: { start: bigint; end: bigint; limit: number; direction: 'forward' | 'backward' },
): StreamResult[] {
  const sign = window.direction === 'forward' ? 1 : -1;
  const hits = findHits(store, query, window.start, window.end).sort(
    (left, right) => sign * Number(left.ts - right.ts),
  );
  const results = new Map<string, { stream: Labels; values: [string, string][] }>();
  for (const { ts, line, labels } of hits.slice(0, window.limit)) {
    const key = formatLabels(labels);
    const result = results.get(key) ?? { stream: labels, values: [] };
    result.values.push([String(ts), line]);
    results.set(key, result);
  }
  return [...results.values()];
}

/** Entries are in order of time: halving finds the place. */
function firstAtOrAfter(entries: readonly Entry[], ts: bigint): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] as Entry).ts < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}
