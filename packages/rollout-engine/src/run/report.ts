import type { Phase } from '@loki-adoption/environment';
import type { Revision } from '../model/revision.ts';
import type { Clock, Revert } from '../ports.ts';
import type { Ledger } from '../state/ledger.ts';
import { verifiedPhases } from '../state/preflight.ts';
import { type Gates, reasonOf, type ServiceRecord, type ServiceState, targetOf } from '../state/service-record.ts';
import type { RunOptions } from './options.ts';

/** `unchanged`: everything was as it should be, and nothing was moved. `unfinished`: the run was asked to stop. */
export type Outcome = 'promoted' | 'unchanged' | 'rolled-back' | 'held' | 'refused' | 'unfinished';

/** A task definition, and what it stands for as far as the ledger knows. */
export interface RevisionReport {
  readonly definition: string;
  readonly image: string | null;
  readonly variant: Revision['variant'] | null;
}

export interface ServiceReport {
  readonly service: string;
  readonly wave: number;
  readonly state: ServiceState;
  /** Whether this run pointed it anywhere. What only had its gates checked was not moved, whatever its state. */
  readonly moved: boolean;
  /** What ran before, what was wanted, what a rollback went back to. */
  readonly from: RevisionReport | null;
  readonly to: RevisionReport | null;
  readonly restored: RevisionReport | null;
  /** From the beginning of the move to its last state; `null` where nothing moved in this run. */
  readonly seconds: number | null;
  /** Only gates that were measured have a result. */
  readonly gates: Gates;
  readonly reason: string | null;
}

/** What a run did; the content of `report-file`. Times ISO 8601. */
export interface Report {
  readonly schemaVersion: 2;
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
  /** What to merge after a rollback, so that desired state says what runs. */
  readonly revert: Revert | null;
  /** What a dry run would do; empty otherwise. */
  readonly plan: readonly string[];
  readonly polls: number;
  readonly ecsCalls: number;
}

export interface WaveEntry {
  readonly name: string;
  readonly wave: number;
  /** What the service has to run; absent where nobody asks (`status`, `rollback`): then it is what the last rollout wanted. */
  readonly target?: string;
}

/** Whether the command failed to do what it was asked for. Reading the status never fails. */
export function isFailure({ command, outcome }: Pick<Report, 'command' | 'outcome'>): boolean {
  if (command === 'status' || command === 'release') return false;
  const wanted: Outcome = command === 'rollback' ? 'rolled-back' : 'promoted';
  return outcome !== wanted && outcome !== 'unchanged';
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
    schemaVersion: 2,
    command,
    environment: options.environment.name,
    phase: options.environment.migration.phase,
    epoch: ledger.epoch,
    run: options.run.name,
    startedAt: new Date(startedAtMs).toISOString(),
    finishedAt: new Date(clock.now()).toISOString(),
    services: entries.map((entry) => serviceReport(ledger, entry, startedAtMs)),
    verifiedPhases: verifiedPhases(ledger),
    hold: ledger.hold,
    notes: [],
    revert: null,
    plan: [],
    polls: 0,
    ecsCalls: 0,
    ...result,
  };
}

/** One line for a service, as the ledger has it. What it says about an earlier target is no news of this one. */
function serviceReport(ledger: Ledger, { name, wave, target }: WaveEntry, startedAtMs: number): ServiceReport {
  const record = ledger.services[name];
  const show = (definition: string | null): RevisionReport | null => revisionReport(ledger, definition);
  const wanted = target ?? record?.wanted ?? null;
  const rests = record?.state === 'promoted' || record?.state === 'pending';
  if (!record || (rests && wanted !== null && targetOf(record) !== wanted)) {
    const from = show(record?.current ?? record?.previous ?? null);
    const nothing = { moved: false, restored: null, seconds: null, gates: {}, reason: null };
    return { service: name, wave, state: 'pending', from, to: show(wanted), ...nothing };
  }
  return {
    service: name,
    wave,
    state: record.state,
    moved: hasMoved(record, startedAtMs),
    from: show(record.previous ?? record.current),
    to: show(targetOf(record)),
    restored: record.state === 'rolled-back' || record.state === 'rolling-back' ? show(record.way.restore) : null,
    seconds: secondsOf(record, startedAtMs),
    gates: record.gates,
    reason: reasonOf(record),
  };
}

function revisionReport(ledger: Ledger, definition: string | null): RevisionReport | null {
  if (definition === null) return null;
  const facts = ledger.revisions[definition];
  return { definition, image: facts?.image ?? null, variant: facts?.variant ?? null };
}

/** A move that an earlier run began and this one finished counts. */
export function hasMoved(record: ServiceRecord, startedAtMs: number): boolean {
  if (record.state === 'pending' || Date.parse(record.since) < startedAtMs) return false;
  return ('way' in record && record.way !== null) || record.move?.adopted === false;
}

function secondsOf(record: ServiceRecord, startedAtMs: number): number | null {
  const since = Date.parse(record.since);
  if (since < startedAtMs || record.state === 'pending') return null;
  const way = 'way' in record ? record.way : null;
  // A rollback takes back moves of earlier runs: only its own way counts.
  const began = [record.move?.startedAt, way?.startedAt].flatMap((text) => (text ? [Date.parse(text)] : []));
  const first = began.find((at) => at >= startedAtMs) ?? began[0];
  return first === undefined ? null : Math.round((since - first) / 1000);
}
