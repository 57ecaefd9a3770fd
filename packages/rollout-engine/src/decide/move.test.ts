import { describe, expect, it, test } from 'vitest';
import type { Desired, DesiredService } from '../model/desired.ts';
import type { EcsService, Task } from '../model/ecs.ts';
import type { Failure, LogsLook, Observation } from '../model/world.ts';
import type { InState } from '../state/service-record.ts';
import {
  aService,
  at,
  container,
  deployment,
  desired,
  ecsService,
  iso,
  launch,
  NEW,
  OLD,
  OURS,
  onOld,
  RUN,
  seen,
  shared,
  task,
  world,
} from '../testing/builders.ts';
import { stepMove } from './move.ts';
import type { Seen } from './views.ts';

type Record = InState<'deploying' | 'baking' | 'analysing'>;

const deploying = (changes: Parameters<typeof launch>[0] = {}, since = 0): Record => ({
  ...shared({ since: iso(since) }),
  state: 'deploying',
  move: launch(changes),
});
const baking = (passedAt: number | null, since = 20, gates: Record['gates'] = {}): Record => ({
  ...shared({ since: iso(since), gates }),
  state: 'baking',
  move: launch(),
  passedAt: passedAt === null ? null : iso(passedAt),
  watchedFrom: iso(passedAt ?? since),
});
const analysing = (since: number, gates: Record['gates'] = {}): Record => ({
  ...shared({ since: iso(since), gates }),
  state: 'analysing',
  move: launch(),
  passedAt: iso(100),
  watchedFrom: iso(100),
});

const result = (status: 'pass' | 'inconclusive' | 'error') => ({ at: iso(1), status, detail: '', measurements: [] });
const PASSED = { deployment: result('pass'), sidecar: result('pass'), logs: result('pass') };
const ALIVE = { deployment: result('pass'), sidecar: result('pass') };

interface Scene {
  readonly record: Record;
  /** Seconds after noon; what was seen was seen then, unless it says otherwise. */
  readonly now: number;
  readonly ecs?: EcsService;
  readonly tasks?: readonly Task[] | null;
  readonly service?: Partial<DesiredService>;
  readonly desired?: Partial<Desired>;
  readonly see?: Partial<Omit<Observation, 'tasks'>>;
  readonly roundAt?: number;
}

function step({ record, now, ecs = ecsService(), tasks = [task('one')], see = {}, roundAt = now, ...more }: Scene) {
  const service = aService(more.service);
  const observed = { ...seen(now, ecs, { tasks, ...see }), service: ecs } as Seen;
  const around = world(roundAt, { worker: observed });
  return stepMove({ service, record, seen: observed, world: around, desired: desired(more.desired), now: at(now) });
}

const types = ({ events }: { events: readonly { type: string }[] }) => events.map(({ type }) => type);
const failure = (seconds: number, changes: Partial<Failure> = {}): Failure => ({
  at: at(seconds),
  message: 'ECS is away',
  consecutive: 1,
  retryable: true,
  ...changes,
});
const HELD = { type: 'held', service: 'worker', run: RUN };
const inProgress = () => ecsService({ deployments: [deployment({ rolloutState: 'IN_PROGRESS' })] });
const crashed = (seconds: number) =>
  task('dead', { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedAt: at(seconds) });

function looked(seconds: number, ageSeconds = 1, changes: Partial<LogsLook> = {}): LogsLook {
  const labels = { service_name: 'worker', cluster: 'dev-cluster', container_name: 'worker', task_id: 'one' };
  return {
    seenAt: at(seconds),
    streams: [labels],
    newest: { one: at(seconds - ageSeconds) },
    recent: ['one'],
    ...changes,
  };
}

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

describe('baking', () => {
  it('begins when all gates have passed, in their order', () => {
    const decision = step({ record: baking(null), now: 90, see: { logs: [looked(90)] } });
    expect(decision.events).toMatchObject([
      { type: 'measured', gate: 'deployment', status: 'pass' },
      { type: 'measured', gate: 'sidecar', status: 'pass' },
      { type: 'measured', gate: 'logs', status: 'pass' },
      { type: 'gates-passed', at: at(90), service: 'worker' },
    ]);
  });

  it('lasts from then on, and looks at every poll', () => {
    const wait = (now: number) => step({ record: baking(100, 20, PASSED), now });
    expect(wait(110)).toMatchObject({
      events: [],
      wakeAt: at(120),
      waits: [{ service: 'worker', why: 'baking, 290 s left' }],
    });
    expect(wait(395)).toMatchObject({ wakeAt: at(400), waits: [{ why: 'baking, 5 s left' }] });
    expect(wait(400).events).toEqual([{ type: 'baked', at: at(400), service: 'worker' }]);
  });

  it('doesn’t ask Loki meanwhile', () => {
    const record = baking(100, 20, { ...ALIVE });
    expect(step({ record, now: 110 }).observe.logs).toEqual([]);
  });

  it('fails at the first task that stops by itself, the ones before the bake don’t count', () => {
    const stop = (seconds: number) =>
      step({ record: baking(100, 20, PASSED), now: 110, tasks: [task('one'), crashed(seconds)] });
    expect(types(stop(99))).toEqual([]);
    expect(stop(100).events).toMatchObject([
      { type: 'measured', gate: 'deployment', status: 'fail' },
      { type: 'way-back-began' },
    ]);
    const before = step({ record: baking(null, 20), now: 110, tasks: [task('one'), crashed(20)] });
    expect(types(before)).toEqual(['measured', 'way-back-began']);
  });

  it('shows nothing where there never was a task, and is over at once', () => {
    const ecs = ecsService({ desiredCount: 0, runningCount: 0 });
    const bake = (gates: Record['gates'], service = {}) =>
      types(step({ record: baking(100, 20, gates), now: 100, ecs, tasks: [], service }));
    expect(bake({ deployment: result('pass') })).toEqual(['baked']);
    const busy = step({ record: baking(100, 20, { deployment: result('pass') }), now: 110 });
    expect(types(busy)).toEqual(['measured']);
    // Tasks ran, and autoscaling took them away; or nobody would know, without a collector.
    expect(bake(ALIVE)).toEqual([]);
    expect(bake({ deployment: result('pass') }, { variant: 'plain', sidecar: null })).toEqual([]);
  });

  it('isn’t needed of what ran already: its tasks may be of an older deployment', () => {
    const adopted = { ...baking(null), move: launch({ adopted: true }) } as Record;
    const tasks = [task('one', { startedBy: 'ecs-svc/1' })];
    expect(types(step({ record: adopted, now: 90, tasks, see: { logs: [looked(90)] } })).at(-1)).toBe('promoted');
    const moved = step({ record: baking(null), now: 90, tasks, see: { logs: [looked(90)] } });
    expect(moved.events).toMatchObject([{ gate: 'deployment', status: 'inconclusive' }]);
  });

  it('isn’t begun by a gate that passed before: at its beginning logs are judged once', () => {
    const decision = step({ record: baking(null, 20, PASSED), now: 90 });
    expect(types(decision)).toEqual(['gates-passed']);
  });
});

describe('a gate that hasn’t passed', () => {
  const unwell = task('one', { containers: [container('worker'), container('alloy', { healthStatus: 'UNHEALTHY' })] });
  const young = task('one', { startedAt: at(890) });

  it('keeps later ones from being measured', () => {
    const { events } = step({ record: baking(null), now: 60, see: { logs: [looked(60)] } });
    expect(events).toMatchObject([{ gate: 'deployment' }, { gate: 'sidecar', status: 'inconclusive' }]);
    expect(events).toHaveLength(2);
  });

  it('is waited for until the next poll', () => {
    const gates = { deployment: result('pass'), sidecar: result('inconclusive') };
    expect(step({ record: baking(null, 20, gates), now: 60 })).toMatchObject({
      events: [],
      wakeAt: at(70),
      waits: [{ service: 'worker', why: 'gate sidecar: alloy 1 of 1 alive for 60 s of 70 s' }],
    });
  });

  it('has the time of a bake, from when the state was entered', () => {
    const wait = (now: number) => types(step({ record: baking(null, 20), now, tasks: [unwell] }));
    expect(wait(319)).toEqual(['measured', 'measured']);
    expect(wait(320)).toEqual(['measured', 'way-back-began']);
  });

  it('has at least the time of the window and four times the freshness', () => {
    const wait = (now: number) =>
      types(step({ record: baking(null, 20), now, tasks: [unwell], service: { bakeSeconds: 0 } }));
    expect(wait(209)).toEqual(['measured', 'measured']);
    expect(wait(210)).toEqual(['measured', 'way-back-began']);
  });

  it('during a bake, has that time after the bake’s end', () => {
    const wait = (now: number) => types(step({ record: baking(100, 20, ALIVE), now, tasks: [unwell] }));
    expect(wait(699)).toEqual(['measured']);
    expect(wait(700)).toEqual(['measured', 'way-back-began']);
  });

  it('after the bake, has that time since its end', () => {
    const wait = (now: number) => types(step({ record: analysing(500, ALIVE), now, tasks: [unwell] }));
    expect(wait(799)).toEqual(['measured']);
    expect(wait(800)).toEqual(['measured', 'way-back-began']);
  });

  it('says that data are missing, and doesn’t call it a failure', () => {
    expect(step({ record: baking(null, 20), now: 320, tasks: [unwell] }).events).toMatchObject([
      {
        type: 'measured',
        gate: 'sidecar',
        status: 'inconclusive',
        detail: 'container alloy is unhealthy in 1 of 1 tasks',
      },
      { reason: 'gate sidecar has no data to pass: container alloy is unhealthy in 1 of 1 tasks' },
    ]);
  });

  it('and only needs time isn’t failed, and holds after a deadline more', () => {
    const wait = (now: number) => step({ record: baking(null, 20, ALIVE), now, tasks: [young] });
    expect(types(wait(919))).toEqual(['measured']);
    expect(wait(920).events).toEqual([
      { ...HELD, at: at(920), reason: "gate sidecar doesn't settle: alloy 1 of 1 alive for 30 s of 70 s" },
    ]);
  });
});

describe('Loki', () => {
  it('is asked when nothing else is missing, after what was measured is written down', () => {
    expect(types(step({ record: baking(null), now: 90 }))).toEqual(['measured', 'measured']);
    expect(step({ record: baking(null, 20, ALIVE), now: 90 }).observe.logs).toEqual(['worker']);
  });

  it('is asked after ECS in this round, and after the state was entered', () => {
    const asks = (look: LogsLook) =>
      step({ record: baking(null, 80, ALIVE), now: 90, see: { logs: [look] } }).observe.logs;
    expect(asks(looked(89))).toEqual(['worker']);
    expect(asks(looked(90))).toEqual([]);
    const entered = step({ record: baking(null, 90, ALIVE), now: 90, see: { logs: [looked(90)] } });
    expect(entered.observe.logs).toEqual(['worker']);
  });

  it('is believed in what it said since the state was entered', () => {
    const old = looked(79, 1);
    const stale = looked(90, 60);
    const judge = (since: number) =>
      step({ record: baking(null, since, ALIVE), now: 90, see: { logs: [old, stale] } }).events;
    expect(judge(78)).toMatchObject([{ gate: 'logs', status: 'pass' }, { type: 'gates-passed' }]);
    expect(judge(79)).toMatchObject([{ gate: 'logs', status: 'inconclusive' }]);
  });

  it('that doesn’t answer is an error of the gate, written down once', () => {
    const see = { failures: { logs: failure(90, { message: 'Loki is away' }) } };
    expect(step({ record: baking(null, 20, ALIVE), now: 90, see }).events).toEqual([
      { type: 'measured', at: at(90), service: 'worker', gate: 'logs', status: 'error', detail: 'Loki is away' },
    ]);
    const gates = { ...ALIVE, logs: result('error') };
    expect(step({ record: baking(null, 20, gates), now: 90, see })).toMatchObject({
      events: [],
      wakeAt: at(100),
      waits: [{ service: 'worker', why: 'Loki is away' }],
    });
    const earlier = { failures: { logs: failure(89) } };
    expect(step({ record: baking(null, 20, ALIVE), now: 90, see: earlier })).toMatchObject({
      events: [],
      observe: { logs: ['worker'] },
    });
  });

  it('that never answers holds, and nothing goes back', () => {
    const see = { failures: { logs: failure(90, { message: 'Loki is away', consecutive: 5 }) } };
    expect(step({ record: baking(null, 20, ALIVE), now: 90, see }).events).toEqual([
      { type: 'measured', at: at(90), service: 'worker', gate: 'logs', status: 'error', detail: 'Loki is away' },
      { ...HELD, at: at(90), reason: "gate logs can't be measured: Loki is away (5 in a row)" },
    ]);
    const gates = { ...ALIVE, logs: result('error') };
    expect(types(step({ record: baking(null, 20, gates), now: 90, see }))).toEqual(['held']);
  });
});

describe('after the bake', () => {
  it('all gates have to pass once more, then the service is promoted', () => {
    expect(step({ record: analysing(400, ALIVE), now: 410, see: { logs: [looked(410)] } }).events).toEqual([
      { type: 'measured', at: at(410), service: 'worker', gate: 'logs', status: 'pass', detail: expect.any(String) },
      { type: 'promoted', at: at(410), service: 'worker', run: 'run 7' },
    ]);
  });

  it('lines from before its end aren’t enough', () => {
    expect(step({ record: analysing(400, ALIVE), now: 410, see: { logs: [looked(399)] } }).observe.logs).toEqual([
      'worker',
    ]);
  });

  it('nothing is promoted on an old view', () => {
    const promote = (now: number) => {
      const observed = { ...seen(400, ecsService()), service: ecsService() } as Seen;
      const around = world(400, { worker: observed });
      const record = analysing(390, PASSED);
      return stepMove({ service: aService(), record, seen: observed, world: around, desired: desired(), now: at(now) });
    };
    expect(promote(410).observe.services).toEqual(['worker']);
    expect(types(promote(409))).toEqual(['promoted']);
  });

  it('a task that stopped during the bake still counts', () => {
    const decision = step({ record: analysing(400, PASSED), now: 410, tasks: [task('one'), crashed(100)] });
    expect(types(decision)).toEqual(['measured', 'way-back-began']);
  });
});
