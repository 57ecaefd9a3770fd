import type { Phase } from '@loki-adoption/environment';
import { describe, expect, it, test } from 'vitest';
import { iso, launch, ledgerWith, NOON, RUN, shared } from '../testing/builders.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { frozen } from './freeze.ts';
import type { Hold, Ledger } from './ledger.ts';
import { holdRefusal, mayFinish, refusal, transitionRefusal, verifiedPhases } from './preflight.ts';
import type { ServiceRecord } from './service-record.ts';

const HOLD: Hold = { reason: 'worker: stuck', at: iso(0), outcome: 'held', desiredStateHash: 'hash', runId: 7 };
const verified = (...phases: Phase[]): Ledger['phases'] =>
  Object.fromEntries(phases.map((phase) => [phase, { verifiedAt: iso(0), commit: 'c1' }]));

describe('a freeze', () => {
  const week = { from: '2026-11-23', until: '2026-11-26', reason: 'sale' };
  const on = (day: string) => frozen([week], Date.parse(`${day}T12:00:00Z`));

  it('holds from its first day to its last, in UTC', () => {
    expect(on('2026-11-22')).toBeUndefined();
    expect(on('2026-11-23')).toBeDefined();
    expect(on('2026-11-26')).toBeDefined();
    expect(on('2026-11-27')).toBeUndefined();
    expect(frozen([week], Date.parse('2026-11-26T23:59:59.999Z'))).toBeDefined();
  });

  it('says until when, why, and what can be done', () => {
    expect(on('2026-11-24')).toBe(
      'frozen until 2026-11-26, the last day, UTC: sale. A rollback is possible; to deploy, wait, or merge a change of protection.freeze',
    );
  });

  it.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 0, 2]]])(
    'that overlaps others lasts as long as the last of them: %j',
    (order) => {
      const all = ['2026-11-25', '2026-11-28', '2026-11-26'].map((until) => ({
        from: '2026-11-20',
        until,
        reason: until,
      }));
      const freezes = order.flatMap((index) => all[index] ?? []);
      expect(frozen(freezes, Date.parse('2026-11-24T12:00:00Z'))).toContain(
        'until 2026-11-28, the last day, UTC: 2026-11-28',
      );
    },
  );
});

test('verified phases come in their order', () => {
  expect(verifiedPhases(ledgerWith({}, { phases: verified('rollout', 'infrastructure') }))).toEqual([
    'infrastructure',
    'rollout',
  ]);
  expect(verifiedPhases(ledgerWith({}))).toEqual([]);
});

describe('a hold', () => {
  const refused = (hold: Hold | null, desiredStateHash: string, runId?: number) =>
    holdRefusal(ledgerWith({}, { hold }), { desiredStateHash, runId });
  const { runId: _, ...ofTerminal } = HOLD;

  it('refuses the same desired state, and says how it ends', () => {
    expect(refused(HOLD, 'hash', 8)).toBe(
      `on hold since ${iso(0)}: worker: stuck. Merge a change of the environment, or run the command release`,
    );
  });

  it('ends when desired state changes', () => {
    expect(refused(HOLD, 'changed', 8)).toBeUndefined();
    expect(refused(HOLD, 'changed', 7)).toBeUndefined();
    expect(refused(null, 'hash', 8)).toBeUndefined();
  });

  it('refuses a run that began before it, whose state only looks new', () => {
    expect(refused(HOLD, 'older', 6)).toContain(`on hold since ${iso(0)}, after this run began: worker: stuck.`);
  });

  it('goes by desired state alone where a run has no number', () => {
    expect(refused(HOLD, 'changed')).toBeUndefined();
    expect(refused(ofTerminal, 'changed', 6)).toBeUndefined();
    expect(refused(ofTerminal, 'changed')).toBeUndefined();
    expect(refused(ofTerminal, 'hash')).not.toContain('began');
  });
});

describe('what a gate left half-way may be finished', () => {
  const deploying: ServiceRecord = { ...shared(), state: 'deploying', move: launch() };
  const promoted: ServiceRecord = { ...shared(), state: 'promoted', move: launch() };
  const rollback = { reason: '', to: 'adot', at: iso(0), run: 'run 7', contested: false, moves: [] };
  const may = (services: Record<string, ServiceRecord>, changes: Partial<Ledger>, desiredStateHash = 'hash') =>
    mayFinish(ledgerWith(services, changes), { desiredStateHash });

  it('by the same desired state', () => {
    expect(may({ a: promoted, b: deploying }, { hold: HOLD })).toBe(true);
    expect(may({ b: deploying }, { hold: HOLD }, 'changed')).toBe(false);
  });

  it('where there is a hold and something under way, and no rollback', () => {
    expect(may({ b: deploying }, { hold: null })).toBe(false);
    expect(may({ a: promoted }, { hold: HOLD })).toBe(false);
    expect(may({ b: deploying }, { hold: HOLD, rollback })).toBe(false);
  });
});

describe('a phase', () => {
  const OPEN = 'No command of this version records validation as verified, so that is where the environment stays';
  const refused = (phase: Phase, phases: Ledger['phases'], changes: Partial<Ledger> = {}) =>
    transitionRefusal(ledgerWith({}, { phases, ...changes }), phase);
  const deployed = (phase: Phase, unverified: string | null) => ({
    deployed: { phase, commit: 'c1', run: 'run 1', at: iso(0), unverified },
  });

  it('has its turn when all before it are verified, or when the environment goes back', () => {
    expect(refused('infrastructure', {})).toBeUndefined();
    expect(refused('rollout', verified('infrastructure'))).toBeUndefined();
    expect(refused('infrastructure', verified('infrastructure', 'rollout'))).toBeUndefined();
    expect(refused('baseline', verified('infrastructure'))).toBeUndefined();
    const again = deployed('validation', 'its evidence is more than a rollout');
    expect(refused('validation', verified('infrastructure', 'rollout'), again)).toBeUndefined();
  });

  it('is refused otherwise, with the one to go to', () => {
    expect(refused('rollout', {})).toBe(
      "migration.phase can't go from baseline to rollout: infrastructure is not verified yet. Set it to infrastructure first.",
    );
    expect(refused('cleanup', verified('infrastructure'))).toMatch(/from infrastructure .* Set it to rollout first\.$/);
  });

  it('is refused after one that is deployed and couldn’t be verified, with the reason', () => {
    const half = deployed('infrastructure', 'no Loki URL was given');
    expect(refused('rollout', {}, half)).toBe(
      "migration.phase can't go to rollout: infrastructure is deployed but not verified, because no Loki URL was given. " +
        'Deploy infrastructure again once that is cured, then go on to rollout.',
    );
    // What has been verified since, or before, is no obstacle: the advice is the next phase.
    expect(refused('cleanup', verified('infrastructure', 'rollout'), deployed('rollout', 'why'))).not.toContain('why');
    expect(refused('rollout', {}, deployed('infrastructure', null))).toMatch(/^migration.phase can't go from baseline/);
    expect(refused('validation', verified('infrastructure'), deployed('rollout', 'why'))).toMatch(
      /Deploy rollout again/,
    );
  });

  it('cleanup stays closed: nothing records validation as verified', () => {
    const evidence = 'its evidence is more than a rollout';
    const before = verified('infrastructure', 'rollout');
    expect(refused('cleanup', before, deployed('validation', evidence))).toBe(
      `migration.phase can't go to cleanup: validation is deployed but not verified, because ${evidence}. ${OPEN}`,
    );
    expect(refused('cleanup', before)).toBe(
      `migration.phase can't go from rollout to cleanup: validation is not verified yet. Set it to validation first. ${OPEN}`,
    );
    expect(refused('cleanup', verified('baseline', 'infrastructure', 'rollout'))).toContain(OPEN);
    expect(refused('cleanup', verified('infrastructure'), deployed('rollout', 'why'))).not.toContain(OPEN);
    expect(refused('validation', verified('infrastructure'), deployed('validation', evidence))).not.toContain(OPEN);
    expect(refused('cleanup', verified('infrastructure'))).not.toContain(OPEN);
    expect(refused('validation', verified('infrastructure'))).not.toContain(OPEN);
  });
});

test('a freeze is named before a hold, a hold before a phase', () => {
  const environment = sampleEnvironment({ phase: 'validation' });
  const freeze = [{ from: '2026-11-26', until: '2026-11-26', reason: 'sale' }];
  const frozenOne = { ...environment, protection: { ...environment.protection, freeze } };
  const commits = { isBefore: () => undefined };
  const wanted = { desiredStateHash: RUN.desiredStateHash, runId: 8, now: NOON, commit: 'c8', commits };
  const held = ledgerWith({}, { hold: HOLD });
  expect(refusal(held, { ...wanted, environment: frozenOne })).toMatch(/^frozen/);
  expect(refusal(held, { ...wanted, environment })).toMatch(/^on hold/);
  expect(refusal(ledgerWith({}), { ...wanted, environment })).toMatch(/^migration.phase/);
  expect(
    refusal(ledgerWith({}, { phases: verified('infrastructure', 'rollout') }), { ...wanted, environment }),
  ).toBeUndefined();
});
