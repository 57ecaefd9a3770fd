import { describe, expect, it, test } from 'vitest';
import { at, iso, launch, ledgerWith, OLD, RUN, shared, way } from '../testing/builders.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import { evolve } from './evolve.ts';
import type { Ledger } from './ledger.ts';
import { refusal, type Wanted } from './preflight.ts';
import { clipped, type ServiceRecord } from './service-record.ts';

const move = (service: string, begun: boolean) => ({ service, definition: OLD, wave: 1, parallel: 1, begun });
const goingBack: ServiceRecord = { ...shared(), state: 'rolling-back', move: launch(), way: way() };
const isBack: ServiceRecord = { ...shared(), state: 'rolled-back', move: launch(), way: way() };

test('a rollback goes on with what an earlier one left on its way, and with nothing else of it', () => {
  const moves = [move('a', true), move('b', true), move('c', false), move('gone', true)];
  const rollback = { reason: '', to: 'adot', at: iso(0), run: 'run 6', contested: false, moves };
  const before = ledgerWith({ a: goingBack, b: isBack, c: goingBack }, { rollback });
  const event = { type: 'rollback-began', at: at(60), run: RUN, reason: 'errors', to: 'previous' } as const;
  expect(evolve(before, event).rollback?.moves).toEqual([move('a', true)]);
});

describe('where a service leaves Alloy', () => {
  const verified = { verifiedAt: iso(0), commit: 'c1' };
  const phases = { infrastructure: verified, rollout: verified, validation: verified };
  const after = (
    variant: 'adot' | 'alloy',
    event: { type: 'way-back-began' | 'deployed' } = { type: 'way-back-began' },
  ) => {
    const before: Ledger = ledgerWith(
      { worker: goingBack },
      { phases, revisions: { [OLD]: { image: null, variant } } },
    );
    const { startedAt: _, deploymentId: __, ...back } = way();
    return Object.keys(evolve(before, { ...back, ...event, at: at(60), service: 'worker' }).phases);
  };

  it('phases that stand for its running there no longer hold', () => {
    expect(after('adot')).toEqual(['infrastructure']);
  });

  it('others do, and so do all when it stays', () => {
    expect(after('alloy')).toEqual(['infrastructure', 'rollout', 'validation']);
    expect(after('adot', { type: 'deployed' })).toEqual(['infrastructure', 'rollout', 'validation']);
  });
});

describe('a run that is older than the one that began last', () => {
  const environment = sampleEnvironment({ phase: 'infrastructure' });
  const begun = { phase: 'rollout' as const, commit: '0123456789abcdef', run: 'run 7', runId: 7, at: iso(0) };
  const refused = (runId: number | undefined, last: Ledger['begun'] = begun, more: Partial<Wanted> = {}) => {
    const commits = { isBefore: () => undefined };
    const wanted = { environment, desiredStateHash: 'hash', runId, now: at(0), commit: 'c1', commits, ...more };
    return refusal(ledgerWith({}, { begun: last }), wanted);
  };
  const { runId: _, ...ofTerminal } = begun;

  it('is refused: it would bring back what that one has replaced', () => {
    expect(refused(6)).toContain(
      'run 7 began to deploy commit 0123456789ab at 2026-11-26T12:00:00.000Z, after this run was started',
    );
    expect(refused(6)).not.toContain('0123456789abc');
  });

  it('means runs with a number alone', () => {
    expect([refused(7), refused(8), refused(undefined), refused(6, ofTerminal), refused(6, null)]).toEqual(
      Array(5).fill(undefined),
    );
  });
});

test('a text that is too long for the ledger is cut, and says so', () => {
  const long = 'x'.repeat(100_000);
  const cut = clipped(long);
  expect(cut.length).toBeLessThan(long.length);
  expect(cut).toMatch(/^x+…$/);
  const whole = 'x'.repeat(cut.length);
  expect(clipped(whole)).toBe(whole);
  expect(clipped(`${whole}x`)).toBe(cut);
});
