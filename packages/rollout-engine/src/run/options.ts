import type { Environment } from '@loki-adoption/environment';
import { policyOf, type Run } from '../model/desired.ts';
import type { EcsPort, Ports } from '../ports.ts';
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
    leaseSeconds: Math.max(120, 4 * pollSeconds),
    retry: { seconds: pollSeconds, attempts: errorLimit },
  };
}

/** An ECS port that counts its calls, batches and pages of one operation as one. */
export function counted(port: EcsPort): { port: EcsPort; calls: () => number } {
  let calls = 0;
  const count =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      calls += 1;
      return call(...args);
    };
  return {
    calls: () => calls,
    port: {
      describeServices: count(port.describeServices),
      listTasks: count(port.listTasks),
      describeTasks: count(port.describeTasks),
      updateService: count(port.updateService),
      describeTaskDefinition: count(port.describeTaskDefinition),
      listTaskDefinitions: count(port.listTaskDefinitions),
      registerWithApplication: count(port.registerWithApplication),
    },
  };
}
