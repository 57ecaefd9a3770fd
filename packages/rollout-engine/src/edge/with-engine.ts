import { randomUUID } from 'node:crypto';
import type { RunContext } from '@loki-adoption/action-kit';
import type { Environment } from '@loki-adoption/environment';
import type { LokiAccess } from '@loki-adoption/telemetry';
import { hashDesiredState } from '../adapters/desired-state-hash.ts';
import { createLivePorts } from '../adapters/live-ports.ts';
import { stopSignal } from '../adapters/signals.ts';
import type { Run } from '../model/desired.ts';
import type { Log, Ports } from '../ports.ts';
import type { RunOptions } from '../run/options.ts';

/** Everything that a terminal and a workflow know differently. */
export interface Edge {
  readonly environment: Environment;
  /** Path of environment.yaml, for the pull request after a rollback. */
  readonly environmentFile: string;
  readonly context: RunContext;
  readonly commit: string;
  /** `undefined`: nobody said where Loki is. */
  readonly loki: LokiAccess | undefined;
  readonly githubToken: string | undefined;
  readonly log: Log;
}

/** Lends the engine with its live ports; a first SIGINT or SIGTERM ends what runs with everything written down. */
export async function withEngine<T>(edge: Edge, use: (options: RunOptions, ports: Ports) => Promise<T>): Promise<T> {
  const { environment, environmentFile, context, githubToken: token, loki, log } = edge;
  const stop = stopSignal();
  try {
    const github = token === undefined ? undefined : { token, context, environmentFile };
    const ports = createLivePorts({ environment, loki, signal: stop.signal, log, github });
    return await use({ environment, run: runOf(edge) }, ports);
  } finally {
    stop.dispose();
  }
}

/**
 * All attempts of a workflow run share its name, so that a second attempt takes over from the first. Two terminals never do: a run takes over the lease
 * of a dead one with its name.
 */
export function runOf({ environment, context, commit }: Pick<Edge, 'environment' | 'context' | 'commit'>): Run {
  const desiredStateHash = hashDesiredState(environment);
  const { runId } = context;
  const attempt = randomUUID();
  if (runId > 0) return { name: `run ${runId}`, attempt, id: runId, desiredStateHash, commit };
  return { name: `terminal ${attempt}`, attempt, desiredStateHash, commit };
}
