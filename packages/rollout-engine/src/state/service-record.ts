import { STATUSES } from '@loki-adoption/verification';
import * as z from 'zod';
import { GATE_NAMES } from '../gates/names.ts';
import { capacity } from '../model/capacity.ts';

/** How much is kept of what happened to a service, and of what a gate measured. */
export const HISTORY_LENGTH = 20;
export const MEASUREMENTS_KEPT = 12;
/** Characters that are kept of what a gate or a service said. */
export const DETAIL_LENGTH = 1000;

/** ISO 8601, UTC. */
export const time = z.iso.datetime();
/** ARN of a task definition. */
export const definition = z.string().min(1);

const measurement = z.strictObject({ at: time, status: z.enum(STATUSES), detail: z.string() });

const gateResult = z.strictObject({
  ...measurement.shape,
  /** Every change of status in this attempt, oldest first. */
  measurements: z.array(measurement),
});

const historyEntry = z.strictObject({
  at: time,
  event: z.enum(['promoted', 'rolled-back', 'held']),
  definition: z.string(),
  /** The move that it was about: what ran before, and what was wanted. */
  from: definition.nullable(),
  to: definition.nullable(),
  run: z.string(),
  /** From the beginning of the move, or of a way back without one; `null` where nothing moved. */
  seconds: z.number().min(0).nullable(),
});

/** A move to a new definition. */
const launch = z.strictObject({
  target: definition,
  /** Id of the ECS deployment; `null` between the intent and the first sight of it. */
  deploymentId: z.string().nullable(),
  /** It ran the target already when the engine first saw it: there is nothing to bake. */
  adopted: z.boolean(),
  /** Where its tasks are to run; absent where the move leaves that as it is. */
  capacity: capacity.optional(),
  startedAt: time,
});

const move = launch.extend({ deploymentId: z.string() });

/** The way back to an earlier definition. */
const way = z.strictObject({
  restore: definition,
  /** Where its tasks ran; absent where the way back leaves that as it is. */
  capacity: capacity.optional(),
  /** What ran when the way back began: anything else that ECS deploys was somebody else's doing. */
  from: definition.nullable(),
  deploymentId: z.string().nullable(),
  /** A run that was pre-empted between intent and update may still have its call under way. */
  contested: z.boolean(),
  startedAt: time,
  reason: z.string(),
  /** It makes room for another target, and leaves no hold. */
  leavesNoHold: z.boolean(),
});

const shared = {
  wave: z.int().min(0),
  /** What the last rollout wanted it to run. */
  wanted: definition.nullable(),
  /** What ran before the last move: where a rollback goes. */
  previous: definition.nullable(),
  /** Where the tasks ran before the last move, if that changed it. */
  previousCapacity: capacity.optional(),
  /** What was last verified as running. */
  current: definition.nullable(),
  /** When it entered its state. */
  since: time,
  gates: z.partialRecord(z.enum(GATE_NAMES), gateResult),
  history: z.array(historyEntry),
};

export const serviceRecord = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pending'), ...shared }),
  z.strictObject({ state: z.literal('deploying'), ...shared, move: launch }),
  /** `passedAt`: when all gates had passed, and the bake began. `watchedFrom`: a task that stopped by itself since then counts. */
  z.strictObject({ state: z.literal('baking'), ...shared, move, passedAt: time.nullable(), watchedFrom: time }),
  z.strictObject({ state: z.literal('analysing'), ...shared, move, passedAt: time, watchedFrom: time }),
  z.strictObject({ state: z.literal('promoted'), ...shared, move }),
  z.strictObject({ state: z.literal('rolling-back'), ...shared, move: launch.nullable(), way }),
  z.strictObject({ state: z.literal('rolled-back'), ...shared, move: launch.nullable(), way }),
  z.strictObject({
    state: z.literal('held'),
    ...shared,
    move: launch.nullable(),
    way: way.nullable(),
    reason: z.string(),
  }),
]);

/** What the ledger has of one service. */
export type ServiceRecord = z.infer<typeof serviceRecord>;
export type ServiceState = ServiceRecord['state'];
export type GateResult = z.infer<typeof gateResult>;
export type Gates = ServiceRecord['gates'];
export type HistoryEntry = z.infer<typeof historyEntry>;
export type Launch = z.infer<typeof launch>;
export type Way = z.infer<typeof way>;

export type InState<S extends ServiceState> = Extract<ServiceRecord, { state: S }>;

export function isMoving(
  record: ServiceRecord | undefined,
): record is InState<'deploying' | 'baking' | 'analysing' | 'rolling-back'> {
  return record !== undefined && ['deploying', 'baking', 'analysing', 'rolling-back'].includes(record.state);
}

/** The definition that the last move was to. */
export function targetOf(record: ServiceRecord): string | null {
  return record.state === 'pending' ? null : (record.move?.target ?? null);
}

/**
 * Where a rollback of the last rollout takes a service. One whose turn hadn't come stays where it is: what it ran one rollout earlier is not
 * what that rollout changed.
 */
export function beforeLastRollout(record: ServiceRecord): string | null {
  const rests = record.state === 'promoted' || record.state === 'rolled-back';
  const hadNoTurn = rests && record.wanted !== null && record.wanted !== targetOf(record);
  return hadNoTurn ? (record.current ?? record.previous) : record.previous;
}

/** ARNs of all that a service ran or was to run, as far back as its record goes. */
export function recordedDefinitions(record: ServiceRecord | undefined): ReadonlySet<string> {
  if (record === undefined) return new Set();
  const past = record.history.flatMap(({ definition, from, to }) => [definition, from, to]);
  const known = [record.current, record.previous, record.wanted, targetOf(record), ...past];
  return new Set(known.filter((each) => each !== null));
}

/** At most `DETAIL_LENGTH` characters of a text. */
export function clipped(text: string): string {
  return text.length <= DETAIL_LENGTH ? text : `${text.slice(0, DETAIL_LENGTH - 1)}…`;
}

/** Why a service is held or on its way back. */
export function reasonOf(record: ServiceRecord): string | null {
  if (record.state === 'held') return record.reason;
  return record.state === 'rolling-back' || record.state === 'rolled-back' ? record.way.reason : null;
}

export function newRecord(at: string): InState<'pending'> {
  const nothing = { wanted: null, previous: null, current: null };
  return { state: 'pending', wave: 0, ...nothing, since: at, gates: {}, history: [] };
}
