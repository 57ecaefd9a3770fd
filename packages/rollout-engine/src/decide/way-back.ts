import { judgeDeployment } from '../gates/deployment.ts';
import { attributed, crashes, stopFacts, tasksOf } from '../gates/tasks.ts';
import type { Policy, Run } from '../model/desired.ts';
import { isOf, primaryOf, revisionOf, type Task } from '../model/ecs.ts';
import type { Observation, World } from '../model/world.ts';
import type { InState } from '../state/service-record.ts';
import { type Decision, emit, update, wait } from './decision.ts';
import { forcedFor } from './place.ts';
import { failureText, isExhausted, nextPoll, type Seen, tasksInView } from './views.ts';

/** A service on its way back, after a failed gate or by a rollback. */
export interface Returner {
  readonly name: string;
  readonly record: InState<'rolling-back'>;
  readonly seen: Observation;
  readonly world: World;
  readonly policy: Policy;
  readonly run: Run;
  readonly now: number;
}

/**
 * Updates once, then watches until the deployment is complete. ECS may have gone back by itself already: then there is nothing to update.
 * A way back that fails is not repeated.
 */
export function stepWayBack(returner: Returner): Decision {
  const { name, record, seen, policy, now } = returner;
  const { way } = record;
  if (seen.service?.status !== 'ACTIVE') {
    return held(returner, `the way back can't go on: ECS service ${name} is ${seen.service?.status ?? 'missing'}`);
  }
  const service: Seen = { ...seen, service: seen.service };
  const primary = primaryOf(seen.service);
  if (isOf(primary, way.restore, way.capacity)) {
    if (primary.id === way.deploymentId) return watch(returner, service);
    return emit({ type: 'deployment-seen', at: now, service: name, deploymentId: primary.id });
  }
  if (way.deploymentId === null) return send(returner, service);
  if (now - Date.parse(way.startedAt) < policy.settleSeconds * 1000) {
    return pause(returner, "ECS doesn't show the deployment yet");
  }
  if (way.contested) return emit({ type: 'way-back-repeated', at: now, service: name });
  return watch(returner, service);
}

function send(returner: Returner, seen: Seen): Decision {
  const { name, record, world, policy, now } = returner;
  const { way } = record;
  const primary = primaryOf(seen.service);
  const running = primary?.taskDefinition;
  if (way.from !== null && running !== way.from && !way.contested) {
    return held(returner, `somebody else deploys ${running ?? 'nothing'}: the way back leaves it alone`);
  }
  const startedAt = Date.parse(way.startedAt);
  const failure = seen.failures.update;
  if (failure && failure.at >= startedAt && isExhausted(failure, policy)) return held(returner, failureText(failure));
  const triedAt = Math.max(failure?.at ?? 0, seen.updatedAt ?? 0);
  if (triedAt >= world.roundAt && triedAt >= startedAt) {
    const why = failure?.at === triedAt ? failure.message : "ECS doesn't show the deployment yet";
    return wait(name, why, nextPoll(triedAt, policy));
  }
  if (now - startedAt >= policy.deadlineSeconds * 1000)
    return held(
      returner,
      `ECS has not begun to deploy revision ${revision(returner)} within ${policy.deadlineSeconds} s`,
    );
  return update(name, way.restore, forcedFor(primary, way.restore, way.capacity));
}

function watch(returner: Returner, seen: Seen): Decision {
  const { name, world, policy } = returner;
  const view = tasksInView(name, seen, world, policy);
  if ('need' in view) return view.need;
  if ('failed' in view) return held(returner, failureText(view.failed));
  return judge(returner, seen, view.value);
}

function judge(returner: Returner, seen: Seen, all: readonly Task[]): Decision {
  const { name, record, policy, run, now } = returner;
  const { way } = record;
  const startedAt = Date.parse(way.startedAt);
  const move = {
    definition: way.restore,
    capacity: way.capacity,
    deploymentId: way.deploymentId ?? '',
    startedAt,
    watchedFrom: null,
    adopted: true,
  };
  // Tasks that ECS kept from before belong to an older deployment of the same definition: they are as good.
  const tasks = attributed(move, all);
  const verdict = judgeDeployment(move, seen.service, tasks, now, policy);
  if (verdict.status === 'pass') {
    const isSettled = !way.contested || now - startedAt >= policy.settleSeconds * 1000;
    if (isSettled) return emit({ type: 'rolled-back', at: now, service: name, run });
    return pause(returner, 'the run that was pre-empted may still have a call under way');
  }
  const crashed = crashes(tasksOf(move, tasks)).at(-1);
  const why = crashed ? `${verdict.detail}; ${stopFacts(crashed)}` : verdict.detail;
  const late = now - startedAt >= policy.deadlineSeconds * 1000;
  if (verdict.status !== 'fail' && !late)
    return pause(returner, `rolling back to revision ${revision(returner)}: ${why}`);
  const stuck = late ? `not complete after ${policy.deadlineSeconds} s` : 'failed';
  return held(returner, `the way back to revision ${revision(returner)} ${stuck}: ${why}`);
}

function revision({ record }: Returner): string {
  return revisionOf(record.way.restore);
}

/** Why it went back, and what keeps it from arriving. */
function held({ name, record, run, now }: Returner, what: string): Decision {
  return emit({ type: 'held', at: now, service: name, run, reason: `${record.way.reason}; ${what}` });
}

function pause({ name, seen, policy }: Returner, why: string): Decision {
  return wait(name, why, nextPoll(seen.seenAt, policy));
}
