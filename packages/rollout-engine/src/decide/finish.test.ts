import { describe, expect, it, test } from 'vitest';
import type { Desired } from '../model/desired.ts';
import type { World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import {
  aService,
  at,
  deployment,
  desired,
  ecsService,
  iso,
  launch,
  ledgerWith,
  POLICY,
  seen,
  shared,
  world,
} from '../testing/builders.ts';
import { finish } from './finish.ts';

const promoted = (since: number): ServiceRecord => ({
  ...shared({ since: iso(since) }),
  state: 'promoted',
  move: launch(),
});

interface Scene {
  readonly now?: number;
  readonly since?: number;
  readonly world?: World;
  readonly desired?: Partial<Desired>;
  readonly ledger?: Partial<Ledger>;
}

function end({ now = 100, since = 50, ...more }: Scene) {
  const ledger = ledgerWith({ worker: promoted(since) }, more.ledger);
  return finish(more.world ?? world(now, { worker: seen(now, ecsService()) }), ledger, desired(more.desired), at(now));
}

describe('every service is looked at once more', () => {
  const looks = (seenAt: number, now: number, since: number) =>
    end({ now, since, world: world(seenAt, { worker: seen(seenAt, ecsService()) }) }).observe.services;

  it('after the last thing that happened to any of them', () => {
    expect(looks(50, 51, 50)).toEqual(['worker']);
    expect(looks(51, 51, 50)).toEqual([]);
    const two = { services: [aService(), aService({ name: 'ui' })] };
    const around = world(60, { worker: seen(60, ecsService()), ui: seen(60, ecsService()) });
    const records = { worker: promoted(50), ui: promoted(61) };
    expect(finish(around, ledgerWith(records), desired(two), at(62)).observe.services).toEqual(['worker', 'ui']);
  });

  it('no longer ago than a view is good for', () => {
    expect(looks(100, 109, 50)).toEqual([]);
    expect(looks(100, 110, 50)).toEqual(['worker']);
    expect(end({ world: world(100, {}) }).observe.services).toEqual(['worker']);
  });

  it('but not for ever, when a clock that is ahead has written a time in the future', () => {
    expect(looks(100, 100, 101)).toEqual([]);
    expect(looks(100, 100, 100)).toEqual(['worker']);
  });
});

describe('a service that isn’t at rest', () => {
  const restless = (ecs = ecsService({ runningCount: 0 }), now = 100) =>
    end({ now, world: world(now, { worker: seen(now, ecs) }) });

  it.each([
    ['runs fewer tasks than wanted', ecsService({ desiredCount: 2 }), '1 of 2 tasks run'],
    [
      'has a deployment under way',
      ecsService({ deployments: [deployment({ rolloutState: 'IN_PROGRESS' })] }),
      'a deployment is under way',
    ],
    [
      'has tasks of an older deployment',
      ecsService({ deployments: [deployment(), deployment({ status: 'ACTIVE' })] }),
      'a deployment is under way',
    ],
    [
      'has a deployment that isn’t PRIMARY',
      ecsService({ deployments: [deployment({ status: 'ACTIVE' })] }),
      'a deployment is under way',
    ],
    ['has no deployment', ecsService({ deployments: [] }), 'a deployment is under way'],
  ])('is waited for: it %s', (_, ecs, why) => {
    expect(restless(ecs)).toMatchObject({
      done: null,
      events: [],
      wakeAt: at(110),
      waits: [{ service: 'worker', why }],
    });
  });

  it('has the time of a deployment since the run began, or since something happened', () => {
    const bound = (now: number) => restless(undefined, now).done;
    expect(bound(649)).toBeNull();
    const reason = 'not every service is at rest after 600 s: worker: 0 of 1 tasks run';
    expect(bound(650)).toEqual({ outcome: 'held', reason, unverified: reason });
    const late = (now: number) =>
      end({
        now,
        desired: { startedAt: at(100) },
        world: world(now, { worker: seen(now, ecsService({ runningCount: 0 })) }),
      }).done;
    expect(late(699)).toBeNull();
    expect(late(700)).not.toBeNull();
  });

  it('is named beside the others', () => {
    const ecs = ecsService({ runningCount: 0 });
    const around = world(700, { worker: seen(700, ecs), ui: seen(700, ecs) });
    const two = desired({ services: [aService(), aService({ name: 'ui' })] });
    const { done } = finish(around, ledgerWith({ worker: promoted(0) }), two, at(700));
    expect(done?.reason).toBe(
      'not every service is at rest after 600 s: worker: 0 of 1 tasks run; ui: 0 of 1 tasks run',
    );
  });

  it('doesn’t exist: the ledger has settled it', () => {
    expect(end({ world: world(100, { worker: seen(100, null) }) }).events).toHaveLength(1);
  });
});

describe('the phase', () => {
  const verified = (seconds: number) => ({ phases: { rollout: { verifiedAt: iso(seconds), commit: 'c7' } } });
  const PROMOTED = { outcome: 'promoted', reason: 'every service runs its target' };

  it('is recorded as verified', () => {
    expect(end({}).events).toEqual([{ type: 'phase-verified', at: at(100), phase: 'rollout', commit: 'c7' }]);
  });

  it('is recorded once in a run, and anew in the next', () => {
    expect(end({ ledger: verified(0) }).done).toEqual(PROMOTED);
    expect(end({ ledger: verified(-1) }).events).toHaveLength(1);
  });

  it('is not recorded where nothing shows it', () => {
    expect(end({ desired: { unverifiable: 'only some services were moved' } })).toMatchObject({
      events: [],
      done: PROMOTED,
    });
  });
});

describe('phase infrastructure', () => {
  const phase = { phase: 'infrastructure' as const };
  const check = (
    status: 'pass' | 'fail' | 'inconclusive',
    seenAt: number,
    since: number,
    scene: { roundAt?: number; now?: number } = {},
  ) => {
    const { roundAt = 100, now = 100 } = scene;
    const infrastructure = { status, detail: 'Loki says so', seenAt: at(seenAt), since: at(since) };
    return end({ now, desired: phase, world: world(roundAt, { worker: seen(now, ecsService()) }, { infrastructure }) });
  };

  it('asks Loki about itself', () => {
    expect(end({ desired: phase }).observe.infrastructure).toBe(true);
    expect(end({ desired: { ...phase, unverifiable: 'no Loki URL' } }).observe.infrastructure).toBe(false);
  });

  it('is verified when Loki works; the answer is good for a minute', () => {
    expect(check('pass', 41, 41).events).toMatchObject([{ type: 'phase-verified', phase: 'infrastructure' }]);
    expect(check('pass', 40, 40).observe.infrastructure).toBe(true);
  });

  it('takes the answer of a whole poll where that is longer', () => {
    const infrastructure = { status: 'pass' as const, detail: '', seenAt: at(1), since: at(1) };
    const slow = { ...phase, policy: { ...POLICY, pollSeconds: 100 } };
    const decision = end({ desired: slow, world: world(100, { worker: seen(100, ecsService()) }, { infrastructure }) });
    expect(decision.events).toHaveLength(1);
  });

  it('asks again in the next round as long as Loki isn’t ready', () => {
    expect(check('inconclusive', 99, 50).observe.infrastructure).toBe(true);
    expect(check('fail', 99, 50).observe.infrastructure).toBe(true);
    expect(check('inconclusive', 100, 50)).toMatchObject({
      wakeAt: at(110),
      waits: [{ service: '', why: 'phase infrastructure: Loki says so' }],
    });
  });

  it('ends unverified when Loki is shown not to work', () => {
    const reason = 'phase infrastructure: Loki says so';
    expect(check('fail', 100, 100).done).toEqual({ outcome: 'held', reason, unverified: reason });
  });

  it('ends unverified when Loki doesn’t get ready in time', () => {
    expect(check('inconclusive', 699, 100, { roundAt: 699, now: 699 }).done).toBeNull();
    const reason = 'phase infrastructure: Loki says so (for 600 s)';
    expect(check('inconclusive', 700, 100, { roundAt: 700, now: 700 }).done).toEqual({
      outcome: 'held',
      reason,
      unverified: reason,
    });
  });
});

test('nothing to move is over as soon as the phase is recorded', () => {
  const none = desired({ services: [] });
  expect(finish(world(100, {}), ledgerWith({}), none, at(100)).events).toHaveLength(1);
});
