import type { Environment } from '@loki-adoption/environment';
import { policyOf, type Run } from '../model/desired.ts';
import type { Ports } from '../ports.ts';
import type { SessionOptions } from './session.ts';

/** What every command of the engine needs to know. */
export interface RunOptions {
  readonly environment: Environment;
  readonly run: Run;
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
