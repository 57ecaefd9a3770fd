import { describe, expect, it, test } from 'vitest';
import { at, iso, launch, NEW, OLD, RUN, shared, way } from '../testing/builders.ts';
import type { ServiceChange } from './events.ts';
import { evolveService } from './evolve-service.ts';
import { HISTORY_LENGTH, MEASUREMENTS_KEPT, type ServiceRecord } from './service-record.ts';

const LOGS = { at: iso(5), status: 'pass' as const, detail: 'fresh', measurements: [] };
const records: Readonly<Record<ServiceRecord['state'], ServiceRecord>> = {
  pending: { ...shared(), state: 'pending' },
  deploying: { ...shared(), state: 'deploying', move: launch() },
  baking: { ...shared(), state: 'baking', move: launch(), passedAt: iso(30), watchedFrom: iso(30) },
  analysing: { ...shared(), state: 'analysing', move: launch(), passedAt: iso(30), watchedFrom: iso(30) },
  promoted: { ...shared(), state: 'promoted', move: launch() },
  'rolling-back': { ...shared(), state: 'rolling-back', move: launch(), way: way() },
  'rolled-back': { ...shared(), state: 'rolled-back', move: launch(), way: way() },
  held: { ...shared(), state: 'held', move: launch(), way: null, reason: 'stuck' },
};
const STATES = Object.keys(records) as ServiceRecord['state'][];

/** The event, 60 s after noon, applied to the record. */
type Without<T> = T extends unknown ? Omit<T, 'at' | 'service'> : never;
const apply = (record: ServiceRecord, event: Without<ServiceChange>) =>
  evolveService(record, { ...event, at: at(60), service: 'worker' } as ServiceChange);

const HELD = { type: 'held', run: RUN, reason: 'ECS is away' } as const;
const ROLLED_BACK = { type: 'rolled-back', run: RUN } as const;
const PROMOTED = { type: 'promoted', run: 'run 7' } as const;

/** In which states an event means something. Elsewhere it was applied before, or comes too late. */
const FITS: readonly [Without<ServiceChange>, readonly ServiceRecord['state'][]][] = [
  [{ type: 'deployment-seen', deploymentId: 'ecs-svc/3' }, ['deploying', 'baking', 'analysing', 'rolling-back']],
  [{ type: 'deployed' }, ['deploying']],
  [{ type: 'gates-passed' }, []],
  [{ type: 'baked' }, ['baking']],
  [PROMOTED, ['baking', 'analysing']],
  [{ type: 'way-back-repeated' }, ['rolling-back']],
  [ROLLED_BACK, ['rolling-back']],
  [HELD, STATES.filter((state) => state !== 'held')],
];

describe.each(FITS)('%j', (event, states) => {
  it.each(STATES)('%s', (state) => {
    const after = apply(records[state], event);
    if (states.includes(state)) expect(after).not.toEqual(records[state]);
    else expect(after).toEqual(records[state]);
  });
});

test('a move begins without a gate, from the time of the event, and forgets no history', () => {
  const history = [
    { at: iso(0), event: 'held' as const, definition: NEW, from: OLD, to: NEW, run: 'run 6', seconds: null },
  ];
  const before: ServiceRecord = { ...shared({ gates: { logs: LOGS }, history }), state: 'pending' };
  const event = {
    type: 'move-began',
    target: NEW,
    previous: 'before',
    wave: 3,
    adopted: true,
    deploymentId: null,
  } as const;
  expect(apply(before, event)).toEqual({
    ...shared({ history, since: iso(60), previous: 'before', wave: 3 }),
    state: 'deploying',
    move: { target: NEW, deploymentId: null, adopted: true, startedAt: iso(60) },
  });
});

test.each(['deploying', 'baking', 'analysing'] as const)('a deployment is that of the move: %s', (state) => {
  const after = apply(records[state], { type: 'deployment-seen', deploymentId: 'ecs-svc/3' });
  expect(after).toEqual({ ...records[state], move: launch({ deploymentId: 'ecs-svc/3' }) });
});

test('a deployment is that of the way back, once it goes back', () => {
  const after = apply(records['rolling-back'], { type: 'deployment-seen', deploymentId: 'ecs-svc/3' });
  expect(after).toEqual({ ...records['rolling-back'], way: way({ deploymentId: 'ecs-svc/3' }) });
});

test('what is deployed bakes, from now on; its gates haven’t passed', () => {
  const { move: _, ...deploying } = records.deploying as Extract<ServiceRecord, { state: 'deploying' }>;
  expect(apply(records.deploying, { type: 'deployed' })).toEqual({
    ...deploying,
    state: 'baking',
    since: iso(60),
    move: launch(),
    passedAt: null,
    watchedFrom: iso(60),
  });
});

test('a deployment that nobody has seen is not deployed', () => {
  const before: ServiceRecord = { ...shared(), state: 'deploying', move: launch({ deploymentId: null }) };
  expect(apply(before, { type: 'deployed' })).toEqual(before);
});

test('the bake begins when the gates have passed for the first time', () => {
  const before: ServiceRecord = { ...shared(), state: 'baking', move: launch(), passedAt: null, watchedFrom: iso(0) };
  expect(apply(before, { type: 'gates-passed' })).toEqual({ ...before, passedAt: iso(60), watchedFrom: iso(60) });
});

test('lines from before the bake say nothing about its end: the gate logs has to pass once more', () => {
  const gates = { deployment: LOGS, sidecar: LOGS, logs: LOGS };
  const before: ServiceRecord = {
    ...shared({ gates }),
    state: 'baking',
    move: launch(),
    passedAt: iso(30),
    watchedFrom: iso(30),
  };
  expect(apply(before, { type: 'baked' })).toEqual({
    ...shared({ since: iso(60), gates: { deployment: LOGS, sidecar: LOGS } }),
    state: 'analysing',
    move: launch(),
    passedAt: iso(30),
    watchedFrom: iso(30),
  });
});

test('a bake that hasn’t begun doesn’t end', () => {
  const before: ServiceRecord = { ...shared(), state: 'baking', move: launch(), passedAt: null, watchedFrom: iso(0) };
  expect(apply(before, { type: 'baked' })).toEqual(before);
});

test('what is promoted is what runs, and goes into the history with the time it took', () => {
  expect(apply(records.analysing, PROMOTED)).toEqual({
    ...shared({ since: iso(60), current: NEW }),
    state: 'promoted',
    move: launch(),
    history: [{ at: iso(60), event: 'promoted', definition: NEW, from: OLD, to: NEW, run: 'run 7', seconds: 60 }],
  });
});

test('what ran already took no time', () => {
  const before: ServiceRecord = {
    ...shared(),
    state: 'baking',
    move: launch({ adopted: true }),
    passedAt: null,
    watchedFrom: iso(0),
  };
  expect(apply(before, PROMOTED).history[0]?.seconds).toBeNull();
});

test('a clock that went back makes no negative time', () => {
  const before: ServiceRecord = {
    ...shared(),
    state: 'analysing',
    move: launch({ startedAt: iso(90) }),
    passedAt: iso(95),
    watchedFrom: iso(95),
  };
  expect(apply(before, PROMOTED).history[0]?.seconds).toBe(0);
});

test('a way back begins without a deployment, and keeps the move that it undoes', () => {
  const { startedAt: _, deploymentId: __, ...event } = way({ contested: true, leavesNoHold: true });
  expect(apply(records.baking, { type: 'way-back-began', ...event })).toEqual({
    ...shared({ since: iso(60) }),
    state: 'rolling-back',
    move: launch(),
    way: way({ contested: true, leavesNoHold: true, startedAt: iso(60) }),
  });
  expect(apply(records.pending, { type: 'way-back-began', ...event })).toMatchObject({ move: null });
});

test('a way back that is sent once more takes whatever runs by now, and waits for nobody', () => {
  const before: ServiceRecord = {
    ...shared(),
    state: 'rolling-back',
    move: launch(),
    way: way({ deploymentId: 'ecs-svc/3', contested: true }),
  };
  expect(apply(before, { type: 'way-back-repeated' })).toEqual({ ...before, way: way({ from: null }) });
});

test('what is back runs what it went back to, and so does the next rollback', () => {
  const before: ServiceRecord = {
    ...shared(),
    state: 'rolling-back',
    move: launch(),
    way: way({ contested: true, restore: 'older' }),
  };
  expect(apply(before, ROLLED_BACK)).toEqual({
    ...shared({ since: iso(60), current: 'older', previous: 'older' }),
    state: 'rolled-back',
    move: launch(),
    way: way({ restore: 'older' }),
    history: [
      { at: iso(60), event: 'rolled-back', definition: 'older', from: 'older', to: NEW, run: 'run 7', seconds: 60 },
    ],
  });
});

test('a way back without a move takes the time since it began', () => {
  const before: ServiceRecord = { ...shared(), state: 'rolling-back', move: null, way: way({ startedAt: iso(20) }) };
  expect(apply(before, ROLLED_BACK).history[0]?.seconds).toBe(40);
});

describe('what is held', () => {
  it('keeps its move, and says why', () => {
    expect(apply(records.deploying, HELD)).toEqual({
      ...shared({ since: iso(60) }),
      state: 'held',
      move: launch(),
      way: null,
      reason: 'ECS is away',
      history: [{ at: iso(60), event: 'held', definition: NEW, from: OLD, to: NEW, run: 'run 7', seconds: 60 }],
    });
  });

  it('keeps the way back that it didn’t get through', () => {
    expect(apply(records['rolling-back'], HELD)).toMatchObject({ move: launch(), way: way() });
  });

  it('has no time and no definition where nothing moved', () => {
    const after = apply(records.pending, HELD);
    expect(after).toMatchObject({ move: null, way: null });
    expect(after.history).toEqual([
      { at: iso(60), event: 'held', definition: '', from: OLD, to: null, run: 'run 7', seconds: null },
    ]);
  });
});

test('a gate keeps each change of its status, the newest ones', () => {
  let record: ServiceRecord = records.baking;
  for (let second = 0; second < MEASUREMENTS_KEPT + 2; second += 1) {
    const status = second % 2 === 0 ? 'pass' : 'inconclusive';
    const measured = { type: 'measured', gate: 'logs', status, detail: `at ${second}` } as const;
    record = evolveService(record, { ...measured, at: at(second), service: 'worker' });
  }
  const { logs } = record.gates;
  expect(logs).toMatchObject({ at: iso(13), status: 'inconclusive', detail: 'at 13' });
  expect(logs?.measurements.map(({ detail }) => detail)).toEqual(
    Array.from({ length: 12 }, (_, index) => `at ${index + 2}`),
  );
  expect(logs?.measurements[0]).toEqual({ at: iso(2), status: 'pass', detail: 'at 2' });
});

test('a measurement that is applied twice is written down once; another status of the same moment isn’t lost', () => {
  const measured = { type: 'measured', gate: 'logs', status: 'pass', detail: 'fresh' } as const;
  const once = apply(records.baking, measured);
  expect(apply(once, measured)).toEqual(once);
  expect(apply(once, { ...measured, status: 'fail' }).gates.logs?.measurements).toHaveLength(2);
  const later = evolveService(once, { ...measured, at: at(61), service: 'worker' });
  expect(later.gates.logs?.measurements).toHaveLength(2);
});

test('the gates of one name leave the others alone', () => {
  const before: ServiceRecord = {
    ...shared({ gates: { sidecar: LOGS } }),
    state: 'baking',
    move: launch(),
    passedAt: null,
    watchedFrom: iso(0),
  };
  const after = apply(before, { type: 'measured', gate: 'logs', status: 'pass', detail: 'fresh' });
  expect(Object.keys(after.gates)).toEqual(['sidecar', 'logs']);
});

test('what is held on its way back came from where it was to go', () => {
  const back: ServiceRecord = { ...shared(), state: 'rolling-back', move: launch(), way: way({ restore: 'older' }) };
  const held = apply(back, HELD);
  expect(held.history[0]).toMatchObject({ event: 'held', from: 'older', to: NEW });
});

test('the history keeps the newest entries', () => {
  const entry = (run: number) => ({
    at: iso(0),
    event: 'held' as const,
    definition: OLD,
    from: null,
    to: null,
    run: `run ${run}`,
    seconds: null,
  });
  const history = Array.from({ length: HISTORY_LENGTH }, (_, index) => entry(index));
  const after = apply(
    { ...shared({ history }), state: 'analysing', move: launch(), passedAt: iso(30), watchedFrom: iso(30) },
    PROMOTED,
  );
  expect(after.history).toHaveLength(20);
  expect(after.history[0]?.run).toBe('run 1');
  expect(after.history.at(-1)?.run).toBe('run 7');
});
