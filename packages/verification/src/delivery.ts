import { type Labels, selector } from '@loki-adoption/telemetry';
import type { NewestLines } from './core/freshness.ts';
import type { LokiReader } from './ports.ts';

/** What Loki holds of a service: label sets of the cluster's streams, and the newest line of each running task. */
export interface ServiceDelivery {
  readonly streams: readonly Labels[];
  readonly newest: NewestLines;
}

const LINES_AT_ONCE = 200;

/** One query for all tasks; one more for each task that busier ones crowded out of it. */
export async function observeDelivery(
  loki: LokiReader,
  where: { cluster: string; service: string; taskIds: readonly string[]; startMs: number; endMs: number },
): Promise<ServiceDelivery> {
  const { cluster, service, taskIds, startMs, endMs } = where;
  const streams = await loki.series(selector({ cluster }), startMs, endMs);
  const newest: Record<string, number> = {};
  async function look(labels: Labels, limit: number): Promise<void> {
    for (const stream of await loki.queryRange({ query: selector(labels), startMs, endMs, limit })) {
      const id = stream.labels['task_id'];
      if (id === undefined) continue;
      const time = Math.max(...stream.lines.map((line) => line.timeMs), newest[id] ?? 0);
      if (time > 0) newest[id] = time;
    }
  }
  await look({ cluster, service_name: service }, LINES_AT_ONCE);
  for (const id of taskIds) {
    if (newest[id] === undefined) await look({ cluster, service_name: service, task_id: id }, 1);
  }
  return { streams, newest };
}
