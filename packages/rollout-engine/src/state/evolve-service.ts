import type { ServiceChange } from './events.ts';
import {
  clipped,
  type GateResult,
  type Gates,
  HISTORY_LENGTH,
  type HistoryEntry,
  type Launch,
  MEASUREMENTS_KEPT,
  type ServiceRecord,
  targetOf,
  type Way,
} from './service-record.ts';

/** What every state has. */
type Shared = Pick<
  ServiceRecord,
  'wave' | 'wanted' | 'previous' | 'previousCapacity' | 'current' | 'since' | 'gates' | 'history'
>;

/** The record after an event of its service. An event that doesn't fit its state, one that was applied before above all, changes nothing. */
export function evolveService(record: ServiceRecord, event: ServiceChange): ServiceRecord {
  const at = new Date(event.at).toISOString();
  const entered = (): Shared => ({ ...sharedOf(record), since: at });
  switch (event.type) {
    case 'move-began': {
      const { target, previous, wave, adopted, deploymentId, capacity } = event;
      const move = { target, deploymentId, adopted, startedAt: at, ...(capacity && { capacity: capacity.to }) };
      const { previousCapacity: _, ...rest } = entered();
      const before = { previous, ...(capacity && { previousCapacity: capacity.from }) };
      return { ...rest, ...before, state: 'deploying', wave, gates: {}, move };
    }
    case 'deployment-seen':
      return withDeployment(record, event.deploymentId);
    case 'measured':
      return { ...record, gates: measured(record.gates, event, at) };
    case 'deployed': {
      const move = record.state === 'deploying' ? launched(record.move) : undefined;
      return move ? { ...entered(), state: 'baking', move, passedAt: null, watchedFrom: at } : record;
    }
    case 'gates-passed':
      if (record.state !== 'baking' || record.passedAt !== null) return record;
      return { ...record, passedAt: at, watchedFrom: at };
    case 'baked': {
      if (record.state !== 'baking' || record.passedAt === null) return record;
      // Lines that arrived before the bake say nothing about the time after it.
      const { logs: _, ...gates } = record.gates;
      const { move, passedAt, watchedFrom } = record;
      return { ...entered(), state: 'analysing', move, passedAt, watchedFrom, gates };
    }
    case 'promoted': {
      if (record.state !== 'baking' && record.state !== 'analysing') return record;
      const { move } = record;
      return noted({ ...entered(), state: 'promoted', move, current: move.target }, 'promoted', move.target, event.run);
    }
    case 'way-back-began': {
      const { restore, from, contested, leavesNoHold, capacity } = event;
      const reason = clipped(event.reason);
      const where = capacity && { capacity };
      const way = { restore, ...where, from, deploymentId: null, contested, startedAt: at, reason, leavesNoHold };
      return { ...entered(), state: 'rolling-back', move: moveOf(record), way };
    }
    case 'way-back-replaced': {
      const { replaced, definition } = event;
      if (record.state !== 'rolling-back' || record.way.restore !== replaced) return record;
      const previous = record.previous === replaced ? definition : record.previous;
      return { ...record, previous, way: { ...record.way, restore: definition } };
    }
    case 'way-back-repeated':
      if (record.state !== 'rolling-back') return record;
      return { ...record, way: { ...record.way, deploymentId: null, contested: false, from: null } };
    case 'rolled-back': {
      if (record.state !== 'rolling-back') return record;
      const { move, way } = record;
      const { restore } = way;
      const places = { current: restore, previous: restore };
      const { previousCapacity: _, ...known } = entered();
      const rest = { ...known, state: 'rolled-back', move, way: { ...way, contested: false } } as const;
      return noted({ ...rest, ...places }, 'rolled-back', restore, event.run.name);
    }
    case 'held': {
      if (record.state === 'held') return record;
      const { run } = event;
      const reason = clipped(event.reason);
      const move = moveOf(record);
      const held = { ...entered(), state: 'held', move, way: wayOf(record), reason } as const;
      return noted(held, 'held', move?.target ?? '', run.name);
    }
  }
}

function sharedOf({ wave, wanted, previous, previousCapacity, current, since, gates, history }: ServiceRecord): Shared {
  const before = { previous, ...(previousCapacity && { previousCapacity }) };
  return { wave, wanted, ...before, current, since, gates, history };
}

function moveOf(record: ServiceRecord): Launch | null {
  return record.state === 'pending' ? null : record.move;
}

function wayOf(record: ServiceRecord): Way | null {
  return record.state === 'rolling-back' ? record.way : null;
}

function launched(move: Launch) {
  return move.deploymentId === null ? undefined : { ...move, deploymentId: move.deploymentId };
}

function withDeployment(record: ServiceRecord, deploymentId: string): ServiceRecord {
  switch (record.state) {
    case 'deploying':
    case 'baking':
    case 'analysing':
      return { ...record, move: { ...record.move, deploymentId } };
    case 'rolling-back':
      return { ...record, way: { ...record.way, deploymentId } };
    default:
      return record;
  }
}

function measured(gates: Gates, event: Extract<ServiceChange, { type: 'measured' }>, at: string): Gates {
  const { gate, status } = event;
  const detail = clipped(event.detail);
  const before = gates[gate]?.measurements ?? [];
  const repeats = before.at(-1)?.at === at && before.at(-1)?.status === status;
  const measurements = repeats ? before : [...before, { at, status, detail }].slice(-MEASUREMENTS_KEPT);
  const result: GateResult = { at, status, detail, measurements };
  return { ...gates, [gate]: result };
}

function secondsOf(record: ServiceRecord): number | null {
  const move = moveOf(record);
  if (move?.adopted) return null;
  const began = move?.startedAt ?? ('way' in record ? record.way?.startedAt : undefined);
  return began === undefined ? null : Math.max(0, Math.round((Date.parse(record.since) - Date.parse(began)) / 1000));
}

function noted(record: ServiceRecord, event: HistoryEntry['event'], definition: string, run: string): ServiceRecord {
  const to = targetOf(record);
  const from = ('way' in record ? record.way?.restore : undefined) ?? record.previous;
  const entry = { at: record.since, event, definition, from, to, run, seconds: secondsOf(record) };
  return { ...record, history: [...record.history, entry].slice(-HISTORY_LENGTH) };
}
