import { attributed, crashes, judgeDeployment, stopFacts, tasksOf } from './deployment.ts';
import type { Desired, DesiredService } from './desired.ts';
import type { GateName, GateResult, RecordPatch, ServiceRecord } from './ledger.ts';
import { judgeLogs } from './logs.ts';
import { beginRollBack, rollBackStep } from './roll-back.ts';
import { judgeSidecar } from './sidecar.ts';
import { hold, observe, type Step } from './steps.ts';
import { type EcsService, type Observation, primaryOf, revisionOf, type Task } from './world.ts';

type Seen = Observation & { readonly service: EcsService };
type SeenTasks = Seen & { readonly tasks: readonly Task[] };

interface Context {
  readonly service: DesiredService;
  readonly record: ServiceRecord;
  readonly desired: Desired;
  readonly now: number;
}

/** One step of the service that moves: deploying → baking → analysing → promoted, or rolling back. */
export function serviceStep(
  service: DesiredService,
  record: ServiceRecord,
  seen: Seen,
  desired: Desired,
  now: number,
): Step {
  const context = { service, record, desired, now };
  if (record.state === 'rolling-back') return rollBackStep(service.name, record, seen, now, desired.policy);
  if (record.deploymentId === null) return launch(context, seen.service);
  if (seen.tasks === null) return observe(service.name, { tasks: true });
  // What runs already may have been started by an older deployment of the same definition.
  const tasks = record.adopted ? attributed(moveOf(record), seen.tasks) : seen.tasks;
  const withTasks = { ...seen, tasks };
  return record.state === 'deploying' ? deploy(context, withTasks) : analyse(context, withTasks);
}

/** The intent is written. Whether the update was sent before a crash shows in ECS; sending it again changes nothing. */
function launch({ service }: Context, running: EcsService): Step {
  const primary = primaryOf(running);
  if (primary?.taskDefinition !== service.target) {
    return { kind: 'update-service', service: service.name, taskDefinition: service.target };
  }
  return recordStep(service, { deploymentId: primary.id }, `deployment ${primary.id}`);
}

function deploy(context: Context, seen: SeenTasks): Step {
  const { service, record, desired, now } = context;
  const dead = sidecarOf(context, seen.tasks);
  const verdict = judgeDeployment(moveOf(record), seen.service, seen.tasks, now, desired.policy);
  if (verdict.status === 'replaced') return replaced(service, verdict.deploymentId);
  if (verdict.status === 'failed') return beginRollBack(service.name, record, 'deployment', verdict.detail, now);
  if (dead?.status === 'fail') return beginRollBack(service.name, record, 'sidecar', dead.detail, now);
  if (verdict.status === 'complete') {
    const note = `deployed: ${verdict.detail}`;
    return recordStep(service, { state: 'baking', ...passed(context, 'deployment', verdict.detail) }, note);
  }
  if (now - Date.parse(record.startedAt ?? record.since) >= desired.policy.deadlineSeconds * 1000) {
    const late = `not complete after ${desired.policy.deadlineSeconds} s: ${verdict.detail}`;
    return beginRollBack(service.name, record, 'deployment', late, now);
  }
  return wait(context, verdict.detail);
}

/** Baking and analysing: the deployment and the sidecars are watched all the time, the logs once at each end of the bake. */
function analyse(context: Context, seen: SeenTasks): Step {
  const { service, record, desired, now } = context;
  const deployment = judgeDeployment(moveOf(record), seen.service, seen.tasks, now, desired.policy);
  if (deployment.status === 'replaced') return replaced(service, deployment.deploymentId);
  if (deployment.status === 'failed') return beginRollBack(service.name, record, 'deployment', deployment.detail, now);
  const bakeStart = Date.parse(record.passedAt ?? record.since);
  const crashed = crashes(tasksOf(moveOf(record), seen.tasks)).find((task) => (task.stoppedAt ?? 0) >= bakeStart);
  if (crashed) {
    const detail = `a task of the new revision stopped by itself: ${stopFacts(crashed)}`;
    return beginRollBack(service.name, record, 'deployment', detail, now);
  }
  if (seen.service.desiredCount === 0) return promote(context, skipAll(context));
  const sidecar = sidecarOf(context, seen.tasks);
  if (sidecar?.status === 'fail') return beginRollBack(service.name, record, 'sidecar', sidecar.detail, now);
  if (sidecar?.status === 'pending' && isExhausted(context)) {
    return beginRollBack(service.name, record, 'sidecar', sidecar.detail, now);
  }
  if (deployment.status === 'progressing') {
    return isExhausted(context)
      ? beginRollBack(service.name, record, 'deployment', deployment.detail, now)
      : wait(context, deployment.detail);
  }
  if (record.passedAt === null || record.state === 'analysing') {
    const step = logsStep(context, seen);
    if (step) return step;
  }
  if (sidecar && sidecar.status !== 'pass') return wait(context, sidecar.detail);
  if (sidecar && record.gates.sidecar?.status !== 'pass') {
    return recordStep(service, passed(context, 'sidecar', sidecar.detail), `gate sidecar: ${sidecar.detail}`);
  }
  return advance(context);
}

/** All gates have passed: begin the bake, end it, or promote. */
function advance(context: Context): Step {
  const { service, record, now } = context;
  if (record.state === 'analysing') return promote(context, {});
  if (record.passedAt === null) {
    const note = record.adopted ? 'all gates passed' : `all gates passed: baking for ${service.bakeSeconds} s`;
    return recordStep(service, { passedAt: new Date(now).toISOString() }, note);
  }
  if (record.adopted) return promote(context, {});
  const left = service.bakeSeconds - (now - Date.parse(record.passedAt)) / 1000;
  if (left > 0) return wait(context, `baking, ${Math.ceil(left)} s left`, left);
  const gates = { ...record.gates };
  delete gates.logs;
  return recordStep(service, { state: 'analysing', gates }, 'baked: judging the gates once more');
}

/** The gate `logs`: `undefined` once it has passed, or doesn't apply. */
function logsStep(context: Context, seen: SeenTasks): Step | undefined {
  const { service, record, desired, now } = context;
  if (record.gates.logs?.status === 'pass' || record.gates.logs?.status === 'skipped') return undefined;
  if (service.variant !== 'alloy') return undefined;
  if (!desired.logsGate) {
    const skipped = { status: 'skipped', detail: 'no Loki URL given', at: new Date(now).toISOString() } as const;
    return recordStep(service, { gates: { ...record.gates, logs: skipped } }, 'gate logs skipped: no Loki URL given');
  }
  if (seen.logs === null) return observe(service.name, { logs: true });
  if (seen.logs.kind === 'failure') {
    const { message, consecutive, retryable } = seen.logs;
    if (consecutive < (retryable ? desired.policy.errorLimit : 1)) return wait(context, message);
    return hold(service.name, `gate logs can't be measured: ${message} (${consecutive} in a row)`);
  }
  const expected = {
    service: service.name,
    cluster: desired.cluster,
    container: service.container,
    freshnessSeconds: desired.policy.freshnessSeconds,
  };
  const verdict = judgeLogs(expected, seen.logs, seen.tasks);
  if (verdict.status === 'pass') {
    return recordStep(service, passed(context, 'logs', verdict.detail), `gate logs: ${verdict.detail}`);
  }
  if (verdict.status === 'fail') return beginRollBack(service.name, record, 'logs', verdict.detail, now);
  if (isExhausted(context)) return beginRollBack(service.name, record, 'logs', `no data: ${verdict.detail}`, now);
  return wait(context, `gate logs: ${verdict.detail}`);
}

function promote(context: Context, gates: Partial<Record<GateName, GateResult>>): Step {
  const { service, record } = context;
  const patch = { state: 'promoted', current: service.target, gates: { ...record.gates, ...gates } } as const;
  return recordStep(service, patch, `promoted: revision ${revisionOf(service.target)}`);
}

function skipAll({ now }: Context): Partial<Record<GateName, GateResult>> {
  const skipped = { status: 'skipped', detail: 'desired count is 0', at: new Date(now).toISOString() } as const;
  return { sidecar: skipped, logs: skipped };
}

/** Gates wait for good data as long as a bake lasts, and at least for the window and four times the freshness. */
function isExhausted({ service, record, desired, now }: Context): boolean {
  const { sidecarWindowSeconds, freshnessSeconds } = desired.policy;
  const limit = Math.max(service.bakeSeconds, sidecarWindowSeconds + 4 * freshnessSeconds);
  const bakes = record.state === 'baking' && record.passedAt !== null;
  const start = bakes ? Date.parse(record.passedAt) + service.bakeSeconds * 1000 : Date.parse(record.since);
  return now - start >= limit * 1000;
}

function sidecarOf({ service, record, desired, now }: Context, tasks: readonly Task[]) {
  if (!service.sidecar || record.deploymentId === null) return undefined;
  return judgeSidecar(service.sidecar, tasksOf(moveOf(record), tasks), now, desired.policy.sidecarWindowSeconds);
}

function moveOf(record: ServiceRecord) {
  return {
    definition: record.target ?? '',
    deploymentId: record.deploymentId ?? '',
    startedAtMs: Date.parse(record.startedAt ?? record.since),
  };
}

function passed({ record, now }: Context, gate: GateName, detail: string): Pick<RecordPatch, 'gates'> {
  const result = { status: 'pass', detail, at: new Date(now).toISOString() } as const;
  return { gates: { ...record.gates, [gate]: result } };
}

function replaced(service: DesiredService, deploymentId: string): Step {
  return recordStep(
    service,
    { deploymentId },
    `somebody forced a new deployment of the same revision: ${deploymentId}`,
  );
}

function recordStep(service: DesiredService, patch: RecordPatch, note: string): Step {
  return { kind: 'record', service: service.name, patch, note };
}

function wait({ service, desired }: Context, why: string, atMost: number = desired.policy.pollSeconds): Step {
  return { kind: 'wait', service: service.name, seconds: Math.min(desired.policy.pollSeconds, atMost), why };
}
