import { describe, expect, it } from 'vitest';
import type { LogsLook } from '../model/world.ts';
import {
  aService,
  at,
  container,
  desired,
  ecsService,
  failure,
  launch,
  seen,
  task,
  world,
} from '../testing/builders.ts';
import {
  ALIVE,
  analysing,
  baking,
  crashed,
  HELD,
  looked,
  PASSED,
  type Record,
  result,
  step,
  types,
} from '../testing/move-scene.ts';
import { stepMove } from './move.ts';
import type { Seen } from './views.ts';

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
