import { describe, expect, it, test } from 'vitest';
import type { World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import {
  at,
  ecsService,
  failure,
  iso,
  launch,
  ledgerWith,
  NEW,
  OLD,
  onOld,
  POLICY,
  RUN,
  seen,
  shared,
  way,
  world,
} from '../testing/builders.ts';
import { decideRollback } from './rollback.ts';

const move = (service: string, wave: number, { begun = false, parallel = 1 } = {}) => ({
  service,
  definition: OLD,
  wave,
  parallel,
  begun,
});
const promoted: ServiceRecord = { ...shared(), state: 'promoted', move: launch() };
const goingBack: ServiceRecord = {
  ...shared(),
  state: 'rolling-back',
  move: launch(),
  way: way({ startedAt: iso(5) }),
};
const isBack: ServiceRecord = { ...shared(), state: 'rolled-back', move: launch(), way: way() };

interface Scene {
  readonly moves: readonly ReturnType<typeof move>[];
  readonly services?: Record<string, ServiceRecord>;
  readonly world?: World;
  readonly contested?: boolean;
  readonly now?: number;
}

const everywhere = (seconds: number, ecs = ecsService()) =>
  world(seconds, Object.fromEntries(['a', 'b', 'c'].map((name) => [name, seen(seconds, ecs)])));

function decide({ moves, services = {}, now = 10, contested = false, ...more }: Scene) {
  const rollback = { reason: 'errors', to: 'previous', at: iso(0), run: 'run 7', contested, moves: [...moves] };
  const all = { a: promoted, b: promoted, c: promoted, ...services };
  const ledger: Ledger = ledgerWith(all, { rollback });
  return decideRollback(more.world ?? everywhere(now), ledger, RUN, POLICY, at(now));
}

test('without a plan in the ledger there is nothing to decide', () => {
  expect(() => decideRollback(everywhere(10), ledgerWith({}), RUN, POLICY, at(10))).toThrow(
    'No rollback is in the ledger.',
  );
});

describe('services go back', () => {
  const began = ({ events }: ReturnType<typeof decide>) => events.map((event) => 'service' in event && event.service);

  it('with an intent that says where from, where to and why', () => {
    expect(decide({ moves: [move('a', 2)] }).events).toEqual([
      {
        type: 'way-back-began',
        at: at(10),
        service: 'a',
        restore: OLD,
        from: NEW,
        contested: false,
        reason: 'rollback: errors',
        leavesNoHold: false,
      },
    ]);
  });

  it('one wave after the other, as many at once as it allows', () => {
    const moves = [move('a', 2, { parallel: 2 }), move('b', 2, { parallel: 2 }), move('c', 1)];
    expect(began(decide({ moves }))).toEqual(['a', 'b']);
    expect(began(decide({ moves: [move('a', 2), move('b', 2), move('c', 1)] }))).toEqual(['a']);
    expect(began(decide({ moves: [move('a', 2, { parallel: 2 }), move('c', 1)] }))).toEqual(['a']);
  });

  it('beside those that are on their way, and none of the next wave', () => {
    const services = { a: goingBack };
    const moves = (parallel: number) => [
      move('a', 2, { begun: true, parallel }),
      move('b', 2, { parallel }),
      move('c', 1),
    ];
    const two = decide({ moves: moves(2), services });
    expect(began(two)).toEqual(['b']);
    expect(two.effects).toEqual([{ type: 'update-service', service: 'a', taskDefinition: OLD }]);
    expect(began(decide({ moves: moves(1), services }))).toEqual([]);
  });

  it('whatever is held or back leaves room for the next wave', () => {
    const moves = [move('a', 2, { begun: true }), move('b', 1)];
    expect(began(decide({ moves, services: { a: isBack } }))).toEqual(['b']);
  });

  it('where ECS has no such service it is held, and keeps no other from going', () => {
    const around = world(10, { a: seen(10, null), b: seen(10, ecsService()) });
    const moves = [move('a', 1, { parallel: 2 }), move('b', 1, { parallel: 2 })];
    expect(decide({ moves, world: around }).events).toMatchObject([
      { type: 'held', at: at(10), service: 'a', run: RUN, reason: 'rollback: errors; ECS has no such service' },
      { type: 'way-back-began', service: 'b' },
    ]);
  });

  it('that the ledger has no record of go as well', () => {
    const around = world(10, { new: seen(10, ecsService()) });
    expect(began(decide({ moves: [move('new', 1)], world: around }))).toEqual(['new']);
    expect(began(decide({ moves: [move('new', 1)], world: around, contested: true }))).toEqual(['new']);
  });

  it('where ECS has no deployment it goes all the same', () => {
    const around = world(10, { a: seen(10, ecsService({ deployments: [] })) });
    expect(decide({ moves: [move('a', 1)], world: around }).events).toMatchObject([
      { type: 'way-back-began', from: null },
    ]);
  });
});

describe('a call of the run that was pre-empted may be under way', () => {
  const deploying = (deploymentId: string | null): ServiceRecord => ({
    ...shared(),
    state: 'deploying',
    move: launch({ deploymentId }),
  });
  const returning = (deploymentId: string | null): ServiceRecord => ({
    ...shared(),
    state: 'rolling-back',
    move: null,
    way: way({ deploymentId }),
  });

  it.each<[string, ServiceRecord, boolean]>([
    ['its intent has no deployment', deploying(null), true],
    ['its deployment was seen', deploying('ecs-svc/2'), false],
    ['its way back has no deployment', returning(null), true],
    ['the deployment of its way back was seen', returning('ecs-svc/1'), false],
    ['it rests', promoted, false],
  ])('when %s', (_, record, contested) => {
    expect(decide({ moves: [move('a', 1)], services: { a: record }, contested: true }).events).toMatchObject([
      { contested },
    ]);
    expect(decide({ moves: [move('a', 1)], services: { a: record } }).events).toMatchObject([{ contested: false }]);
  });
});

describe('what is open is looked at in each round', () => {
  it('all of it together', () => {
    const around = world(10, { a: seen(10, ecsService()), b: seen(9, ecsService()) });
    const moves = [move('a', 1, { parallel: 2 }), move('b', 1), move('c', 1, { begun: true })];
    expect(decide({ moves, world: around })).toMatchObject({ events: [], observe: { services: ['a', 'b'] } });
    expect(decide({ moves: [move('a', 1)], world: world(10, {}) }).observe.services).toEqual(['a']);
  });

  it('a look that failed is tried again in the next one', () => {
    const around = { ...everywhere(10), failure: failure(10) };
    expect(decide({ moves: [move('a', 1)], world: around })).toMatchObject({
      events: [],
      wakeAt: at(20),
      waits: [{ service: '', why: 'ECS is away' }],
    });
    const before = { ...everywhere(10), failure: failure(9, { consecutive: 5 }) };
    expect(decide({ moves: [move('a', 1)], world: before }).events).toMatchObject([{ type: 'way-back-began' }]);
  });

  it('a look that keeps failing holds what is open', () => {
    const around = { ...everywhere(10), failure: failure(10, { consecutive: 5 }) };
    const reason = 'rollback: errors; ECS is away (5 in a row)';
    expect(decide({ moves: [move('a', 2), move('b', 1)], world: around }).events).toEqual([
      { type: 'held', at: at(10), service: 'a', run: RUN, reason },
      { type: 'held', at: at(10), service: 'b', run: RUN, reason },
    ]);
    const over = decide({ moves: [move('a', 1, { begun: true })], services: { a: isBack }, world: around });
    expect(over.done).toEqual({ outcome: 'held', reason });
  });
});

describe('at its end', () => {
  const moves = [move('a', 2, { begun: true }), move('b', 1, { begun: true })];
  const held: ServiceRecord = { ...shared(), state: 'held', move: launch(), way: way(), reason: 'stuck' };
  const services = { a: isBack, b: held };

  it('what is back is looked at once more', () => {
    expect(decide({ moves, services, world: world(10, {}) }).observe.services).toEqual(['a']);
    expect(decide({ moves, services, world: everywhere(0, onOld()), now: 1 }).observe.services).toEqual(['a']);
  });

  it('it is over when that still runs what it went back to', () => {
    expect(decide({ moves, services, world: everywhere(10, onOld()) }).done).toEqual({
      outcome: 'rolled-back',
      reason: 'rollback: errors',
    });
  });

  it.each([
    ['dev-worker:2', ecsService()],
    ['nothing', ecsService({ deployments: [] })],
  ])('what somebody has moved since is held: %s', (running, ecs) => {
    const { events } = decide({ moves, services, world: everywhere(10, ecs) });
    const reason = expect.stringMatching(
      new RegExp(`^rollback: errors; somebody else deploys \\S*${running} since it was back$`),
    );
    expect(events).toEqual([{ type: 'held', at: at(10), service: 'a', run: RUN, reason }]);
  });

  it('nothing to look at is over at once', () => {
    expect(decide({ moves: [], world: world(10, {}) }).done).toMatchObject({ outcome: 'rolled-back' });
  });
});

test('a service that has not begun but is on its way, of an earlier run, begins anew', () => {
  expect(decide({ moves: [move('a', 1)], services: { a: goingBack } }).events).toMatchObject([
    { type: 'way-back-began' },
  ]);
});
