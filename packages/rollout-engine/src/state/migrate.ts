import { STATUSES } from '@loki-adoption/verification';
import { GATE_NAMES } from '../gates/names.ts';
import { emptyLedger } from './ledger.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Version 1 → the current one. A service's state became a union, gates lost the status `skipped` (what was not measured has no result) and call missing
 * data `inconclusive`. What version 1 did not know stays empty. The result is checked by the schema like any other ledger.
 */
export function fromVersion1(ledger: Json): unknown {
  const services = Object.entries(objectOf(ledger['services'])).map(([name, record]) => [
    name,
    serviceOf(objectOf(record)),
  ]);
  return {
    ...emptyLedger(String(ledger['environment'])),
    epoch: ledger['epoch'],
    lease: ledger['lease'],
    phases: ledger['phases'],
    services: Object.fromEntries(services),
    hold: ledger['hold'],
    rollback: rollbackOf(objectOf(ledger['hold'])),
  };
}

/** Version 1 kept no rollback but its hold: what that left half-way is not a rollout's to finish. */
function rollbackOf({ reason, at }: Json): unknown {
  if (typeof reason !== 'string' || !reason.startsWith('rollback: ')) return null;
  const words = reason.slice('rollback: '.length);
  return { reason: words, to: 'previous', at, run: 'unknown', contested: false, moves: [] };
}

function serviceOf(record: Json): unknown {
  const { target, restore, deploymentId, startedAt, since, reason, adopted, contested } = record;
  const startedAtOrSince = startedAt ?? since;
  const move = typeof target === 'string' ? { target, deploymentId, adopted, startedAt: startedAtOrSince } : null;
  const way =
    typeof restore === 'string'
      ? {
          restore,
          from: target,
          deploymentId,
          contested,
          startedAt: since,
          reason: reason ?? 'rolled back',
          leavesNoHold: false,
        }
      : null;
  const shared = {
    wave: record['wave'],
    wanted: target,
    previous: record['previous'],
    current: record['current'],
    since,
    gates: gatesOf(objectOf(record['gates'])),
    history: historyOf(record['history']),
  };
  const known = stateOf(record, move, way);
  return { ...shared, ...known };
}

function stateOf(record: Json, move: Json | null, way: Json | null): Json {
  const { state } = record;
  if (state === 'held') return { state, move, way, reason: record['reason'] ?? 'held' };
  if (state === 'rolling-back' || state === 'rolled-back') return { state, move, way };
  if (state === 'baking' || state === 'analysing')
    return { state, move, passedAt: record['passedAt'], watchedFrom: record['passedAt'] ?? record['since'] };
  if (state === 'deploying' || state === 'promoted') return { state, move };
  return { state };
}

function gatesOf(gates: Json): Json {
  const kept = GATE_NAMES.flatMap((name) => {
    const result = objectOf(gates[name]);
    const status = result['status'] === 'no-data' ? 'inconclusive' : result['status'];
    if (!STATUSES.some((known) => known === status)) return [];
    const measured = { at: result['at'], status, detail: result['detail'] };
    return [[name, { ...measured, measurements: [measured] }]];
  });
  return Object.fromEntries(kept);
}

/** What isn't a list is left for the schema to refuse. */
function historyOf(history: unknown): unknown {
  return Array.isArray(history)
    ? history.map((entry) => ({ ...objectOf(entry), from: null, to: null, seconds: null }))
    : history;
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
