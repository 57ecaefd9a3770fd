import type { Environment } from '@loki-adoption/environment';
import { policyOf, type Run } from '../model/desired.ts';
import type { Ports } from '../ports.ts';
import type { Wanted } from '../state/preflight.ts';
import type { SessionOptions } from './session.ts';

/** What every command of the engine needs to know. */
export interface RunOptions {
  readonly environment: Environment;
  readonly run: Run;
  /** Why an older commit than the last one is deployed on purpose. */
  readonly allowOlder?: string | undefined;
}

/** What the ledger is asked about before a deploy. */
export function wantedOf(
  { environment, run, allowOlder }: RunOptions,
  { clock, commits }: Pick<Ports, 'clock' | 'commits'>,
): Wanted {
  const { desiredStateHash, id, commit } = run;
  return { environment, desiredStateHash, runId: id, commit, commits, allowOlder, now: clock.now() };
}

/** How a command of the engine holds the ledger. A dead run's lease is free after two minutes, or four polls. */
export function sessionOptions(
  { environment, run }: RunOptions,
  ports: Pick<Ports, 'ledger' | 'clock'>,
): SessionOptions {
  const { pollSeconds, errorLimit } = policyOf(environment);
  return {
    store: ports.ledger,
    clock: ports.clock,
    environment: environment.name,
    owner: run.name,
    attempt: run.attempt,
    leaseSeconds: Math.max(120, 4 * pollSeconds),
    retry: { seconds: pollSeconds, attempts: errorLimit },
  };
}
