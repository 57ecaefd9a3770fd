import { selector } from '@loki-adoption/telemetry';
import type { ProbePorts } from './ports.ts';

/** `seconds` from the push of a line to its first appearance in a query, or `undefined` when the limit passed before. */
export interface ProbeResult {
  readonly seconds: number | undefined;
}

const LOOK_EVERY_MS = 500;

/** Pushes one line of its own stream and reads it back. Errors of Loki are thrown, not taken for a missing line. */
export async function measureProbe(ports: ProbePorts, cluster: string, limitSeconds: number): Promise<ProbeResult> {
  const nonce = ports.nonce();
  const labels = { service_name: 'loki-adoption-probe', cluster, container_name: 'probe', level: 'info' };
  const line = JSON.stringify({ level: 'info', msg: 'loki-adoption probe', nonce });
  const startMs = ports.now();
  await ports.loki.push([{ labels, lines: [{ timeMs: startMs, line }] }]);
  for (;;) {
    const endMs = ports.now() + 1000;
    const query = `${selector(labels)} |= ${JSON.stringify(nonce)}`;
    const streams = await ports.loki.queryRange({ query, startMs: startMs - 1000, endMs, limit: 1 });
    const seconds = (ports.now() - startMs) / 1000;
    const found = streams.some((stream) => stream.lines.length > 0);
    if (found && seconds <= limitSeconds) return { seconds };
    // A query that takes longer than the limit says nothing about when the line was there.
    if (seconds >= limitSeconds) return { seconds: undefined };
    await ports.sleep(LOOK_EVERY_MS);
  }
}
