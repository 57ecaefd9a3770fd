import type { Environment } from '@loki-adoption/environment';
import type { Hold, Ledger } from '../core/ledger.ts';
import { verifiedPhases } from '../core/preflight.ts';
import { type Report, serviceReports, type WaveEntry } from '../core/report.ts';
import type { Clock, EcsPort } from '../ports.ts';

/** What every command of the engine needs to know. */
export interface RunOptions {
  readonly environment: Environment;
  /** Hash of the environment as merged: a hold ends when it changes. */
  readonly desiredStateHash: string;
  /** Names the run, the same for each of its attempts. */
  readonly run: string;
  /** GitHub's number of the run, which grows from run to run; absent elsewhere. */
  readonly runId?: number;
  /** Commit of the desired state. */
  readonly commit: string;
}

/** A dead run's lease is free after this time. */
export function leaseSeconds(environment: Environment): number {
  return Math.max(120, 4 * environment.rollout.pollInterval);
}

/** By what a later run knows whether a hold is about it. */
export function holdMarks({
  desiredStateHash,
  runId,
}: Pick<RunOptions, 'desiredStateHash' | 'runId'>): Pick<Hold, 'desiredStateHash' | 'runId'> {
  return { desiredStateHash, ...(runId !== undefined && { runId }) };
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
    },
  };
}

/** Puts a report together from the ledger and what the command adds. */
export function reportOf(
  base: {
    command: Report['command'];
    options: RunOptions;
    ledger: Ledger;
    entries: readonly WaveEntry[];
    startedAtMs: number;
    clock: Clock;
  },
  result: Pick<Report, 'outcome' | 'reason'> & Partial<Report>,
): Report {
  const { command, options, ledger, entries, startedAtMs, clock } = base;
  return {
    schemaVersion: 1,
    command,
    environment: options.environment.name,
    phase: options.environment.migration.phase,
    epoch: ledger.epoch,
    run: options.run,
    startedAt: new Date(startedAtMs).toISOString(),
    finishedAt: new Date(clock.now()).toISOString(),
    services: serviceReports(ledger, entries, startedAtMs),
    verifiedPhases: verifiedPhases(ledger),
    hold: ledger.hold,
    notes: [],
    pullRequest: null,
    plan: [],
    polls: 0,
    ecsCalls: 0,
    ...result,
  };
}
