import type { Desired, DesiredService, Policy } from './desired.ts';
import type { Ledger, ServiceRecord } from './ledger.ts';
import { serviceStep } from './service-step.ts';
import { hold, observe, type Step } from './steps.ts';
import { primaryOf, revisionOf, type World } from './world.ts';

/**
 * The next step of a rollout, from what is seen, what was written down and what is wanted. Level-triggered: the same for a
 * fresh run, a resumed one, one after a change in the console, and one that has nothing left to do.
 */
export function nextStep(world: World, ledger: Ledger, desired: Desired, now: number): Step {
  if (ledger.hold) return { kind: 'done', outcome: ledger.hold.outcome, reason: ledger.hold.reason };
  const unseen = desired.services.map((service) => service.name).filter((name) => !world.services[name]);
  const moving = desired.services.find((service) => !isSettled(service, ledger, world));
  if (world.failure) return afterFailure(world.failure, moving, ledger, desired.policy);
  if (unseen.length > 0) return { kind: 'observe', services: unseen, tasks: false, logs: false };
  if (!moving) return { kind: 'done', outcome: 'promoted', reason: 'every service runs its target' };
  const seen = world.services[moving.name];
  if (!seen) return observe(moving.name);
  const record = ledger.services[moving.name];
  if (seen.service?.status !== 'ACTIVE') {
    return hold(moving.name, `ECS service ${moving.ecsName} is ${seen.service?.status ?? 'missing'}`);
  }
  if (!record || isOver(record, moving)) return begin(moving, record, seen.service, now);
  return serviceStep(moving, record, { ...seen, service: seen.service }, desired, now);
}

/** Whether the ledger says promoted, of this very definition, and ECS still runs it. */
export function isSettled(service: DesiredService, ledger: Ledger, world: World): boolean {
  const record = ledger.services[service.name];
  const running = world.services[service.name]?.service;
  const primary = running ? primaryOf(running) : undefined;
  return record?.state === 'promoted' && record.target === service.target && primary?.taskDefinition === service.target;
}

/** Nothing of this record is under way for the target: it is final, or was for another definition. */
function isOver(record: ServiceRecord, service: DesiredService): boolean {
  return ['pending', 'promoted', 'rolled-back', 'held'].includes(record.state) || record.target !== service.target;
}

function begin(
  service: DesiredService,
  record: ServiceRecord | undefined,
  running: NonNullable<NonNullable<World['services'][string]>['service']>,
  now: number,
): Step {
  const primary = primaryOf(running);
  const runsTarget = primary?.taskDefinition === service.target;
  const resumes = runsTarget && record?.target === service.target && record.state === 'held';
  const isAdopted = resumes ? record.adopted : runsTarget;
  // Something half-way, or that never passed its gates, is no place to go back to: then it is what was last known to work.
  const isUnproven = record?.state === 'held' && primary?.taskDefinition === record.target;
  const steady = primary?.rolloutState === 'COMPLETED' && !isUnproven ? primary.taskDefinition : undefined;
  const wasMoving = record && !['pending', 'promoted', 'rolled-back', 'held'].includes(record.state);
  const isTrusted = !wasMoving && !runsTarget && !isUnproven;
  const candidates = isTrusted ? [steady, record?.current] : [record?.previous, record?.current, steady];
  const fallback = wasMoving ? undefined : primary?.taskDefinition;
  const previous = [...candidates, fallback].find((definition) => definition && definition !== service.target) ?? null;
  const from = primary ? revisionOf(primary.taskDefinition) : 'nothing';
  return {
    kind: 'record',
    service: service.name,
    patch: {
      state: 'deploying',
      previous,
      target: service.target,
      restore: null,
      deploymentId: runsTarget ? primary.id : null,
      wave: service.wave,
      adopted: isAdopted,
      contested: false,
      startedAt: new Date(now).toISOString(),
      passedAt: null,
      gates: {},
      reason: null,
    },
    note: runsTarget
      ? `runs revision ${from} already: checking its gates`
      : `revision ${from} → ${revisionOf(service.target)}`,
  };
}

function afterFailure(
  failure: NonNullable<World['failure']>,
  service: DesiredService | undefined,
  ledger: Ledger,
  policy: Policy,
): Step {
  const limit = failure.retryable ? policy.errorLimit : 1;
  if (failure.consecutive < limit) {
    return { kind: 'wait', service: service?.name ?? '', seconds: policy.pollSeconds, why: failure.message };
  }
  const reason = `${failure.message} (${failure.consecutive} in a row)`;
  const record = service && ledger.services[service.name];
  // Where nothing is under way, nothing has to be held.
  if (!service || !record || isOver(record, service)) return { kind: 'done', outcome: 'held', reason };
  return hold(service.name, reason);
}
