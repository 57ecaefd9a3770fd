import { describe, expect, it, test } from 'vitest';
import type { EcsService, Task } from '../model/ecs.ts';
import type { Observation } from '../model/world.ts';
import type { Way } from '../state/service-record.ts';
import {
  at,
  deployment,
  ecsService,
  failure,
  iso,
  launch,
  OLD,
  onOld,
  POLICY,
  RUN,
  seen,
  shared,
  task,
  way,
  world,
} from '../testing/builders.ts';
import { stepWayBack } from './way-back.ts';

const BACK = 'ecs-svc/1';
const old = (id: string, changes: Partial<Task> = {}) => task(id, { taskDefinition: OLD, startedBy: BACK, ...changes });
const goingBack = (rolloutState: 'IN_PROGRESS' | 'FAILED' = 'IN_PROGRESS') =>
  onOld({ deployments: [deployment({ id: BACK, taskDefinition: OLD, rolloutState, rolloutStateReason: 'why' })] });

interface Scene {
  readonly now: number;
  readonly way?: Partial<Way>;
  readonly ecs?: EcsService | null;
  readonly tasks?: readonly Task[] | null;
  readonly see?: Partial<Omit<Observation, 'tasks'>>;
  readonly roundAt?: number;
}

function step({ now, ecs = ecsService(), tasks = [old('one')], see = {}, roundAt = now, ...more }: Scene) {
  const observed = seen(now, ecs, { tasks, ...see });
  return stepWayBack({
    name: 'worker',
    record: { ...shared(), state: 'rolling-back', move: launch(), way: way(more.way) },
    seen: observed,
    world: world(roundAt, { worker: observed }),
    policy: POLICY,
    run: RUN,
    now: at(now),
  });
}

const held = (now: number, what: string) => [
  { type: 'held', at: at(now), service: 'worker', run: RUN, reason: `gate sidecar failed; ${what}` },
];

describe('a way back whose deployment nobody has seen', () => {
  it('is sent', () => {
    expect(step({ now: 10 }).effects).toEqual([{ type: 'update-service', service: 'worker', taskDefinition: OLD }]);
  });

  it('isn’t sent where ECS has gone back by itself', () => {
    expect(step({ now: 10, ecs: onOld() }).events).toEqual([
      { type: 'deployment-seen', at: at(10), service: 'worker', deploymentId: BACK },
    ]);
  });

  it('leaves alone what somebody else deploys', () => {
    const ecs = ecsService({ deployments: [deployment({ taskDefinition: 'arn/other:9' })] });
    expect(step({ now: 10, ecs }).events).toEqual(
      held(10, 'somebody else deploys arn/other:9: the way back leaves it alone'),
    );
    const nothing = ecsService({ deployments: [] });
    expect(step({ now: 10, ecs: nothing }).events).toEqual(
      held(10, 'somebody else deploys nothing: the way back leaves it alone'),
    );
    expect(step({ now: 10, ecs, way: { from: null } }).effects).toHaveLength(1);
    // The call of the run that was pre-empted may have come through since.
    expect(step({ now: 10, ecs, way: { contested: true } }).effects).toHaveLength(1);
  });

  it('isn’t sent twice in a round', () => {
    const sent = (roundAt: number) => step({ now: 15, roundAt, see: { updatedAt: at(10) } });
    expect(sent(10)).toMatchObject({
      effects: [],
      wakeAt: at(20),
      waits: [{ service: 'worker', why: "ECS doesn't show the deployment yet" }],
    });
    expect(sent(11).effects).toHaveLength(1);
    // That was the update that this way takes back.
    expect(step({ now: 15, roundAt: 4, way: { startedAt: iso(5) }, see: { updatedAt: at(4) } }).effects).toHaveLength(
      1,
    );
    expect(step({ now: 15, roundAt: 4, way: { startedAt: iso(5) }, see: { updatedAt: at(5) } }).effects).toEqual([]);
  });

  it('is sent again in the next round after a call that failed', () => {
    const see = { failures: { update: failure(12) } };
    expect(step({ now: 15, roundAt: 10, see })).toMatchObject({
      effects: [],
      wakeAt: at(22),
      waits: [{ why: 'ECS is away' }],
    });
    expect(step({ now: 22, see }).effects).toHaveLength(1);
    const answered = step({ now: 15, roundAt: 10, see: { ...see, updatedAt: at(13) } });
    expect(answered).toMatchObject({ wakeAt: at(23), waits: [{ why: "ECS doesn't show the deployment yet" }] });
  });

  it('holds after the fifth failure in a row; those of the move don’t count', () => {
    const tired = (seconds: number) =>
      step({ now: 15, see: { failures: { update: failure(seconds, { consecutive: 5 }) } } });
    expect(tired(12).events).toEqual(held(15, 'ECS is away (5 in a row)'));
    expect(tired(0).events).toHaveLength(1);
    expect(tired(-1).effects).toHaveLength(1);
  });

  it('has the time of a deployment', () => {
    expect(step({ now: 599 }).effects).toHaveLength(1);
    expect(step({ now: 600 }).events).toEqual(held(600, 'ECS has not begun to deploy revision 1 within 600 s'));
  });
});

test.each([
  ['missing', null],
  ['INACTIVE', ecsService({ status: 'INACTIVE' })],
])('no service, no way back: %s', (state, ecs) => {
  expect(step({ now: 10, ecs }).events).toEqual(held(10, `the way back can't go on: ECS service worker is ${state}`));
});

describe('a way back whose deployment is gone', () => {
  const sent = { deploymentId: BACK };

  it('has a moment: ECS may not show it yet', () => {
    expect(step({ now: 29, way: sent })).toMatchObject({
      events: [],
      wakeAt: at(39),
      waits: [{ service: 'worker', why: "ECS doesn't show the deployment yet" }],
    });
  });

  it('is repeated when the call of a pre-empted run came through after it', () => {
    expect(step({ now: 30, way: { ...sent, contested: true } }).events).toEqual([
      { type: 'way-back-repeated', at: at(30), service: 'worker' },
    ]);
  });

  it('is held otherwise', () => {
    expect(step({ now: 30, way: sent }).events).toEqual(
      held(
        30,
        'the way back to revision 1 failed: ECS no longer deploys our revision but dev-worker:2: no reason given',
      ),
    );
  });
});

describe('on the way back', () => {
  const sent = { deploymentId: BACK };

  it('a newer deployment of the same revision is the one to watch', () => {
    expect(step({ now: 20, ecs: onOld(), way: { deploymentId: 'ecs-svc/0' } }).events).toEqual([
      { type: 'deployment-seen', at: at(20), service: 'worker', deploymentId: BACK },
    ]);
  });

  it('tasks are looked at; what can’t be looked at holds in the end', () => {
    expect(step({ now: 20, ecs: onOld(), way: sent, tasks: null }).observe.tasks).toEqual(['worker']);
    const see = { failures: { tasks: failure(20, { consecutive: 5 }) } };
    expect(step({ now: 20, ecs: onOld(), way: sent, tasks: null, see }).events).toEqual(
      held(20, 'ECS is away (5 in a row)'),
    );
  });

  it('it is back when the deployment is complete', () => {
    expect(step({ now: 20, ecs: onOld(), way: sent }).events).toEqual([
      { type: 'rolled-back', at: at(20), service: 'worker', run: RUN },
    ]);
  });

  it('tasks that an older deployment of that revision left are as good', () => {
    const tasks = [old('one', { startedBy: 'ecs-svc/0' })];
    expect(step({ now: 20, ecs: onOld(), way: sent, tasks }).events).toMatchObject([{ type: 'rolled-back' }]);
  });

  it('a contested one waits as long as a call may be under way', () => {
    const contested = { ...sent, contested: true };
    expect(step({ now: 29, ecs: onOld(), way: contested })).toMatchObject({
      events: [],
      wakeAt: at(39),
      waits: [{ why: 'the run that was pre-empted may still have a call under way' }],
    });
    expect(step({ now: 30, ecs: onOld(), way: contested }).events).toMatchObject([{ type: 'rolled-back' }]);
  });

  it('it waits while the deployment is under way, and says how far it is', () => {
    const dead = old('dead', {
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'no image',
      stoppedAt: at(5),
    });
    const wait = (tasks: Task[]) => step({ now: 20, ecs: goingBack(), way: sent, tasks });
    expect(wait([])).toMatchObject({
      wakeAt: at(30),
      waits: [{ service: 'worker', why: 'rolling back to revision 1: 0 of 1 tasks run dev-worker:1' }],
    });
    expect(wait([dead]).waits[0]?.why).toBe('rolling back to revision 1: 0 of 1 tasks run dev-worker:1; no image');
    expect(wait([{ ...dead, startedBy: 'ecs-svc/0' }]).waits[0]?.why).not.toContain('no image');
  });

  it('it is held when ECS gives up, or when its time is over', () => {
    expect(step({ now: 20, ecs: goingBack('FAILED'), way: sent }).events).toEqual(
      held(20, 'the way back to revision 1 failed: ECS reports the deployment as failed: why'),
    );
    expect(step({ now: 599, ecs: goingBack(), way: sent }).events).toEqual([]);
    expect(step({ now: 600, ecs: goingBack(), way: sent, tasks: [] }).events).toEqual(
      held(600, 'the way back to revision 1 not complete after 600 s: 0 of 1 tasks run dev-worker:1'),
    );
  });
});

test('what ran before the way back is not part of it', () => {
  expect(step({ now: 20, ecs: onOld(), way: { deploymentId: BACK }, tasks: [old('one'), task('two')] }).events).toEqual(
    [],
  );
});
