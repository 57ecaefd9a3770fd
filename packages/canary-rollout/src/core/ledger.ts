import type { Phase } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';

export const SCHEMA_VERSION = 1;
const HISTORY_LENGTH = 20;

export type ServiceState =
  | 'pending'
  | 'deploying'
  | 'baking'
  | 'analysing'
  | 'promoted'
  | 'rolling-back'
  | 'rolled-back'
  | 'held';

export const GATES = ['deployment', 'sidecar', 'logs'] as const;
export type GateName = (typeof GATES)[number];

export interface GateResult {
  readonly status: 'pass' | 'fail' | 'no-data' | 'error' | 'skipped';
  readonly detail: string;
  readonly at: string;
}

export interface HistoryEntry {
  readonly at: string;
  readonly event: 'promoted' | 'rolled-back' | 'held';
  readonly definition: string;
  readonly run: string;
}

/** Task definitions are ARNs, times ISO 8601. */
export interface ServiceRecord {
  /** What ran before the last move: where a rollback goes. */
  readonly previous: string | null;
  /** What was last verified as running. */
  readonly current: string | null;
  readonly target: string | null;
  /** Where state `rolling-back` goes. */
  readonly restore: string | null;
  /** Id of the ECS deployment under way; `null` between the intent and the first sight of it. */
  readonly deploymentId: string | null;
  readonly wave: number;
  readonly state: ServiceState;
  /** It ran the target already when the engine first saw it: there is nothing to bake, and nothing to go back to. */
  readonly adopted: boolean;
  /** A run that was pre-empted between intent and update may still have its call under way. */
  readonly contested: boolean;
  /** When the move began, when its state was entered, when all gates had passed. */
  readonly startedAt: string | null;
  readonly since: string;
  readonly passedAt: string | null;
  readonly gates: Readonly<Partial<Record<GateName, GateResult>>>;
  readonly reason: string | null;
  readonly history: readonly HistoryEntry[];
}

export interface Lease {
  readonly owner: string;
  readonly kind: 'rollout' | 'rollback';
  readonly expiresAt: string;
}

/** Stops deploys until a merge changes the environment's desired state, or somebody releases it. */
export interface Hold {
  readonly reason: string;
  readonly at: string;
  readonly outcome: 'rolled-back' | 'held';
  readonly desiredStateHash: string;
  /** GitHub's number of the run that left it: an earlier run can't be the answer to it. */
  readonly runId?: number;
}

export interface Ledger {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  /** Fencing token: a rollback raises it, and whoever holds an older one stops. */
  readonly epoch: number;
  readonly lease: Lease | null;
  readonly phases: Readonly<Partial<Record<Phase, { readonly verifiedAt: string; readonly commit: string }>>>;
  readonly services: Readonly<Record<string, ServiceRecord>>;
  readonly hold: Hold | null;
}

export function emptyLedger(environment: string): Ledger {
  return { schemaVersion: SCHEMA_VERSION, environment, epoch: 0, lease: null, phases: {}, services: {}, hold: null };
}

/** Reads a ledger. A version this code doesn't know, or another environment's ledger, is refused before anything is written. */
export function parseLedger(text: string, environment: string): Ledger {
  const value = parseObject(text);
  if (value['schemaVersion'] !== SCHEMA_VERSION) {
    const version = JSON.stringify(value['schemaVersion']);
    throw new UserError(
      `The ledger of ${environment} has schema version ${version}, this release knows ${SCHEMA_VERSION}: use the release that wrote it, or a newer one.`,
    );
  }
  if (value['environment'] !== environment) {
    throw new UserError(
      `The ledger belongs to ${JSON.stringify(value['environment'])}, not to ${environment}: two environments share a state key.`,
    );
  }
  if (!Number.isSafeInteger(value['epoch']) || !isObject(value['services']) || !isObject(value['phases'])) {
    throw new UserError(`The ledger of ${environment} is damaged: restore an earlier version of the object.`);
  }
  return value as unknown as Ledger;
}

export function serializeLedger(ledger: Ledger): string {
  return `${JSON.stringify(ledger, null, 2)}\n`;
}

export type RecordPatch = Partial<Omit<ServiceRecord, 'since' | 'history'>>;

/** Changes one service's record; a new state is dated, and a final one goes into its history. */
export function patchRecord(ledger: Ledger, service: string, patch: RecordPatch, now: number, run: string): Ledger {
  const at = new Date(now).toISOString();
  const before = ledger.services[service] ?? newRecord(at);
  const changed = patch.state !== undefined && patch.state !== before.state;
  const after: ServiceRecord = { ...before, ...patch, since: changed ? at : before.since };
  const event = changed ? historyEntry(after, at, run) : undefined;
  const history = event ? [...before.history, event].slice(-HISTORY_LENGTH) : before.history;
  return { ...ledger, services: { ...ledger.services, [service]: { ...after, history } } };
}

/** Records a phase as verified. Later ones no longer hold: the environment has gone back. */
export function verifyPhase(
  ledger: Ledger,
  phases: readonly Phase[],
  phase: Phase,
  now: number,
  commit: string,
): Ledger {
  const earlier = phases.slice(0, phases.indexOf(phase));
  const kept = Object.fromEntries(Object.entries(ledger.phases).filter(([name]) => earlier.includes(name as Phase)));
  return { ...ledger, phases: { ...kept, [phase]: { verifiedAt: new Date(now).toISOString(), commit } } };
}

function newRecord(at: string): ServiceRecord {
  return {
    previous: null,
    current: null,
    target: null,
    restore: null,
    deploymentId: null,
    wave: 0,
    state: 'pending',
    adopted: false,
    contested: false,
    startedAt: null,
    since: at,
    passedAt: null,
    gates: {},
    reason: null,
    history: [],
  };
}

function historyEntry(record: ServiceRecord, at: string, run: string): HistoryEntry | undefined {
  if (record.state === 'promoted' || record.state === 'rolled-back') {
    return { at, event: record.state, definition: record.current ?? '', run };
  }
  if (record.state === 'held') return { at, event: 'held', definition: record.target ?? '', run };
  return undefined;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Falls through: neither is a ledger.
  }
  throw new UserError("The ledger isn't a JSON object: restore an earlier version of it from the state bucket.");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
