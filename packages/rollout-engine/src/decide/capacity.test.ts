import { describe, expect, it, test } from 'vitest';
import type { EcsService } from '../model/ecs.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import {
  aService,
  at,
  deployment,
  desired,
  EC2,
  ecsService,
  FARGATE,
  iso,
  launch,
  ledgerWith,
  NEW,
  OLD,
  POLICY,
  RUN,
  seen,
  shared,
  way,
  world,
} from '../testing/builders.ts';
import { deploying, step } from '../testing/move-scene.ts';
import { begin } from './begin.ts';
import { gateFailed } from './gate-failed.ts';
import { stepMove } from './move.ts';
import { decideRollback } from './rollback.ts';
import { stepWayBack } from './way-back.ts';

/** `worker` runs revision 2 on EC2, and is wanted on Fargate. */
const elsewhere = aService({ capacity: FARGATE });
const promoted: ServiceRecord = { ...shared({ current: NEW }), state: 'promoted', move: launch() };
const onFargate = () => ecsService({ deployments: [deployment({ id: 'ecs-svc/3', capacity: FARGATE })] });

function began(service = elsewhere, ecs: EcsService = ecsService(), record: ServiceRecord | undefined = promoted) {
  return begin(service, record, world(100, { worker: seen(100, ecs) }), desired(), at(100)).events;
}

describe('a move', () => {
  it('to another capacity leads back to the same revision where it ran', () => {
    expect(began()).toEqual([
      {
        type: 'move-began',
        at: at(100),
        service: 'worker',
        target: NEW,
        previous: NEW,
        wave: 1,
        adopted: false,
        deploymentId: null,
        capacity: { to: FARGATE, from: EC2 },
      },
    ]);
  });

  it('to another revision and capacity leads back to what ran', () => {
    const ecs = ecsService({ deployments: [deployment({ taskDefinition: OLD })] });
    expect(began(elsewhere, ecs)).toMatchObject([{ previous: OLD, capacity: { to: FARGATE, from: EC2 } }]);
  });

  it.each<[string, EcsService, ServiceRecord]>([
    ['is not complete', ecsService({ deployments: [deployment({ rolloutState: 'IN_PROGRESS' })] }), promoted],
    ['is half-way', ecsService(), deploying()],
    ['did not pass its gates', ecsService(), { ...shared(), state: 'held', move: launch(), way: null, reason: 'r' }],
  ])('does not lead back to what %s', (_, ecs, record) => {
    expect(began(elsewhere, ecs, record)).toMatchObject([{ previous: OLD, capacity: { from: EC2 } }]);
  });

  it('of what is half-way to another capacity leads back to where it came from', () => {
    const halfWay: ServiceRecord = { ...deploying({ target: OLD, capacity: FARGATE }), previousCapacity: EC2 };
    const ecs = ecsService({ deployments: [deployment({ taskDefinition: OLD, capacity: FARGATE })] });
    expect(began(aService({ capacity: EC2 }), ecs, halfWay)).toMatchObject([{ capacity: { to: EC2, from: EC2 } }]);
  });

  it('on the capacity that it has says nothing of it', () => {
    const ecs = ecsService({ deployments: [deployment({ taskDefinition: OLD })] });
    expect(began(aService(), ecs)[0]).not.toHaveProperty('capacity');
    expect(began(elsewhere, ecsService({ deployments: [] }))[0]).not.toHaveProperty('capacity');
  });

  it('that only lets a service learn of one that it calls has nothing to bake, and waits for a deployment of its own', () => {
    const around = world(100, {
      worker: seen(100, ecsService()),
      api: seen(100, ecsService({ createdAt: at(1) })),
    });
    const caller = aService({ calls: ['api'] });
    expect(begin(caller, promoted, around, desired(), at(100)).events).toMatchObject([
      { adopted: true, deploymentId: null },
    ]);
  });
});

describe('on its way', () => {
  const moving = deploying({ deploymentId: null, capacity: FARGATE }, 10);

  it('the update names the capacity and forces a deployment', () => {
    expect(step({ record: moving, now: 20, service: { capacity: FARGATE } }).effects).toEqual([
      { type: 'update-service', service: 'worker', taskDefinition: NEW, forced: { capacity: FARGATE } },
    ]);
    expect(step({ record: moving, now: 20, ecs: onFargate() }).events).toMatchObject([
      { type: 'deployment-seen', deploymentId: 'ecs-svc/3' },
    ]);
  });

  it('a deployment that does not know a service it calls is not taken for the new one', () => {
    const record = deploying({ deploymentId: null, adopted: true }, 10);
    const caller = { service: aService({ calls: ['api'] }), record, desired: desired(), now: at(20) };
    const one = seen(20, ecsService());
    const launched = (createdAt: number) => {
      const around = world(20, { worker: one, api: seen(20, ecsService({ createdAt: at(createdAt) })) });
      return stepMove({ ...caller, seen: { ...one, service: ecsService() }, world: around });
    };
    expect(launched(5).effects).toMatchObject([{ taskDefinition: NEW, forced: { capacity: null } }]);
    expect(launched(0).events).toMatchObject([{ type: 'deployment-seen' }]);
  });

  it('ECS that goes back to where it ran has failed', () => {
    const record = deploying({ deploymentId: 'ecs-svc/3', capacity: FARGATE });
    const { events } = step({ record, now: 100, service: { capacity: FARGATE } });
    expect(events).toMatchObject([
      { type: 'measured', gate: 'deployment', status: 'fail' },
      { type: 'way-back-began' },
    ]);
  });
});

test.each([
  [NEW, EC2, { type: 'way-back-began', restore: NEW, from: NEW, capacity: EC2 }],
  [OLD, EC2, { type: 'way-back-began', restore: OLD, from: NEW, capacity: EC2 }],
  [NEW, undefined, { type: 'held' }],
  [null, EC2, { type: 'held' }],
])('a gate that fails leads back to %s on %j', (previous, previousCapacity, expected) => {
  const record = { ...deploying(), previous, ...(previousCapacity && { previousCapacity }) };
  const mover = { service: elsewhere, record, desired: desired(), now: at(100) };
  const [, last] = gateFailed(mover, 'sidecar', { status: 'fail', detail: 'd' }).events;
  expect(last).toMatchObject(expected);
  if (previousCapacity === undefined) expect(last).not.toHaveProperty('capacity');
});

test('without a capacity to go back to, a way back leaves it as it is', () => {
  const mover = { service: elsewhere, record: deploying(), desired: desired(), now: at(100) };
  expect(gateFailed(mover, 'sidecar', { status: 'fail', detail: 'd' }).events[1]).not.toHaveProperty('capacity');
});

test('a way back to another capacity is sent until ECS deploys there', () => {
  const record = {
    ...shared(),
    state: 'rolling-back' as const,
    move: launch(),
    way: way({ restore: NEW, from: NEW, capacity: EC2 }),
  };
  const go = (ecs: EcsService) => {
    const one = seen(20, ecs);
    return stepWayBack({
      name: 'worker',
      record,
      seen: one,
      world: world(20, { worker: one }),
      policy: POLICY,
      run: RUN,
      now: at(20),
    });
  };
  expect(go(onFargate()).effects).toEqual([
    { type: 'update-service', service: 'worker', taskDefinition: NEW, forced: { capacity: EC2 } },
  ]);
  expect(go(ecsService()).events).toMatchObject([{ type: 'deployment-seen' }]);
});

test.each([
  [NEW, EC2],
  [OLD, undefined],
])('a rollback to %s takes a service back to %j', (definition, capacity) => {
  const record: ServiceRecord = {
    ...shared({ previous: NEW, previousCapacity: EC2, since: iso(0) }),
    state: 'promoted',
    move: launch({ capacity: FARGATE }),
  };
  const move = { service: 'worker', definition, wave: 1, parallel: 1, begun: false };
  const rollback = { reason: 'r', to: 'previous', at: iso(0), run: 'run 7', contested: false, moves: [move] };
  const ledger = ledgerWith({ worker: record }, { rollback });
  const [event] = decideRollback(world(20, { worker: seen(20, onFargate()) }), ledger, RUN, POLICY, at(20)).events;
  expect(event).toMatchObject({ type: 'way-back-began', restore: definition, ...(capacity && { capacity }) });
  if (!capacity) expect(event).not.toHaveProperty('capacity');
});
