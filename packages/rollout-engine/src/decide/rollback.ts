import type { Policy, Run } from '../model/desired.ts';
import { primaryOf } from '../model/ecs.ts';
import type { World } from '../model/world.ts';
import type { Ledger, RollbackPlan } from '../state/ledger.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import { seenSince } from './afresh.ts';
import { type Decision, done, emit, look, together, wait } from './decision.ts';
import { failureText, isExhausted, isInView, nextPoll } from './views.ts';
import { stepWayBack } from './way-back.ts';

type PlannedMove = RollbackPlan['moves'][number];

/**
 * What a rollback does next: the services of its plan in the ledger, last wave first, as many at once as their wave allows. Each gets one
 * way back; one that fails is held and keeps no other from going.
 */
export function decideRollback(world: World, ledger: Ledger, run: Run, policy: Policy, now: number): Decision {
  const { rollback } = ledger;
  if (!rollback) throw new Error('No rollback is in the ledger.');
  const open = rollback.moves.filter((move) => !move.begun || isReturning(move, ledger));
  const { failure } = world;
  if (failure && failure.at >= world.roundAt) {
    if (!isExhausted(failure, policy)) return wait('', failure.message, nextPoll(failure.at, policy));
    const reason = `rollback: ${rollback.reason}; ${failureText(failure)}`;
    if (open.length === 0) return done('held', reason);
    return emit(...open.map(({ service }) => ({ type: 'held' as const, at: now, service, run, reason })));
  }
  if (open.length === 0) return finishRollback(rollback, world, ledger, run, now);
  if (!open.every(({ service }) => isInView(service, world))) {
    return look({ services: open.map(({ service }) => service) });
  }
  const returning = open.filter((move) => isReturning(move, ledger));
  const steps = returning.map(({ service: name }) => {
    const record = ledger.services[name];
    const seen = world.services[name];
    if (record?.state !== 'rolling-back' || !seen) throw new Error(`${name} isn't on its way back`);
    return stepWayBack({ name, record, seen, world, policy, run, now });
  });
  return together([...steps, ...beginnings(open, returning, rollback, world, ledger, run, now)]);
}

/** All that can be done is done. Before the run ends the services that went back are looked at once more: somebody may have moved one since. */
function finishRollback(rollback: RollbackPlan, world: World, ledger: Ledger, run: Run, now: number): Decision {
  const back = rollback.moves.filter(({ service }) => ledger.services[service]?.state === 'rolled-back');
  const names = back.map(({ service }) => service);
  if (!seenSince(names, world, ledger, now)) return look({ services: names });
  const left = back.flatMap(({ service, definition }) => {
    const running = primaryOf(world.services[service]?.service)?.taskDefinition;
    if (running === definition) return [];
    const since = `somebody else deploys ${running ?? 'nothing'} since it was back`;
    const reason = `rollback: ${rollback.reason}; ${since}`;
    return [{ type: 'held' as const, at: now, service, run, reason }];
  });
  return left.length > 0 ? emit(...left) : done('rolled-back', `rollback: ${rollback.reason}`);
}

function isReturning({ service, begun }: PlannedMove, ledger: Ledger): boolean {
  return begun && ledger.services[service]?.state === 'rolling-back';
}

function beginnings(
  open: readonly PlannedMove[],
  returning: readonly PlannedMove[],
  rollback: RollbackPlan,
  world: World,
  ledger: Ledger,
  run: Run,
  now: number,
): Decision[] {
  const first = returning[0] ?? open[0];
  if (!first) return [];
  const waiting = open.filter((move) => !move.begun && move.wave === first.wave);
  const room = Math.max(0, first.parallel - returning.length);
  return waiting.slice(0, room).map(({ service, definition }) => {
    const running = world.services[service]?.service;
    const record = ledger.services[service];
    const from = primaryOf(running)?.taskDefinition ?? null;
    const contested = rollback.contested && isLaunching(record);
    const reason = `rollback: ${rollback.reason}`;
    const at = { at: now, service };
    if (!running) return emit({ type: 'held', ...at, run, reason: `${reason}; ECS has no such service` });
    // What the move before took elsewhere comes back to where it ran.
    const where = record?.previous === definition && record.previousCapacity;
    const way = {
      restore: definition,
      ...(where && { capacity: where }),
      from,
      contested,
      reason,
      leavesNoHold: false,
    };
    return emit({ type: 'way-back-began', ...at, ...way });
  });
}

/** The intent is written, and what ECS made of it hasn't been seen: the update may be sent at this moment. */
function isLaunching(record: ServiceRecord | undefined): boolean {
  if (record?.state === 'deploying') return record.move.deploymentId === null;
  return record?.state === 'rolling-back' && record.way.deploymentId === null;
}
