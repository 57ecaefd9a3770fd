import { expect, test } from 'vitest';
import { iso, OLD } from '../testing/builders.ts';
import { parseLedger } from './parse.ts';

/** A service as version 1 wrote it. */
const record = {
  state: 'held',
  wave: 1,
  target: 'arn/new:2',
  previous: OLD,
  current: OLD,
  restore: null,
  deploymentId: 'ecs-svc/2',
  startedAt: iso(10),
  since: iso(60),
  passedAt: null,
  adopted: false,
  contested: false,
  reason: 'stuck',
  gates: {},
  history: [],
};

function migrated(changes: object) {
  const ledger = { schemaVersion: 1, environment: 'dev', epoch: 1, lease: null, phases: {}, hold: null };
  const services = { worker: { ...record, ...changes } };
  return parseLedger(JSON.stringify({ ...ledger, services }), 'dev').services['worker'];
}

const move = { target: 'arn/new:2', deploymentId: 'ecs-svc/2', adopted: false, startedAt: iso(10) };
const back = { restore: OLD, from: 'arn/new:2', deploymentId: 'ecs-svc/2', contested: false, startedAt: iso(60) };

test('what is held keeps its move, its way back and its reason', () => {
  expect(migrated({})).toMatchObject({ state: 'held', move, way: null, reason: 'stuck' });
  expect(migrated({ restore: OLD })).toMatchObject({ way: { ...back, reason: 'stuck', leavesNoHold: false } });
  expect(migrated({ reason: null })).toMatchObject({ reason: 'held' });
});

test('a service that never moved has no move', () => {
  expect(migrated({ target: null, state: 'pending' })).toMatchObject({ state: 'pending', wanted: null });
  expect(migrated({ target: null })).toMatchObject({ move: null });
});

test('a way back leaves a hold when it is over, whatever its reason was', () => {
  expect(migrated({ state: 'rolling-back', restore: OLD })).toMatchObject({
    way: { reason: 'stuck', leavesNoHold: false },
  });
  expect(migrated({ state: 'rolling-back', restore: OLD, reason: null })).toMatchObject({
    way: { reason: 'rolled back' },
  });
});

test('what was measured is the first measurement', () => {
  const logs = { status: 'pass', detail: 'fresh', at: iso(50) };
  expect(migrated({ gates: { logs } })?.gates).toEqual({ logs: { ...logs, measurements: [logs] } });
});

test('the time of a move that doesn’t say when it began is when the state was entered', () => {
  expect(migrated({ startedAt: null })).toMatchObject({ move: { startedAt: iso(60) } });
});

test('a service that is nothing is refused', () => {
  const text = JSON.stringify({
    schemaVersion: 1,
    environment: 'dev',
    epoch: 1,
    lease: null,
    phases: {},
    hold: null,
    services: { worker: null },
  });
  expect(() => parseLedger(text, 'dev')).toThrow(/^The ledger of dev is damaged/);
});

test('the hold of a rollback is a rollback that isn’t over, that of a gate is none', () => {
  const rollbackOf = (reason: string | undefined) => {
    const hold =
      reason === undefined ? null : { reason, at: iso(70), outcome: 'rolled-back', desiredStateHash: 'hash' };
    const ledger = { schemaVersion: 1, environment: 'dev', epoch: 1, lease: null, phases: {}, services: {}, hold };
    return parseLedger(JSON.stringify(ledger), 'dev').rollback;
  };
  const rollback = { to: 'previous', at: iso(70), run: 'unknown', contested: false, moves: [] };
  expect(rollbackOf('rollback: too slow')).toEqual({ ...rollback, reason: 'too slow' });
  expect(rollbackOf('worker: stuck')).toBeNull();
  expect(rollbackOf('worker: stuck after a rollback: ')).toBeNull();
  expect(rollbackOf(undefined)).toBeNull();
});

test('a bake is watched from when the gates passed, or else from when it began', () => {
  const passed = { passedAt: iso(55), watchedFrom: iso(55) };
  expect(migrated({ state: 'baking', passedAt: iso(55) })).toMatchObject({ state: 'baking', move, ...passed });
  expect(migrated({ state: 'analysing', passedAt: iso(55) })).toMatchObject({ state: 'analysing', move, ...passed });
  expect(migrated({ state: 'baking' })).toMatchObject({ passedAt: null, watchedFrom: iso(60) });
});
