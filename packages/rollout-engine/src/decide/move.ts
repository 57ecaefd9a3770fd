import { deployment, replacedBy } from '../gates/deployment.ts';
import type { Gate, GateContext, GateVerdict, Move } from '../gates/gate.ts';
import { gatesFor } from '../gates/registry.ts';
import { sidecar } from '../gates/sidecar.ts';
import { attributed } from '../gates/tasks.ts';
import type { Desired, DesiredService } from '../model/desired.ts';
import { isOf, primaryOf, revisionOf, type Task } from '../model/ecs.ts';
import type { Failure, World } from '../model/world.ts';
import type { Event } from '../state/events.ts';
import type { InState } from '../state/service-record.ts';
import { type Decision, emit, look, update, wait } from './decision.ts';
import { gateFailed } from './gate-failed.ts';
import { calledLater, forcedFor } from './place.ts';
import { failureText, isExhausted, isYoung, missing, nextPoll, type Seen, tasksInView } from './views.ts';

/** A service on its way to its target: deploying → baking → analysing → promoted. */
export interface Mover {
  readonly service: DesiredService;
  readonly record: InState<'deploying' | 'baking' | 'analysing'>;
  readonly seen: Seen;
  readonly world: World;
  readonly desired: Desired;
  readonly now: number;
}

export function stepMove(mover: Mover): Decision {
  const { service, record, seen, world, desired } = mover;
  const { deploymentId } = record.move;
  if (deploymentId === null) return launch(mover);
  const { target, capacity } = record.move;
  const replaced = replacedBy({ definition: target, deploymentId, capacity }, seen.service);
  if (replaced !== undefined) return emit(changed(mover, { type: 'deployment-seen', deploymentId: replaced }));
  const view = tasksInView(service.name, seen, world, desired.policy);
  if (!('value' in view)) return unmeasured(mover, 'deployment', seen.failures.tasks, view);
  const context = contextOf(mover, deploymentId, view.value);
  return record.state === 'deploying' ? deploy(mover, context) : judgeAll({ ...mover, record }, context);
}

type Watched = Mover & { readonly record: InState<'baking' | 'analysing'> };

/** The intent is written. Whether the update was sent before a crash shows in ECS; sending it again changes nothing. */
function launch(mover: Mover): Decision {
  const { service, record, seen, world, desired, now } = mover;
  const primary = primaryOf(seen.service);
  const { capacity } = record.move;
  const isThere = isOf(primary, service.target, capacity);
  if (isThere && calledLater(service, primary, world).length === 0) {
    return emit(changed(mover, { type: 'deployment-seen', deploymentId: primary.id }));
  }
  const failure = seen.failures.update;
  const since = Date.parse(record.since);
  if (failure && failure.at >= since && isExhausted(failure, desired.policy)) return held(mover, failureText(failure));
  const triedAt = Math.max(failure?.at ?? 0, seen.updatedAt ?? 0);
  if (triedAt >= world.roundAt) {
    const why = failure?.at === triedAt ? failure.message : "ECS doesn't show the deployment yet";
    return wait(service.name, why, nextPoll(triedAt, desired.policy));
  }
  if (now - since >= desired.policy.deadlineSeconds * 1000) {
    const revision = revisionOf(service.target);
    return held(mover, `ECS has not begun to deploy revision ${revision} within ${desired.policy.deadlineSeconds} s`);
  }
  return update(service.name, service.target, forcedFor(primary, service.target, capacity));
}

function deploy(mover: Mover, context: GateContext): Decision {
  const { record, desired, now } = mover;
  const { deadlineSeconds } = desired.policy;
  const verdict = deployment.judge(context);
  if (verdict.status === 'fail') return gateFailed(mover, deployment.name, verdict);
  if (sidecar.applies(mover.service, context.seen.desiredCount)) {
    const early = sidecar.judge(context);
    if (early.status === 'fail') return gateFailed(mover, sidecar.name, early);
  }
  const news = measured(mover, deployment, verdict);
  if (verdict.status === 'pass') return emit(...news, changed(mover, { type: 'deployed' }));
  if (now - Date.parse(record.move.startedAt) >= deadlineSeconds * 1000) {
    const detail = `not complete after ${deadlineSeconds} s: ${verdict.detail}`;
    return gateFailed(mover, deployment.name, { status: 'fail', detail });
  }
  return news.length > 0 ? emit(...news) : waitForPoll(mover, verdict.detail);
}

/**
 * Baking and analysing: gates in their order, the first that hasn't passed decides. A later one isn't measured before: what a sidecar that
 * is about to die has delivered proves nothing.
 */
function judgeAll(watched: Watched, context: GateContext): Decision {
  const { record, desired } = watched;
  const isAtEnd = record.state === 'analysing' || record.passedAt === null;
  const news: Event[] = [];
  for (const gate of gatesFor(watched.service, context.seen.desiredCount)) {
    const isOnce = gate.judged !== 'always';
    if (isOnce && (!isAtEnd || record.gates[gate.name]?.status === 'pass')) continue;
    if (isOnce) {
      const need = logsNeeded(watched, gate);
      if (need) return news.length > 0 ? emit(...news) : need;
    }
    const verdict = gate.judge(context);
    if (verdict.status === 'fail') return gateFailed(watched, gate.name, verdict);
    news.push(...measured(watched, gate, verdict));
    if (verdict.status !== 'pass') return notYet(watched, gate, verdict, news);
  }
  const next = advance(watched, context.seen.desiredCount);
  // A look that is still needed comes after what was measured has been written down.
  return news.length > 0 ? emit(...news, ...next.events) : next;

  function notYet(mover: Watched, gate: Gate, verdict: GateVerdict, events: readonly Event[]): Decision {
    const waited = (mover.now - stageStart(mover)) / 1000;
    const patience = patienceSeconds(mover);
    if (verdict.settling !== true && waited >= patience) return gateFailed(mover, gate.name, verdict);
    if (waited >= patience + desired.policy.deadlineSeconds) {
      return held(mover, `gate ${gate.name} doesn't settle: ${verdict.detail}`);
    }
    return events.length > 0 ? emit(...events) : waitForPoll(mover, `gate ${gate.name}: ${verdict.detail}`);
  }
}

/** Loki has to be asked after ECS in this round. */
function logsNeeded(watched: Watched, gate: Gate): Decision | undefined {
  const { service, seen, world, desired, record } = watched;
  const latest = seen.logs.at(-1);
  if (latest && latest.seenAt >= seen.seenAt && latest.seenAt > Date.parse(record.since)) return undefined;
  const view = missing(service.name, 'logs', seen, world, desired.policy);
  return unmeasured(watched, gate.name, seen.failures.logs, view);
}

/** What can't be measured is recorded as an error, and in the end holds. */
function unmeasured(
  mover: Mover,
  gate: Gate['name'],
  failure: Failure | undefined,
  view: { readonly need: Decision } | { readonly failed: Failure },
): Decision {
  const isNews = failure !== undefined && failure.at >= mover.world.roundAt;
  const news = isNews ? measured(mover, { name: gate }, { status: 'error', detail: failure.message }) : [];
  if ('failed' in view) {
    return emit(...news, ...held(mover, `gate ${gate} can't be measured: ${failureText(view.failed)}`).events);
  }
  return news.length > 0 ? emit(...news) : view.need;
}

/** All gates have passed: begin the bake, end it, or promote. */
function advance(watched: Watched, desiredCount: number): Decision {
  const { service, record, desired, now } = watched;
  if (record.state === 'analysing' || record.move.adopted) return promote(watched);
  if (record.passedAt === null) return emit(changed(watched, { type: 'gates-passed' }));
  // Where there never was a task, there is nothing that a bake could show.
  const isEmpty = desiredCount === 0 && service.sidecar !== null && record.gates.sidecar === undefined;
  const bakeSeconds = isEmpty ? 0 : service.bakeSeconds;
  const endsAt = Date.parse(record.passedAt) + bakeSeconds * 1000;
  if (now >= endsAt) return emit(changed(watched, { type: 'baked' }));
  const wakeAt = Math.min(endsAt, nextPoll(now, desired.policy));
  return wait(service.name, `baking, ${Math.ceil((endsAt - now) / 1000)} s left`, wakeAt);
}

function promote(watched: Watched): Decision {
  const { service, seen, desired, now } = watched;
  if (!isYoung(seen.seenAt, now, desired.policy)) return look({ services: [service.name] });
  return emit(changed(watched, { type: 'promoted', run: desired.run.name }));
}

/** Gates wait for good data as long as a bake lasts, and at least for the window and four times the freshness. */
function patienceSeconds({ service, desired }: Mover): number {
  const { sidecarWindowSeconds, freshnessSeconds } = desired.policy;
  return Math.max(service.bakeSeconds, sidecarWindowSeconds + 4 * freshnessSeconds);
}

/** From when on the gates of this state use up their patience; during a bake that is its end. */
function stageStart({ service, record }: Watched): number {
  if (record.state === 'analysing' || record.passedAt === null) return Date.parse(record.since);
  return Date.parse(record.passedAt) + service.bakeSeconds * 1000;
}

function contextOf(mover: Mover, deploymentId: string, all: readonly Task[]): GateContext {
  const { service, record, seen, desired, now } = mover;
  const since = Date.parse(record.since);
  const watchedFrom = record.state === 'deploying' ? null : Date.parse(record.watchedFrom);
  const { target, startedAt, adopted, capacity } = record.move;
  const move: Move = {
    definition: target,
    capacity,
    deploymentId,
    startedAt: Date.parse(startedAt),
    watchedFrom,
    adopted,
  };
  return {
    service,
    cluster: desired.cluster,
    policy: desired.policy,
    now,
    move,
    seen: seen.service,
    // What runs already may have been started by an older deployment of the same definition.
    tasks: adopted ? attributed(move, all) : all,
    logs: seen.logs.filter(({ seenAt }) => seenAt > since),
  };
}

/** Written down when the status changes, so that the ledger has the course of a gate and not every poll. */
function measured(mover: Mover, gate: Pick<Gate, 'name'>, { status, detail }: GateVerdict): Event[] {
  if (mover.record.gates[gate.name]?.status === status) return [];
  return [changed(mover, { type: 'measured', gate: gate.name, status, detail })];
}

type Change =
  | { type: 'deployment-seen'; deploymentId: string }
  | { type: 'measured'; gate: Gate['name']; status: GateVerdict['status']; detail: string }
  | { type: 'deployed' | 'gates-passed' | 'baked' }
  | { type: 'promoted'; run: string };

function changed({ service, now }: Mover, change: Change): Event {
  return { ...change, at: now, service: service.name };
}

function held({ service, desired, now }: Mover, reason: string): Decision {
  return emit({ type: 'held', at: now, service: service.name, run: desired.run, reason });
}

function waitForPoll({ service, seen, desired }: Mover, why: string): Decision {
  return wait(service.name, why, nextPoll(seen.seenAt, desired.policy));
}
