import { attributed, crashes, judgeDeployment, stopFacts, tasksOf } from './deployment.ts';
import type { Policy } from './desired.ts';
import type { GateName, ServiceRecord } from './ledger.ts';
import { hold, observe, type Step } from './steps.ts';
import { type Observation, primaryOf, revisionOf } from './world.ts';

/** A gate failed: the intent to go back, or a hold where there is nothing to go back to. */
export function beginRollBack(
  service: string,
  record: ServiceRecord,
  gate: GateName,
  detail: string,
  now: number,
): Step {
  const reason = `gate ${gate} failed: ${detail}`;
  const failed = { status: 'fail', detail, at: new Date(now).toISOString() } as const;
  const gates = { ...record.gates, [gate]: failed };
  if (record.previous === null || record.previous === record.target) {
    const nowhere = hold(service, `${reason} (there is no earlier revision to go back to)`);
    return nowhere.kind === 'record' ? { ...nowhere, patch: { ...nowhere.patch, gates } } : nowhere;
  }
  return {
    kind: 'record',
    service,
    patch: { state: 'rolling-back', restore: record.previous, deploymentId: null, contested: false, reason, gates },
    note: `${reason}; rolling back to revision ${revisionOf(record.previous)}`,
  };
}

/**
 * One step of a service on its way back, whoever sent it there: update once, then watch until the deployment is complete.
 * ECS may have gone back by itself already; then there is nothing to update. A rollback that fails is not repeated.
 */
export function rollBackStep(
  service: string,
  record: ServiceRecord,
  seen: Observation,
  now: number,
  policy: Policy,
): Step {
  const { restore } = record;
  if (restore === null || seen.service === null)
    return hold(service, "the rollback can't go on: ECS has no such service");
  const primary = primaryOf(seen.service);
  const sinceMs = Date.parse(record.since);
  if (primary?.taskDefinition !== restore) {
    if (record.deploymentId === null) {
      const isKnown = record.target === null || primary?.taskDefinition === record.target || record.contested;
      if (isKnown) return { kind: 'update-service', service, taskDefinition: restore };
      return hold(
        service,
        `somebody else deploys ${primary?.taskDefinition ?? 'nothing'}: the rollback leaves it alone`,
      );
    }
    if (now - sinceMs < policy.settleSeconds * 1000)
      return wait(service, policy, "ECS doesn't show the deployment yet");
    if (record.contested) {
      const note = 'the run that was pre-empted had a call under way: once more';
      return { kind: 'record', service, patch: { deploymentId: null, contested: false, target: null }, note };
    }
  } else if (primary.id !== record.deploymentId) {
    const note = `rollback is deployment ${primary.id}`;
    return { kind: 'record', service, patch: { deploymentId: primary.id }, note };
  }
  if (seen.tasks === null) return observe(service, { tasks: true });
  return judge(service, { ...record, restore }, { ...seen, service: seen.service, tasks: seen.tasks }, now, policy);
}

function judge(
  service: string,
  record: ServiceRecord & { restore: string },
  seen: { service: NonNullable<Observation['service']>; tasks: NonNullable<Observation['tasks']> },
  now: number,
  policy: Policy,
): Step {
  const startedAtMs = Date.parse(record.since);
  const revision = revisionOf(record.restore);
  const move = { definition: record.restore, deploymentId: record.deploymentId ?? '', startedAtMs };
  // Tasks that ECS kept from before belong to an older deployment of the same definition: they are as good.
  const tasks = attributed(move, seen.tasks);
  const verdict = judgeDeployment(move, seen.service, tasks, now, policy);
  if (verdict.status === 'replaced') return wait(service, policy, 'the deployment was replaced');
  if (verdict.status === 'complete' && record.contested && now - startedAtMs < policy.settleSeconds * 1000) {
    return wait(service, policy, 'the run that was pre-empted may still have a call under way');
  }
  if (verdict.status === 'complete') {
    const reason = record.reason ?? 'rolled back';
    return {
      kind: 'record',
      service,
      patch: { state: 'rolled-back', current: record.restore, previous: record.restore, contested: false },
      hold: { reason: `${service}: ${reason}`, outcome: 'rolled-back' },
      note: `back on revision ${revision}: ${verdict.detail}`,
    };
  }
  const crashed = crashes(tasksOf(move, tasks)).at(-1);
  const why = crashed ? `${verdict.detail}; ${stopFacts(crashed)}` : verdict.detail;
  const late = now - startedAtMs >= policy.deadlineSeconds * 1000;
  if (verdict.status === 'failed' || late) {
    const stuck = late ? `not complete after ${policy.deadlineSeconds} s` : 'failed';
    return hold(service, `${record.reason ?? 'rolled back'}; the rollback to revision ${revision} ${stuck}: ${why}`);
  }
  return wait(service, policy, `rolling back to revision ${revision}: ${why}`);
}

function wait(service: string, policy: Policy, why: string): Step {
  return { kind: 'wait', service, seconds: policy.pollSeconds, why };
}
