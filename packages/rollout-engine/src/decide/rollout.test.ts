import { describe, expect, it, test } from 'vitest';
import type { Desired } from '../model/desired.ts';
import type { EcsService } from '../model/ecs.ts';
import type { World } from '../model/world.ts';
import type { Hold, Ledger } from '../state/ledger.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import {
  aService,
  at,
  deployment,
  desired,
  ecsService,
  failure,
  iso,
  launch,
  ledgerWith,
  NEW,
  OLD,
  OURS,
  onOld,
  RUN,
  seen,
  shared,
  way,
  world,
} from '../testing/builders.ts';
import { decide } from './rollout.ts';

const result = { at: iso(1), status: 'pass' as const, detail: '', measurements: [] };
const PASSED = { deployment: result, sidecar: result, logs: result };
const HOLD: Hold = { reason: 'worker: stuck', at: iso(0), outcome: 'held', desiredStateHash: 'hash' };

const promoted = (changes = {}): ServiceRecord => ({
  ...shared({ gates: PASSED, ...changes }),
  state: 'promoted',
  move: launch(),
});
const deploying = (target = NEW): ServiceRecord => ({ ...shared(), state: 'deploying', move: launch({ target }) });
const baking = (): ServiceRecord => ({
  ...shared({ gates: PASSED }),
  state: 'baking',
  move: launch(),
  passedAt: iso(0),
  watchedFrom: iso(0),
});
const goingBack = (): ServiceRecord => ({ ...shared(), state: 'rolling-back', move: launch(), way: way() });
const held = (changes: Partial<ReturnType<typeof launch>> = {}): ServiceRecord => ({
  ...shared(),
  state: 'held',
  move: launch(changes),
  way: null,
  reason: 'stuck',
});

/** Waves of services by name, which share what ECS has of them and their definitions; 100 s after noon. */
interface Scene {
  readonly waves?: readonly (readonly string[])[];
  readonly parallel?: number;
  readonly records?: Record<string, ServiceRecord>;
  readonly ecs?: EcsService | null | Record<string, EcsService | null>;
  readonly world?: Partial<World>;
  readonly ledger?: Partial<Ledger>;
  readonly desired?: Partial<Desired>;
}

function step({ waves = [['worker']], parallel = 1, records = {}, ecs = onOld(), ...more }: Scene) {
  const services = waves.flatMap((names, index) => names.map((name) => aService({ name, wave: index + 1, parallel })));
  const seenOf = (name: string) =>
    ecs !== null && !('name' in ecs) ? (ecs[name] ?? null) : (ecs as EcsService | null);
  const observed = Object.fromEntries(services.map(({ name }) => [name, seen(100, seenOf(name))]));
  const around = world(100, observed, more.world);
  return decide(around, ledgerWith(records, more.ledger), desired({ services, ...more.desired }), at(100));
}

const whoIs = ({ events }: { events: readonly object[] }, type: string) =>
  events.flatMap((event) => ('type' in event && event.type === type && 'service' in event ? [event.service] : []));
/** Services that begin; anything else that happens comes with its type. */
const begins = (scene: Scene) =>
  step(scene).events.map((event) => {
    const service = 'service' in event ? event.service : '';
    return event.type === 'move-began' ? service : `${event.type} ${service}`;
  });

describe('a view', () => {
  it('of every service in this round comes first', () => {
    const services = { a: seen(100, onOld()), b: seen(99, onOld()) };
    expect(step({ waves: [['a', 'b']], world: { services } })).toMatchObject({
      events: [],
      observe: { services: ['a', 'b'] },
    });
    expect(step({ world: { services: {} } }).observe.services).toEqual(['worker']);
  });

  it('that failed is tried again in the next round', () => {
    expect(step({ world: { failure: failure(100) } })).toMatchObject({
      events: [],
      wakeAt: at(110),
      waits: [{ service: '', why: 'ECS is away' }],
    });
    expect(begins({ world: { failure: failure(99, { consecutive: 5 }) } })).toEqual(['worker']);
  });

  it('that keeps failing holds what is under way', () => {
    const records = { a: deploying(), b: promoted() };
    expect(step({ waves: [['a', 'b']], records, world: { failure: failure(100, { consecutive: 5 }) } }).events).toEqual(
      [{ type: 'held', at: at(100), service: 'a', run: RUN, reason: 'ECS is away (5 in a row)' }],
    );
  });

  it('that keeps failing ends a run that moves nothing', () => {
    const away = { failure: failure(100, { retryable: false }) };
    expect(step({ world: away }).done).toEqual({ outcome: 'held', reason: 'ECS is away' });
    expect(step({ world: away, ledger: { hold: HOLD } }).done).toEqual({ outcome: 'held', reason: 'worker: stuck' });
  });
});

describe('services begin', () => {
  it('with an intent that says where they go and where they come from', () => {
    expect(step({}).events).toEqual([
      {
        type: 'move-began',
        at: at(100),
        service: 'worker',
        target: NEW,
        previous: OLD,
        wave: 1,
        adopted: false,
        deploymentId: null,
      },
    ]);
  });

  it('from the copy of a revision that ECS starts no task of any more', () => {
    const from = (standIns: Desired['standIns']) => step({ desired: { standIns } }).events;
    expect(from({ [OLD]: 'arn/copy:3' })).toMatchObject([{ type: 'move-began', previous: 'arn/copy:3' }]);
    expect(from({ other: 'arn/copy:3' })).toMatchObject([{ type: 'move-began', previous: OLD }]);
  });

  it('in the order of their waves, as many at once as theirs allows', () => {
    const waves = [['a', 'b', 'c'], ['d']];
    expect(begins({ waves })).toEqual(['a']);
    expect(begins({ waves, parallel: 2 })).toEqual(['a', 'b']);
    expect(begins({ waves, parallel: 9 })).toEqual(['a', 'b', 'c']);
  });

  it('beside others of their wave, and not beside those of another', () => {
    const bakes = { a: baking() };
    const ecs = { a: ecsService(), b: onOld(), c: onOld() };
    expect(begins({ waves: [['a', 'b'], ['c']], parallel: 2, records: bakes, ecs })).toEqual(['b']);
    expect(begins({ waves: [['a', 'b']], records: bakes, ecs })).toEqual([]);
    expect(begins({ waves: [['a'], ['c']], parallel: 2, records: bakes, ecs })).toEqual([]);
    // A wave that something new came into is behind one that moves.
    expect(begins({ waves: [['b'], ['a']], parallel: 2, records: bakes, ecs })).toEqual([]);
  });

  it('when the wave before is through: promoted, its gates passed, and still there', () => {
    const next = (record: ServiceRecord, ecs: EcsService = ecsService()) =>
      begins({ waves: [['a'], ['b']], records: { a: record }, ecs: { a: ecs, b: onOld() } });
    expect(next(promoted())).toEqual(['b']);
    expect(next(promoted({ gates: {} }))).toEqual(['a']);
    expect(next(promoted(), onOld())).toEqual(['a']);
    expect(next(promoted(), ecsService({ status: 'DRAINING' }))).toEqual(['held a']);
    expect(next(held())).toEqual(['a']);
    expect(next({ ...held(), gates: PASSED })).toEqual(['a']);
    expect(next({ ...promoted(), state: 'promoted', move: launch({ target: 'other' }) })).toEqual(['a']);
  });

  it('none of them while one of its wave goes back', () => {
    const ecs = { a: onOld(), b: onOld() };
    expect(begins({ waves: [['a', 'b']], parallel: 2, records: { a: goingBack() }, ecs })).toEqual([
      'deployment-seen a',
    ]);
  });

  it('none of them under a hold, and what is under way goes on', () => {
    const ecs = { a: ecsService(), b: onOld() };
    const decision = step({ waves: [['a', 'b']], parallel: 2, records: { a: baking() }, ecs, ledger: { hold: HOLD } });
    expect(whoIs(decision, 'move-began')).toEqual([]);
    expect(decision.wakeAt).not.toBeNull();
    expect(step({ ledger: { hold: HOLD } }).done).toEqual({ outcome: 'held', reason: 'worker: stuck' });
  });

  it('again where they are half-way to what is no longer wanted, before the others', () => {
    const records = { b: deploying('older') };
    expect(begins({ waves: [['a', 'b']], records })).toEqual(['b']);
    expect(begins({ waves: [['a', 'b', 'c']], records, parallel: 3 })).toEqual(['b', 'a', 'c']);
  });

  it('and are held where ECS has lost them', () => {
    expect(step({ ecs: null }).events).toEqual([
      {
        type: 'held',
        at: at(100),
        service: 'worker',
        run: RUN,
        reason: 'ECS service dev-worker is missing: apply Terraform first',
      },
    ]);
    expect(step({ ecs: onOld({ status: 'DRAINING' }) }).events).toMatchObject([
      { reason: 'ECS service dev-worker is DRAINING: apply Terraform first' },
    ]);
  });
});

describe('what is under way', () => {
  it('goes on, each in its own way', () => {
    const waves = [['a', 'b']];
    const ecs = { a: ecsService(), b: ecsService() };
    const decision = step({ waves, parallel: 2, records: { a: baking(), b: goingBack() }, ecs });
    expect(decision.effects).toEqual([{ type: 'update-service', service: 'b', taskDefinition: OLD }]);
    expect(decision.observe.tasks).toEqual([]);
    expect(decision.waits.map(({ service }) => service)).toEqual(['a']);
  });

  it('goes back whatever it moved to, or nothing', () => {
    for (const target of [NEW, 'other']) {
      const record: ServiceRecord = { ...shared(), state: 'rolling-back', move: launch({ target }), way: way() };
      expect(step({ records: { worker: record }, ecs: ecsService() }).effects).toHaveLength(1);
      expect(step({ records: { worker: { ...record, move: null } }, ecs: ecsService() }).effects).toHaveLength(1);
    }
  });

  it.each([
    ['missing', null],
    ['INACTIVE', ecsService({ status: 'INACTIVE' })],
  ])('is held when ECS has lost it: %s', (state, ecs) => {
    expect(step({ records: { worker: baking() }, ecs }).events).toEqual([
      { type: 'held', at: at(100), service: 'worker', run: RUN, reason: `ECS service dev-worker is ${state}` },
    ]);
  });
});

describe('half-way to a target that is no longer wanted', () => {
  const ecsOn = (definition: string) => onOld({ deployments: [deployment({ taskDefinition: definition })] });

  it('a service that has no room yet goes back meanwhile, without a hold', () => {
    const ecs = { a: onOld(), b: ecsOn('other') };
    const decision = step({ waves: [['a'], ['b']], records: { b: deploying('other') }, ecs });
    expect(decision.events).toEqual([
      {
        type: 'way-back-began',
        at: at(100),
        service: 'b',
        restore: OLD,
        from: 'other',
        contested: false,
        reason: 'another revision is wanted by now',
        leavesNoHold: true,
      },
    ]);
  });

  it.each([
    ['ECS isn’t pointing it there', deploying('other'), onOld()],
    ['it came from nowhere', { ...deploying('other'), previous: null }, ecsOn('other')],
    ['it came from there', { ...deploying('other'), previous: 'other' }, ecsOn('other')],
    ['ECS has lost it', deploying('other'), null],
  ])('nothing is taken back when %s', (_, record, ecs) => {
    const decision = step({ waves: [['a'], ['b']], records: { b: record }, ecs: { a: onOld(), b: ecs } });
    expect(decision.events).toMatchObject([{ type: 'move-began', service: 'a' }]);
  });

  it('only what was moving is taken back', () => {
    const ecs = { a: onOld(), b: ecsOn('other') };
    const decision = step({ waves: [['a'], ['b']], records: { b: held({ target: 'other' }) }, ecs });
    expect(decision.events).toMatchObject([{ type: 'move-began', service: 'a' }]);
  });
});

describe('where a service goes back to', () => {
  const previousOf = (record: ServiceRecord | undefined, ecs: EcsService) => {
    const [event] = step({ records: record ? { worker: record } : {}, ecs }).events;
    return event?.type === 'move-began' ? event.previous : event?.type;
  };
  const runs = (taskDefinition: string, rolloutState: 'COMPLETED' | 'IN_PROGRESS' = 'COMPLETED') =>
    onOld({ deployments: [deployment({ id: 'ecs-svc/1', taskDefinition, rolloutState })] });
  const rests = (changes = {}): ServiceRecord => ({
    ...shared(changes),
    state: 'promoted',
    move: launch({ target: 'before' }),
  });
  const places = { previous: 'first', current: 'second' };

  it.each<[string, ServiceRecord | undefined, EcsService, string | null]>([
    ['what runs steadily', rests(places), runs('third'), 'third'],
    ['what runs, where nothing else is known', undefined, runs('third', 'IN_PROGRESS'), 'third'],
    ['what was last verified, where what runs is half-way', rests(places), runs('third', 'IN_PROGRESS'), 'second'],
    [
      'what was there before, where that is all',
      rests({ ...places, current: null }),
      runs('third', 'IN_PROGRESS'),
      'first',
    ],
    ['never what it goes to', rests({ previous: 'first', current: NEW }), runs('third', 'IN_PROGRESS'), 'first'],
    [
      'where the last move came from, in the middle of one',
      { ...deploying('other'), ...places },
      runs('other'),
      'first',
    ],
    [
      'nowhere, in the middle of a first move',
      { ...deploying('other'), previous: null, current: null },
      runs('third', 'IN_PROGRESS'),
      null,
    ],
    [
      'what runs steadily, in the middle of a first move',
      { ...deploying('other'), previous: null, current: null },
      runs('third'),
      'third',
    ],
    ['where it came from, when what runs is held', { ...held({ target: 'other' }), ...places }, runs('other'), 'first'],
    [
      'nowhere, when what runs is held and nothing else is known',
      { ...held({ target: 'other' }), previous: null, current: null },
      runs('other'),
      null,
    ],
    [
      'what runs steadily, when something else is held',
      { ...held({ target: 'other' }), ...places },
      runs('third'),
      'third',
    ],
    ['where it came from, when it runs the target already', rests(places), runs(NEW), 'first'],
    ['nowhere, when it runs the target and nothing else is known', undefined, runs(NEW), null],
    [
      'what was last verified, without a deployment',
      { ...held(), move: null, ...places } as ServiceRecord,
      onOld({ deployments: [] }),
      'second',
    ],
    ['nowhere, without a deployment', undefined, onOld({ deployments: [] }), null],
  ])('%s', (_, record, ecs, previous) => {
    expect(previousOf(record, ecs)).toBe(previous);
  });
});

describe('what runs its target already', () => {
  const adopts = (record?: ServiceRecord, ecs = ecsService()) =>
    step({ records: record ? { worker: record } : {}, ecs }).events;

  it('has its gates checked and no bake', () => {
    expect(adopts()).toMatchObject([{ type: 'move-began', adopted: true, deploymentId: OURS }]);
  });

  it('bakes when an earlier run moved it and it was held', () => {
    expect(adopts(held())).toMatchObject([{ adopted: false, deploymentId: OURS }]);
    const isBack: ServiceRecord = { ...shared(), state: 'rolled-back', move: launch(), way: way() };
    expect(adopts(isBack)).toMatchObject([{ adopted: false }]);
    expect(adopts(held({ adopted: true }))).toMatchObject([{ adopted: true }]);
    expect(adopts(held({ target: 'other' }))).toMatchObject([{ adopted: true }]);
    expect(adopts({ ...held(), move: null } as ServiceRecord)).toMatchObject([{ adopted: true }]);
    expect(adopts(held(), onOld())).toMatchObject([{ adopted: false, deploymentId: null }]);
  });
});

describe('when nothing is left to do', () => {
  const scene = { records: { worker: promoted() }, ecs: ecsService() };

  it('the phase is recorded, and the run ends', () => {
    expect(step(scene).events).toMatchObject([{ type: 'phase-verified' }]);
    const phases = { rollout: { verifiedAt: iso(1), commit: 'c7' } };
    expect(step({ ...scene, ledger: { phases } }).done).toMatchObject({ outcome: 'promoted' });
  });

  it('a hold ends it instead', () => {
    expect(step({ ...scene, ledger: { hold: { ...HOLD, outcome: 'rolled-back' } } }).done).toEqual({
      outcome: 'rolled-back',
      reason: 'worker: stuck',
    });
  });
});

test('a service that is held isn’t over: released, it is moved afresh', () => {
  expect(begins({ records: { worker: held() } })).toEqual(['worker']);
});
