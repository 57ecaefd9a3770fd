import { describe, expect, it, test } from 'vitest';
import type { Failure } from '../model/world.ts';
import {
  at,
  container,
  deployment,
  ecsService,
  failure,
  iso,
  NEW,
  OLD,
  OURS,
  onOld,
  task,
} from '../testing/builders.ts';
import { analysing, baking, crashed, deploying, HELD, inProgress, result, step, types } from '../testing/move-scene.ts';

describe('an intent whose deployment nobody has seen', () => {
  const record = deploying({ deploymentId: null }, 10);

  it('is sent', () => {
    expect(step({ record, now: 20, ecs: onOld() }).effects).toEqual([
      { type: 'update-service', service: 'worker', taskDefinition: NEW },
    ]);
  });

  it('is sent where ECS has no deployment', () => {
    expect(step({ record, now: 20, ecs: ecsService({ deployments: [] }) }).effects).toHaveLength(1);
  });

  it('is not sent again where ECS deploys the target already', () => {
    expect(step({ record, now: 20 }).events).toEqual([
      { type: 'deployment-seen', at: at(20), service: 'worker', deploymentId: OURS },
    ]);
  });

  it('is not sent twice in a round', () => {
    const decision = step({ record, now: 25, ecs: onOld(), roundAt: 20, see: { updatedAt: at(20) } });
    expect(decision).toMatchObject({
      effects: [],
      waits: [{ service: 'worker', why: "ECS doesn't show the deployment yet" }],
      wakeAt: at(30),
    });
    expect(step({ record, now: 25, ecs: onOld(), roundAt: 21, see: { updatedAt: at(20) } }).effects).toHaveLength(1);
  });

  it('waits for the next round after a call that failed, and tries again then', () => {
    const see = { failures: { update: failure(22) } };
    expect(step({ record, now: 25, ecs: onOld(), roundAt: 20, see })).toMatchObject({
      effects: [],
      waits: [{ service: 'worker', why: 'ECS is away' }],
      wakeAt: at(32),
    });
    const old = { failures: { update: failure(12) }, updatedAt: at(22) };
    expect(step({ record, now: 25, ecs: onOld(), roundAt: 20, see: old }).waits[0]?.why).toMatch(/doesn't show/);
    expect(step({ record, now: 32, ecs: onOld(), roundAt: 32, see }).effects).toHaveLength(1);
  });

  it('holds after the fifth failure in a row, or one that no repetition changes', () => {
    const tired = (changes: Partial<Failure>, seconds = 22) =>
      step({ record, now: 40, ecs: onOld(), see: { failures: { update: failure(seconds, changes) } } });
    expect(tired({ consecutive: 4 }).effects).toHaveLength(1);
    expect(tired({ consecutive: 5 }).events).toEqual([{ ...HELD, at: at(40), reason: 'ECS is away (5 in a row)' }]);
    expect(tired({ retryable: false }).events).toEqual([{ ...HELD, at: at(40), reason: 'ECS is away' }]);
    expect(tired({ consecutive: 5 }, 10).events).toHaveLength(1);
    // A failure of an earlier move.
    expect(tired({ consecutive: 5 }, 9).effects).toHaveLength(1);
  });

  it('has the time of a deployment', () => {
    expect(step({ record, now: 609, ecs: onOld() }).effects).toHaveLength(1);
    expect(step({ record, now: 610, ecs: onOld() }).events).toEqual([
      { ...HELD, at: at(610), reason: 'ECS has not begun to deploy revision 2 within 600 s' },
    ]);
  });
});

test('a newer deployment of the same revision takes the place of ours', () => {
  const ecs = ecsService({ deployments: [deployment({ id: 'ecs-svc/9' })] });
  for (const record of [deploying(), baking(30), analysing(400)]) {
    expect(step({ record, now: 500, ecs }).events).toEqual([
      { type: 'deployment-seen', at: at(500), service: 'worker', deploymentId: 'ecs-svc/9' },
    ]);
  }
});

describe('tasks', () => {
  it('are looked at before anything is judged', () => {
    expect(step({ record: deploying(), now: 20, tasks: null }).observe.tasks).toEqual(['worker']);
  });

  it('that can’t be looked at hold the service in the end', () => {
    const see = { failures: { tasks: failure(20, { consecutive: 5 }) } };
    expect(step({ record: deploying(), now: 20, tasks: null, see }).events).toEqual([
      { type: 'measured', at: at(20), service: 'worker', gate: 'deployment', status: 'error', detail: 'ECS is away' },
      { ...HELD, at: at(20), reason: "gate deployment can't be measured: ECS is away (5 in a row)" },
    ]);
  });
});

describe('deploying', () => {
  it('ends when the gate deployment passes', () => {
    expect(step({ record: deploying(), now: 60 }).events).toEqual([
      {
        type: 'measured',
        at: at(60),
        service: 'worker',
        gate: 'deployment',
        status: 'pass',
        detail: '1 of 1 tasks run dev-worker:2',
      },
      { type: 'deployed', at: at(60), service: 'worker' },
    ]);
  });

  it('writes a status down when it changes, and waits for the next poll otherwise', () => {
    expect(types(step({ record: deploying(), now: 60, ecs: inProgress() }))).toEqual(['measured']);
    const record = { ...deploying(), gates: { deployment: result('inconclusive') } };
    expect(step({ record, now: 60, ecs: inProgress() })).toMatchObject({
      events: [],
      wakeAt: at(70),
      waits: [{ service: 'worker', why: '1 of 1 tasks run dev-worker:2' }],
    });
  });

  it('goes back when the gate deployment fails', () => {
    const ecs = ecsService({ deployments: [deployment({ rolloutState: 'FAILED', rolloutStateReason: 'broken' })] });
    expect(types(step({ record: deploying(), now: 60, ecs }))).toEqual(['measured', 'way-back-began']);
  });

  it('goes back as soon as a collector has died, without waiting for the deployment', () => {
    const dead = task('one', { containers: [container('alloy', { lastStatus: 'STOPPED', exitCode: 1 })] });
    const { events } = step({ record: deploying(), now: 60, ecs: inProgress(), tasks: [dead] });
    expect(events).toMatchObject([
      { type: 'measured', gate: 'sidecar', status: 'fail' },
      { type: 'way-back-began', reason: expect.stringMatching(/^gate sidecar failed: /) },
    ]);
  });

  it('asks for no collector where the service has none, or no task', () => {
    const bare = [task('one', { containers: [container('worker')] })];
    const plain = { variant: 'plain', sidecar: null } as const;
    expect(types(step({ record: deploying(), now: 60, tasks: bare, service: plain }))).toContain('deployed');
    const none = ecsService({ desiredCount: 0 });
    expect(types(step({ record: deploying(), now: 60, tasks: bare, ecs: none }))).toEqual(['measured']);
  });

  it('has its time from the beginning of the move, not from a new intent', () => {
    const late = (seconds: number) => step({ record: deploying({}, 300), now: seconds, ecs: inProgress() });
    expect(types(late(599))).toEqual(['measured']);
    expect(late(600).events).toMatchObject([
      {
        type: 'measured',
        gate: 'deployment',
        status: 'fail',
        detail: 'not complete after 600 s: 1 of 1 tasks run dev-worker:2',
      },
      { type: 'way-back-began', restore: OLD, from: NEW },
    ]);
    // A new target mid-way begins a move of its own.
    expect(types(step({ record: deploying({ startedAt: iso(300) }), now: 899, ecs: inProgress() }))).toEqual([
      'measured',
    ]);
  });

  it('doesn’t mind a single task that stopped by itself', () => {
    expect(types(step({ record: deploying(), now: 60, tasks: [task('one'), crashed(50)] }))).toContain('deployed');
  });
});

describe('a gate that fails', () => {
  const ecs = ecsService({ deployments: [deployment({ rolloutState: 'FAILED', rolloutStateReason: 'broken' })] });
  const detail = 'ECS reports the deployment as failed: broken';

  it('sends the service back to where it came from', () => {
    expect(step({ record: deploying(), now: 60, ecs }).events).toEqual([
      { type: 'measured', at: at(60), service: 'worker', gate: 'deployment', status: 'fail', detail },
      {
        type: 'way-back-began',
        at: at(60),
        service: 'worker',
        restore: OLD,
        from: NEW,
        contested: false,
        reason: `gate deployment failed: ${detail}`,
        leavesNoHold: false,
      },
    ]);
  });

  it.each([[null], [NEW]])('holds where there is nowhere to go: %s', (previous) => {
    expect(step({ record: { ...deploying(), previous }, now: 60, ecs }).events).toMatchObject([
      { type: 'measured' },
      { ...HELD, reason: `gate deployment failed: ${detail} (there is no earlier revision to go back to)` },
    ]);
  });
});
