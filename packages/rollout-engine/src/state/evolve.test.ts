import { describe, expect, it, test } from 'vitest';
import { at, iso, launch, ledgerWith, NEW, OLD, RUN, shared, way } from '../testing/builders.ts';
import type { Event } from './events.ts';
import { evolve, evolveAll, movingServices } from './evolve.ts';
import type { Ledger } from './ledger.ts';
import type { ServiceRecord } from './service-record.ts';

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

const FACTS = { image: 'worker:1', variant: 'alloy' as const };
const HOLD = { reason: 'worker: stuck', at: iso(0), outcome: 'held' as const, desiredStateHash: 'hash', runId: 7 };
const ROLLBACK: NonNullable<Ledger['rollback']> = {
  reason: 'errors',
  to: 'previous',
  at: iso(0),
  run: 'run 7',
  contested: false,
  moves: [],
};
const deploying = (changes: Parameters<typeof launch>[0] = {}): ServiceRecord => ({
  ...shared(),
  state: 'deploying',
  move: launch(changes),
});
const goingBack = (changes: Parameters<typeof way>[0] = {}): ServiceRecord => ({
  ...shared(),
  state: 'rolling-back',
  move: launch(),
  way: way(changes),
});

const began = (changes: Partial<EventOf<'rollout-began'>> = {}): EventOf<'rollout-began'> => ({
  type: 'rollout-began',
  at: at(100),
  phase: 'rollout',
  run: RUN,
  services: [{ name: 'worker', wave: 2, target: NEW }],
  revisions: { [NEW]: FACTS },
  keepsHold: false,
  ...changes,
});

describe('a rollout begins', () => {
  it('with what is wanted of each service, which may be new', () => {
    const after = evolve(ledgerWith({}), began());
    expect(after.services).toEqual({
      worker: { ...shared({ since: iso(100), previous: null, current: null, wave: 2 }), state: 'pending' },
    });
    expect(after.begun).toEqual({ phase: 'rollout', commit: 'c7', run: 'run 7', runId: 7, at: iso(100) });
    expect(after.revisions).toEqual({ [NEW]: FACTS });
  });

  it('and leaves services alone that it isn’t for', () => {
    const after = evolve(ledgerWith({ ui: deploying() }), began());
    expect(after.services['ui']).toEqual(deploying());
    expect(Object.keys(after.services)).toEqual(['ui', 'worker']);
  });

  it('without the hold and the rollback of before, unless the hold is kept', () => {
    const before = ledgerWith({}, { hold: HOLD, rollback: ROLLBACK });
    expect(evolve(before, began())).toMatchObject({ hold: null, rollback: null });
    expect(evolve(before, began({ keepsHold: true }))).toMatchObject({ hold: HOLD, rollback: null });
  });

  it('without the phases behind its own: the environment goes back', () => {
    const phase = { verifiedAt: iso(0), commit: 'c1' };
    const before = ledgerWith({}, { phases: { infrastructure: phase, rollout: phase, validation: phase } });
    expect(Object.keys(evolve(before, began()).phases)).toEqual(['infrastructure', 'rollout']);
    expect(Object.keys(evolve(before, began({ phase: 'infrastructure' })).phases)).toEqual(['infrastructure']);
  });

  it('of a terminal without the number of a run', () => {
    const { id: _, ...run } = RUN;
    expect(evolve(ledgerWith({}), began({ run })).begun).toStrictEqual({
      phase: 'rollout',
      commit: 'c7',
      run: 'run 7',
      at: iso(100),
    });
  });
});

/** What a service is after a run that stopped 40 s after noon and one that began at 100. */
function afterGap(record: ServiceRecord, watchedAt: string | null = iso(40)) {
  const after = evolve(ledgerWith({ worker: record }, { watchedAt }), began()).services['worker'];
  return after && { ...after, wave: record.wave };
}

describe('nobody watched between two runs', () => {
  it('an update that may never have been sent has its whole time', () => {
    const lost = { ...deploying({ deploymentId: null, startedAt: iso(10) }), since: iso(20) };
    expect(afterGap(lost)).toEqual({
      ...lost,
      since: iso(80),
      move: launch({ deploymentId: null, startedAt: iso(70) }),
    });
    expect(afterGap(lost, null)).toEqual(lost);
  });

  it('a deployment that ECS has goes on meanwhile', () => {
    expect(afterGap(deploying())).toEqual(deploying());
    expect(afterGap(goingBack({ deploymentId: 'ecs-svc/3' }))).toEqual(goingBack({ deploymentId: 'ecs-svc/3' }));
  });

  it('a way back that may never have been sent has its whole time', () => {
    expect(afterGap(goingBack({ startedAt: iso(10) }))).toEqual({
      ...goingBack({ startedAt: iso(70) }),
      since: iso(60),
    });
  });

  it('a bake goes on where it stopped', () => {
    const baking: ServiceRecord = {
      ...shared(),
      state: 'baking',
      move: launch(),
      passedAt: iso(30),
      watchedFrom: iso(30),
    };
    expect(afterGap(baking)).toEqual({ ...baking, since: iso(60), passedAt: iso(90) });
    expect(afterGap({ ...baking, passedAt: null })).toEqual({ ...baking, since: iso(60), passedAt: null });
  });

  it('the last look has its time, and the bake before it is over', () => {
    const analysing: ServiceRecord = {
      ...shared(),
      state: 'analysing',
      move: launch(),
      passedAt: iso(10),
      watchedFrom: iso(10),
    };
    expect(afterGap(analysing)).toEqual({ ...analysing, since: iso(60) });
  });

  it('what rests stays as it was', () => {
    const promoted: ServiceRecord = { ...shared(), state: 'promoted', move: launch() };
    expect(afterGap(promoted)).toEqual(promoted);
  });

  it('no time is moved into the future, or back by a clock that is behind', () => {
    const baking: ServiceRecord = {
      ...shared({ since: iso(70) }),
      state: 'baking',
      move: launch(),
      passedAt: null,
      watchedFrom: iso(0),
    };
    expect(afterGap(baking)?.since).toBe(iso(100));
    expect(afterGap(baking, iso(500))?.since).toBe(iso(70));
  });
});

describe('a way back that a rollout finds', () => {
  const quiet = (record: ServiceRecord, changes: Partial<Ledger> = {}, target = NEW) => {
    const services = [{ name: 'worker', wave: 1, target }];
    const after = evolve(ledgerWith({ worker: record }, changes), began({ services })).services['worker'];
    return after?.state === 'rolling-back' && after.way.leavesNoHold;
  };

  it('leaves its hold when it is from this very target', () => expect(quiet(goingBack())).toBe(false));
  it('makes room for another target', () => expect(quiet(goingBack(), {}, 'newer')).toBe(true));
  it('makes room when its rollback has been released', () => {
    expect(quiet(goingBack(), { rollback: ROLLBACK })).toBe(true);
  });
});

describe('a rollback begins', () => {
  const rollback = { type: 'rollback-began', at: at(100), run: RUN, reason: 'errors', to: 'previous' } as const;
  const lease = (owner: string, until: number) => ({ owner, kind: 'rollout' as const, expiresAt: iso(until) });

  it('with a hold, and an empty plan', () => {
    expect(evolve(ledgerWith({}), rollback)).toEqual(
      ledgerWith(
        {},
        {
          hold: {
            reason: 'rollback: errors',
            at: iso(100),
            outcome: 'rolled-back',
            desiredStateHash: 'hash',
            runId: 7,
          },
          rollback: { ...ROLLBACK, at: iso(100) },
        },
      ),
    );
  });

  it.each([
    ['nobody has the lease', {}, false],
    ['another run has it', { lease: lease('run 6', 101) }, true],
    ['another run had it until now', { lease: lease('run 6', 100) }, false],
    ['it is its own', { lease: lease('run 7', 200) }, false],
    ['it took over itself before', { lease: lease('run 7', 200), rollback: { ...ROLLBACK, contested: true } }, true],
    ['an earlier rollback took over', { rollback: { ...ROLLBACK, run: 'run 5', contested: true } }, false],
    ['it took nothing over before', { rollback: ROLLBACK }, false],
  ])('somebody may still act when %s', (_, changes, contested) => {
    expect(evolve(ledgerWith({}, changes), rollback).rollback?.contested).toBe(contested);
  });
});

describe('the plan of a rollback', () => {
  const moves = ['worker', 'ui'].map((service) => ({ service, definition: OLD, wave: 1, parallel: 1, begun: false }));
  const planned = { type: 'rollback-planned', moves, revisions: { [OLD]: FACTS } } as const;

  it('is written down with what it names', () => {
    const after = evolve(ledgerWith({}, { rollback: ROLLBACK }), { ...planned, moves: [...moves] });
    expect(after.rollback).toEqual({ ...ROLLBACK, moves });
    expect(after.revisions).toEqual({ [OLD]: FACTS });
  });

  it('means nothing after the rollback was released', () => {
    expect(evolve(ledgerWith({}), { ...planned, moves: [...moves] }).rollback).toBeNull();
  });

  it.each([
    [{ type: 'way-back-began', ...way() } as const, true],
    [{ type: 'held', run: RUN, reason: 'gone' } as const, true],
    [{ type: 'deployment-seen', deploymentId: 'ecs-svc/3' } as const, false],
  ])('a move has begun after its intent, or a hold: %j', (event, begun) => {
    const before = ledgerWith({ worker: goingBack() }, { rollback: { ...ROLLBACK, moves } });
    const after = evolve(before, { ...event, at: at(60), service: 'worker' });
    expect(after.rollback?.moves.map((move) => move.begun)).toEqual([begun, false]);
  });
});

test('a verified phase takes the later ones away: the environment has gone back', () => {
  const phase = { verifiedAt: iso(0), commit: 'c1' };
  const before = ledgerWith({}, { phases: { infrastructure: phase, rollout: phase, validation: phase } });
  const event = { type: 'phase-verified', at: at(60), phase: 'rollout', commit: 'c7' } as const;
  expect(evolve(before, event).phases).toEqual({
    infrastructure: phase,
    rollout: { verifiedAt: iso(60), commit: 'c7' },
  });
});

test('a rollout that ends says what is deployed, and what keeps it from being verified', () => {
  const event = { type: 'rollout-ended', at: at(60), phase: 'rollout', run: RUN, unverified: 'no Loki' } as const;
  expect(evolve(ledgerWith({}), event).deployed).toEqual({
    phase: 'rollout',
    commit: 'c7',
    run: 'run 7',
    runId: 7,
    at: iso(60),
    unverified: 'no Loki',
  });
});

test('a release takes the hold away and nothing else', () => {
  const before = ledgerWith({ worker: deploying() }, { hold: HOLD });
  expect(evolve(before, { type: 'released' })).toEqual({ ...before, hold: null });
});

describe('a hold', () => {
  const held = { type: 'held', at: at(60), service: 'worker', run: RUN, reason: 'ECS is away' } as const;
  const back = { type: 'rolled-back', at: at(60), service: 'worker', run: RUN } as const;

  it('comes of a service that is held', () => {
    expect(evolve(ledgerWith({ worker: deploying() }), held).hold).toEqual({
      reason: 'worker: ECS is away',
      at: iso(60),
      outcome: 'held',
      desiredStateHash: 'hash',
      runId: 7,
    });
  });

  it('comes of a service that went back, with the reason it went for', () => {
    expect(evolve(ledgerWith({ worker: goingBack() }), back).hold).toMatchObject({
      reason: 'worker: gate sidecar failed',
      at: iso(60),
      outcome: 'rolled-back',
    });
  });

  it('doesn’t come of a way back that made room, or that is over', () => {
    expect(evolve(ledgerWith({ worker: goingBack({ leavesNoHold: true }) }), back).hold).toBeNull();
    const over: ServiceRecord = { ...shared(), state: 'rolled-back', move: null, way: way() };
    expect(evolve(ledgerWith({ worker: over }), back).hold).toBeNull();
    expect(evolve(ledgerWith({ worker: goingBack() }), { ...back, type: 'deployed' }).hold).toBeNull();
  });

  it('keeps its first reason', () => {
    expect(evolve(ledgerWith({ worker: deploying() }, { hold: HOLD }), held).hold).toEqual(HOLD);
  });

  it('of a terminal has no number of a run', () => {
    const { id: _, ...run } = RUN;
    expect(Object.keys(evolve(ledgerWith({ worker: deploying() }), { ...held, run }).hold ?? {})).not.toContain(
      'runId',
    );
  });
});

test('an event of a service that nobody knew makes a record of it', () => {
  const after = evolve(ledgerWith({}), { type: 'held', at: at(60), service: 'ui', run: RUN, reason: 'gone' });
  expect(after.services['ui']).toMatchObject({ state: 'held', since: iso(60) });
});

test('the ledger knows revisions that something in it names, and those of this run', () => {
  const names = [
    'wanted',
    'previous',
    'current',
    'target',
    'restore',
    'from',
    'history',
    'came from',
    'went to',
    'planned',
    'forgotten',
  ];
  const history = [
    {
      at: iso(0),
      event: 'promoted' as const,
      definition: 'history',
      from: 'came from',
      to: 'went to',
      run: 'run 1',
      seconds: 1,
    },
  ];
  const facts = shared({ wanted: 'wanted', previous: 'previous', current: 'current', history });
  const move = launch({ target: 'target' });
  const record: ServiceRecord = {
    ...facts,
    state: 'rolling-back',
    move,
    way: way({ restore: 'restore', from: 'from' }),
  };
  const moves = [{ service: 'worker', definition: 'planned', wave: 1, parallel: 1, begun: true }];
  const revisions = Object.fromEntries(names.map((name) => [name, FACTS]));
  const held: ServiceRecord = {
    ...shared({ wanted: null, previous: null, current: null }),
    state: 'held',
    move: null,
    way: null,
    reason: '',
  };
  const before = ledgerWith({ worker: record, ui: held }, { rollback: ROLLBACK, revisions });
  const after = evolve(before, { type: 'rollback-planned', moves, revisions: { fresh: FACTS } });
  expect(Object.keys(after.revisions)).toEqual([...names.filter((name) => name !== 'forgotten'), 'fresh']);
});

test('events apply one after the other', () => {
  const events: Event[] = [
    { type: 'held', at: at(1), service: 'worker', run: RUN, reason: 'first' },
    { type: 'released' },
    { type: 'held', at: at(2), service: 'ui', run: RUN, reason: 'second' },
  ];
  expect(evolveAll(ledgerWith({}), events).hold?.reason).toBe('ui: second');
});

test('services are moving between intent and end', () => {
  const promoted: ServiceRecord = { ...shared(), state: 'promoted', move: launch() };
  expect(movingServices(ledgerWith({ a: deploying(), b: promoted, c: goingBack() }))).toEqual(['a', 'c']);
});
