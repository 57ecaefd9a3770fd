import { describe, expect, it, test } from 'vitest';
import type { Ledger } from '../state/ledger.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import { at, iso, launch, ledgerWith, NEW, OLD, RUN, shared, way } from '../testing/builders.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { hasMoved, isFailure, type Outcome, reportOf, type WaveEntry } from './report.ts';

const environment = sampleEnvironment();
const gate = { at: iso(1), status: 'pass' as const, detail: 'd', measurements: [] };

function report(
  services: Record<string, ServiceRecord>,
  entry: Partial<WaveEntry> = {},
  changes: Partial<Ledger> = {},
) {
  const clock = { now: () => at(500), sleep: async () => undefined };
  const options = { environment, run: RUN };
  const entries = [{ name: 'worker', wave: 1, ...entry }];
  const ledger = ledgerWith(services, changes);
  const base = { command: 'rollout' as const, options, ledger, entries, startedAtMs: at(100), clock };
  return reportOf(base, { outcome: 'promoted', reason: 'done' });
}
const line = (record: ServiceRecord | undefined, entry: Partial<WaveEntry> = {}) =>
  report(record ? { worker: record } : {}, entry).services[0];
const ofDefinition = (definition: string) => ({ definition, image: null, variant: null });

const promoted = (since: number, changes: Parameters<typeof launch>[0] = {}, more = {}): ServiceRecord => ({
  ...shared({ since: iso(since), current: NEW, ...more }),
  state: 'promoted',
  move: launch({ startedAt: iso(110), ...changes }),
});

test('a report says what was asked, when, and what the ledger has', () => {
  const hold = { reason: 'stuck', at: iso(1), outcome: 'held' as const, desiredStateHash: 'h' };
  const phases = { infrastructure: { verifiedAt: iso(1), commit: 'c1' } };
  const { services, ...rest } = report({}, {}, { epoch: 3, hold, phases });
  expect(services).toHaveLength(1);
  expect(rest).toEqual({
    schemaVersion: 2,
    command: 'rollout',
    environment: 'dev',
    phase: 'rollout',
    outcome: 'promoted',
    reason: 'done',
    epoch: 3,
    run: 'run 7',
    startedAt: iso(100),
    finishedAt: iso(500),
    verifiedPhases: ['infrastructure'],
    hold,
    notes: [],
    revert: null,
    plan: [],
    polls: 0,
    ecsCalls: 0,
  });
});

describe('a service', () => {
  it('that nobody knows is pending', () => {
    const nothing = { moved: false, restored: null, seconds: null, gates: {}, reason: null };
    expect(line(undefined)).toEqual({ service: 'worker', wave: 1, state: 'pending', from: null, to: null, ...nothing });
    expect(line(undefined, { target: NEW, wave: 3 })).toMatchObject({ wave: 3, to: ofDefinition(NEW) });
  });

  it('that was promoted says from where, to where, how long it took, and what was measured', () => {
    const record = promoted(200, {}, { gates: { logs: gate } });
    const revisions = { [NEW]: { image: 'worker:2', variant: 'alloy' as const } };
    expect(report({ worker: record }, {}, { revisions }).services[0]).toEqual({
      service: 'worker',
      wave: 1,
      state: 'promoted',
      moved: true,
      from: ofDefinition(OLD),
      to: { definition: NEW, image: 'worker:2', variant: 'alloy' },
      restored: null,
      seconds: 90,
      gates: { logs: gate },
      reason: null,
    });
    expect(line({ ...record, previous: null })?.from).toEqual(ofDefinition(NEW));
  });

  it.each<[string, ServiceRecord]>([
    ['promoted', promoted(200, { target: 'other' })],
    ['pending', { ...shared({ current: NEW }), state: 'pending' }],
  ])('whose record is of another target is pending: %s', (_, record) => {
    expect(line(record)).toEqual({
      service: 'worker',
      wave: 1,
      state: 'pending',
      moved: false,
      from: ofDefinition(NEW),
      to: ofDefinition(NEW),
      restored: null,
      seconds: null,
      gates: {},
      reason: null,
    });
    expect(line({ ...record, current: null })?.from).toEqual(ofDefinition(OLD));
  });

  it('is measured by what this run wants, where it wants something', () => {
    expect(line(promoted(200), { target: 'newer' })).toMatchObject({ state: 'pending', to: ofDefinition('newer') });
    expect(line(promoted(200, {}, { wanted: null }))).toMatchObject({ state: 'promoted' });
    expect(line({ ...shared({ wanted: null }), state: 'pending' })).toMatchObject({
      state: 'pending',
      to: null,
      moved: false,
    });
  });

  it('that went back, or goes, says where to and why', () => {
    const base = { ...shared({ since: iso(200) }), move: launch({ target: 'other' }), way: way() };
    for (const state of ['rolling-back', 'rolled-back'] as const) {
      expect(line({ ...base, state })).toMatchObject({
        state,
        to: ofDefinition('other'),
        restored: ofDefinition(OLD),
        reason: 'gate sidecar failed',
      });
    }
    expect(line({ ...base, state: 'held', reason: 'stuck' })).toMatchObject({ restored: null, reason: 'stuck' });
  });
});

describe('the time of a service', () => {
  const seconds = (record: ServiceRecord) => line(record)?.seconds;
  const back = (startedAt: number, wayAt: number, move = true): ServiceRecord => ({
    ...shared({ since: iso(300) }),
    state: 'rolled-back',
    move: move ? launch({ startedAt: iso(startedAt) }) : null,
    way: way({ startedAt: iso(wayAt) }),
  });

  it('is that of this run, which may have finished what an earlier one began', () => {
    expect(seconds(promoted(99))).toBeNull();
    expect(seconds(promoted(100, { startedAt: iso(40) }))).toBe(60);
    expect(seconds({ ...shared({ since: iso(300), wanted: null }), state: 'pending' })).toBeNull();
  });

  it('of a way back is its own, unless the move is of this run as well', () => {
    expect(seconds(back(50, 250))).toBe(50);
    expect(seconds(back(100, 250))).toBe(200);
    expect(seconds(back(0, 250, false))).toBe(50);
    expect(seconds(back(40, 60))).toBe(260);
  });

  it('is unknown where nothing moved', () => {
    expect(seconds({ ...shared({ since: iso(300) }), state: 'held', move: null, way: null, reason: '' })).toBeNull();
  });
});

test.each<[string, ServiceRecord, boolean]>([
  ['promoted in this run', promoted(100), true],
  ['promoted before it', promoted(99), false],
  ['found where it should be', promoted(200, { adopted: true }), false],
  ['never looked at', { ...shared({ since: iso(200) }), state: 'pending' }, false],
  ['held before it moved', { ...shared({ since: iso(200) }), state: 'held', move: null, way: null, reason: '' }, false],
  ['held on its way back', { ...shared({ since: iso(200) }), state: 'held', move: null, way: way(), reason: '' }, true],
  ['held on its way', { ...shared({ since: iso(200) }), state: 'held', move: launch(), way: null, reason: '' }, true],
  ['back', { ...shared({ since: iso(200) }), state: 'rolled-back', move: launch({ adopted: true }), way: way() }, true],
])('a service that was %s: moved?', (_, record, moved) => {
  expect(hasMoved(record, at(100))).toBe(moved);
});

test('a command has failed when it didn’t do what it was asked for', () => {
  const good = (command: Parameters<typeof isFailure>[0]['command']) =>
    (['promoted', 'unchanged', 'rolled-back', 'held', 'refused', 'unfinished'] satisfies Outcome[]).filter(
      (outcome) => !isFailure({ command, outcome }),
    );
  expect(good('rollout')).toEqual(['promoted', 'unchanged']);
  expect(good('rollback')).toEqual(['unchanged', 'rolled-back']);
  expect(good('status')).toHaveLength(6);
  expect(good('release')).toHaveLength(6);
});
