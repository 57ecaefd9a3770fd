import { UserError } from '@loki-adoption/errors';
import { describe, expect, it, test } from 'vitest';
import { iso, launch, ledgerWith, shared, way } from '../testing/builders.ts';
import { emptyLedger, type Ledger } from './ledger.ts';
import { parseLedger, serializeLedger } from './parse.ts';

/** One of everything that a ledger can hold. */
const gate = {
  at: iso(1),
  status: 'pass' as const,
  detail: 'd',
  measurements: [{ at: iso(1), status: 'pass' as const, detail: 'd' }],
};
const history = [
  { at: iso(1), event: 'promoted' as const, definition: 'arn', from: null, to: 'arn', run: 'run 1', seconds: 3 },
];
const capacity = [{ provider: 'FARGATE', weight: 1, base: 0 }];
const base = shared({ gates: { deployment: gate, sidecar: gate, logs: gate }, history });
const deployment = { phase: 'rollout' as const, commit: 'c1', run: 'run 1', runId: 1, at: iso(1) };
const FULL: Ledger = ledgerWith(
  {
    pending: { ...base, state: 'pending' },
    deploying: {
      ...base,
      previousCapacity: capacity,
      state: 'deploying',
      move: launch({ deploymentId: null, capacity }),
    },
    baking: { ...base, state: 'baking', move: launch(), passedAt: null, watchedFrom: iso(0) },
    analysing: { ...base, state: 'analysing', move: launch(), passedAt: iso(1), watchedFrom: iso(1) },
    promoted: { ...base, state: 'promoted', move: launch() },
    'rolling-back': { ...base, state: 'rolling-back', move: null, way: way({ capacity }) },
    'rolled-back': { ...base, state: 'rolled-back', move: launch(), way: way() },
    held: { ...base, state: 'held', move: null, way: null, reason: 'stuck' },
  },
  {
    epoch: 3,
    lease: { owner: 'run 1', kind: 'rollback', expiresAt: iso(60) },
    watchedAt: iso(1),
    phases: { infrastructure: { verifiedAt: iso(1), commit: 'c1' } },
    revisions: { arn: { image: null, variant: 'plain' } },
    hold: { reason: 'r', at: iso(1), outcome: 'held', desiredStateHash: 'h', runId: 1 },
    rollback: {
      reason: 'r',
      to: 'adot',
      at: iso(1),
      run: 'run 1',
      contested: true,
      moves: [{ service: 'a', definition: 'arn', wave: 1, parallel: 1, begun: true }],
    },
    begun: deployment,
    deployed: { ...deployment, unverified: null },
  },
);

const parse = (value: unknown) => parseLedger(JSON.stringify(value), 'dev');
const refusal = (text: string): string => {
  try {
    parseLedger(text, 'dev');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'accepted';
};

test('what is written is read again, with a line each for people who look at it', () => {
  expect(parseLedger(serializeLedger(FULL), 'dev')).toEqual(FULL);
  expect(serializeLedger(emptyLedger('dev'))).toMatch(/^\{\n {2}"schemaVersion": 3,\n[\s\S]*\n\}\n$/);
  expect(parse(emptyLedger('dev'))).toEqual(emptyLedger('dev'));
});

test('a ledger of version 2, which knew nothing of capacity, is read as it is', () => {
  const { deploying: _, 'rolling-back': __, ...services } = FULL.services;
  const known = { ...FULL, services };
  expect(parse({ ...known, schemaVersion: 2 })).toEqual(known);
});

test.each([['[]'], ['null'], ['"text"'], ['7'], ['{'], ['']])('%s is not a ledger', (text) => {
  expect(refusal(text)).toBe("The ledger isn't a JSON object: restore an earlier version of it from the state bucket.");
});

test.each([[4], [0], ['2'], [undefined]])(
  'schema version %j is not read: its release has to do that',
  (schemaVersion) => {
    expect(refusal(JSON.stringify({ ...FULL, schemaVersion }))).toBe(
      `The ledger of dev has schema version ${JSON.stringify(schemaVersion)}, and this release knows 3 and older: ` +
        'use the release that wrote it, or a newer one.',
    );
  },
);

test('the ledger of another environment is not touched', () => {
  expect(refusal(JSON.stringify(emptyLedger('staging')))).toBe(
    'The ledger belongs to "staging", not to dev: two environments share a state key. Give each its own state.key.',
  );
});

describe('damage', () => {
  it('is named in one short line', () => {
    const text = refusal(JSON.stringify({ ...FULL, epoch: -1, watchedAt: 'noon' }));
    expect(text).toMatch(
      /^The ledger of dev is damaged: .*epoch.*watchedAt.*\. Restore an earlier version of the object from the state bucket\.$/,
    );
    expect(text).toContain(' → at epoch ✖ ');
    expect(text).not.toMatch(/\n| {2}/);
    const names = Array.from({ length: 50 }, (_, index) => [`service-${index}`, {}]);
    const long = refusal(JSON.stringify({ ...FULL, services: Object.fromEntries(names) }));
    expect(long.length).toBeLessThan(450);
  });

  /** Each place of a ledger, with something that can't be there. */
  const wrong: readonly [string, (ledger: typeof FULL) => unknown][] = [
    ['an unknown key', (ledger) => ({ ...ledger, extra: 1 })],
    ['a missing key', ({ hold: _, ...rest }) => rest],
    ['a broken epoch', (ledger) => ({ ...ledger, epoch: 1.5 })],
    ['a lease of no kind', (ledger) => ({ ...ledger, lease: { ...ledger.lease, kind: 'status' } })],
    ['a lease with more', (ledger) => ({ ...ledger, lease: { ...ledger.lease, extra: 1 } })],
    ['a lease without a time', (ledger) => ({ ...ledger, lease: { ...ledger.lease, expiresAt: 'soon' } })],
    ['an unknown phase', (ledger) => ({ ...ledger, phases: { later: ledger.phases.infrastructure } })],
    [
      'a phase with more',
      (ledger) => ({ ...ledger, phases: { rollout: { ...ledger.phases.infrastructure, extra: 1 } } }),
    ],
    ['a revision of no name', (ledger) => ({ ...ledger, revisions: { '': { image: null, variant: 'plain' } } })],
    ['an unknown variant', (ledger) => ({ ...ledger, revisions: { arn: { image: null, variant: 'fluent' } } })],
    [
      'a revision with more',
      (ledger) => ({ ...ledger, revisions: { arn: { image: null, variant: 'plain', extra: 1 } } }),
    ],
    ['a hold of another kind', (ledger) => ({ ...ledger, hold: { ...ledger.hold, outcome: 'promoted' } })],
    ['a hold with more', (ledger) => ({ ...ledger, hold: { ...ledger.hold, extra: 1 } })],
    ['a rollback with more', (ledger) => ({ ...ledger, rollback: { ...ledger.rollback, extra: 1 } })],
    ['a plan that moves none at once', (ledger) => withMove(ledger, { parallel: 0 })],
    ['a plan with more', (ledger) => withMove(ledger, { extra: 1 })],
    ['a plan without a definition', (ledger) => withMove(ledger, { definition: '' })],
    ['a deployment with more', (ledger) => ({ ...ledger, begun: { ...ledger.begun, extra: 1 } })],
    ['a deployment that doesn’t say whether it was verified', (ledger) => ({ ...ledger, deployed: ledger.begun })],
    ['an unknown state', (ledger) => withRecord(ledger, 'pending', { state: 'waiting' })],
    ['a wave below none', (ledger) => withRecord(ledger, 'pending', { wave: -1 })],
    ['no definition for one', (ledger) => withRecord(ledger, 'pending', { previous: '' })],
    ['an unknown gate', (ledger) => withRecord(ledger, 'pending', { gates: { metrics: gate } })],
    [
      'an unknown status',
      (ledger) => withRecord(ledger, 'pending', { gates: { logs: { ...gate, status: 'skipped' } } }),
    ],
    ['a gate with more', (ledger) => withRecord(ledger, 'pending', { gates: { logs: { ...gate, extra: 1 } } })],
    [
      'a measurement with more',
      (ledger) => withRecord(ledger, 'pending', { gates: { logs: { ...gate, measurements: [gate] } } }),
    ],
    [
      'history of another kind',
      (ledger) => withRecord(ledger, 'pending', { history: [{ ...history[0], event: 'moved' }] }),
    ],
    ['history with more', (ledger) => withRecord(ledger, 'pending', { history: [{ ...history[0], extra: 1 }] })],
    ['a negative time', (ledger) => withRecord(ledger, 'pending', { history: [{ ...history[0], seconds: -1 }] })],
    ['a move of one that is pending', (ledger) => withRecord(ledger, 'pending', { move: launch() })],
    ['no move', (ledger) => withRecord(ledger, 'deploying', { move: null })],
    ['a move with more', (ledger) => withRecord(ledger, 'deploying', { move: { ...launch(), extra: 1 } })],
    ['a move without a target', (ledger) => withRecord(ledger, 'deploying', { move: launch({ target: '' }) })],
    ['a bake without a deployment', (ledger) => withRecord(ledger, 'baking', { move: launch({ deploymentId: null }) })],
    ['a bake that is over and has not begun', (ledger) => withRecord(ledger, 'analysing', { passedAt: null })],
    [
      'a promotion without a deployment',
      (ledger) => withRecord(ledger, 'promoted', { move: launch({ deploymentId: null }) }),
    ],
    ['no way back', (ledger) => withRecord(ledger, 'rolling-back', { way: null })],
    ['a way back with more', (ledger) => withRecord(ledger, 'rolled-back', { way: { ...way(), extra: 1 } })],
    ['a way back to nothing', (ledger) => withRecord(ledger, 'rolled-back', { way: way({ restore: '' }) })],
    ['a hold of a service without a reason', (ledger) => withRecord(ledger, 'held', { reason: null })],
    ['a hold of a service with more', (ledger) => withRecord(ledger, 'held', { extra: 1 })],
  ];

  it.each(wrong)('%s', (_, change) => {
    expect(refusal(JSON.stringify(change(FULL)))).toMatch(/^The ledger of dev is damaged: /);
  });

  function withMove(ledger: typeof FULL, changes: object): unknown {
    return { ...ledger, rollback: { ...ledger.rollback, moves: [{ ...ledger.rollback?.moves[0], ...changes }] } };
  }

  function withRecord(ledger: typeof FULL, name: string, changes: object): unknown {
    return { ...ledger, services: { ...ledger.services, [name]: { ...ledger.services[name], ...changes } } };
  }
});

test('strict records: no state takes what belongs to another', () => {
  for (const [name, record] of Object.entries(FULL.services)) {
    expect(refusal(JSON.stringify({ ...FULL, services: { [name]: { ...record, extra: 1 } } }))).toMatch(/damaged/);
  }
});
