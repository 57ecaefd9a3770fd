import type { Environment } from '@loki-adoption/environment';
import { GATEWAY_MEMORY_MIB } from '../loki-gateway/container.ts';
import { LOKI_METRICS_MEMORY_MIB } from '../loki-metrics/container.ts';

/**
 * What Loki's own container leaves of its task: first the container that writes the configuration has it, then the
 * proxy of Service Connect, for which AWS asks for as much. The collector of Loki's metrics and the gateway have their own
 * shares.
 */
const BESIDE_LOKI_MIB = 64;

/** How the memory of a Loki task is spent, in MiB. */
export interface LokiMemory {
  /** Loki's container, killed above it. */
  readonly container: number;
  readonly besideLoki: number;
  /** Where Go's garbage collector works harder: it doesn't see the limit of the container. */
  readonly goLimit: number;
  /** Where a replay of the write-ahead log flushes before it reads on. Loki's default is 4 GiB. */
  readonly replayCeiling: number;
  /** Loki's default is 100 MB for either cache, however small the task. */
  readonly chunkCache: number;
  readonly resultsCache: number;
}

export function lokiMemory({ loki }: Environment): LokiMemory {
  const container = loki.memory - BESIDE_LOKI_MIB - LOKI_METRICS_MEMORY_MIB - GATEWAY_MEMORY_MIB;
  const share = (part: number) => Math.floor(container * part);
  return {
    container,
    besideLoki: BESIDE_LOKI_MIB,
    goLimit: share(0.9),
    replayCeiling: share(0.75),
    chunkCache: share(0.1),
    resultsCache: share(0.05),
  };
}
