import type { Phase } from '@loki-adoption/environment';
import type { GateName, GateResult, Ledger, ServiceRecord, ServiceState } from './ledger.ts';

export type Outcome = 'promoted' | 'rolled-back' | 'held' | 'refused' | 'unfinished';

export interface ServiceReport {
  readonly service: string;
  readonly wave: number;
  readonly state: ServiceState;
  /** Task definition ARNs: what ran before, what was wanted, what a rollback went back to. */
  readonly from: string | null;
  readonly to: string | null;
  readonly restored: string | null;
  /** From the beginning of the move to its last state; `null` where nothing moved in this run. */
  readonly seconds: number | null;
  readonly gates: Readonly<Partial<Record<GateName, GateResult>>>;
  readonly reason: string | null;
}

/** What a run did; the content of `report-file`. Times ISO 8601. */
export interface Report {
  readonly schemaVersion: 1;
  readonly command: 'rollout' | 'rollback' | 'status' | 'release';
  readonly environment: string;
  readonly phase: Phase;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly epoch: number;
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly services: readonly ServiceReport[];
  readonly verifiedPhases: readonly Phase[];
  readonly hold: Ledger['hold'];
  /** Remarks that aren't failures: a phase that couldn't be verified, a pull request that couldn't be opened. */
  readonly notes: readonly string[];
  readonly pullRequest: string | null;
  /** What a dry run would do; empty otherwise. */
  readonly plan: readonly string[];
  readonly polls: number;
  readonly ecsCalls: number;
}

export interface WaveEntry {
  readonly name: string;
  readonly wave: number;
  /** What the service has to run; absent where nobody asked (`status`, `rollback`). */
  readonly target?: string;
}

/** One line for each service of the waves, as the ledger has it. */
export function serviceReports(ledger: Ledger, entries: readonly WaveEntry[], startedAtMs: number): ServiceReport[] {
  return entries.map(({ name, wave, target }) => {
    const record = ledger.services[name];
    // What the ledger says is about an earlier target: this one hasn't been begun.
    if (!record || (target !== undefined && record.target !== target)) return notStarted(name, wave, record);
    return {
      service: name,
      wave,
      state: record.state,
      from: record.previous ?? record.current,
      to: record.target,
      restored: record.state === 'rolled-back' || record.state === 'rolling-back' ? record.restore : null,
      seconds: secondsOf(record, startedAtMs),
      gates: record.gates,
      reason: record.reason,
    };
  });
}

function notStarted(service: string, wave: number, record: ServiceRecord | undefined): ServiceReport {
  const from = record?.current ?? record?.previous ?? null;
  return { service, wave, state: 'pending', from, to: null, restored: null, seconds: null, gates: {}, reason: null };
}

function secondsOf(record: ServiceRecord, startedAtMs: number): number | null {
  const since = Date.parse(record.since);
  if (since < startedAtMs || record.startedAt === null) return null;
  return Math.round((since - Date.parse(record.startedAt)) / 1000);
}
