import { isAtLeast, PHASES } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import {
  checkedService,
  type DefinitionMap,
  type Desired,
  type DesiredService,
  policyOf,
  waveTargets,
} from '../core/desired.ts';
import { verifyPhase } from '../core/ledger.ts';
import { isSettled, nextStep } from '../core/next-step.ts';
import { prepared, refusal, type Wanted } from '../core/preflight.ts';
import type { Outcome, Report } from '../core/report.ts';
import { primaryOf, revisionOf } from '../core/world.ts';
import type { Ports } from '../ports.ts';
import { drive, type Ended } from './drive.ts';
import { Refused } from './errors.ts';
import { type LedgerSession, openSession, readLedger } from './ledger-session.ts';
import { createObserver } from './observer.ts';
import { counted, leaseSeconds, type RunOptions, reportOf } from './run.ts';

export interface RolloutOptions extends RunOptions {
  readonly definitions: DefinitionMap;
  /** Only these services; default: all of the waves. */
  readonly services?: readonly string[];
  readonly dryRun?: boolean;
}

/**
 * Moves the services of an environment to their target definitions, wave by wave, one service after the other.
 * Safe to run again at any time: it goes on where the last run stopped, and does nothing where nothing is left to do.
 */
export async function runRollout(options: RolloutOptions, ports: Ports): Promise<Report> {
  const { environment, desiredStateHash, run } = options;
  const startedAtMs = ports.clock.now();
  const ecs = counted(ports.ecs);
  const all = { ...ports, ecs: ecs.port };
  const desired = await desiredOf(options, all);
  const wanted = (): Wanted => ({ environment, desiredStateHash, runId: options.runId, now: ports.clock.now() });
  const stats = { polls: 0 };
  const notes: string[] = [];
  const finish = async (outcome: Outcome, reason: string, plan: readonly string[] = []): Promise<Report> => {
    const ledger = await readLedger(ports.ledger, environment.name);
    const counts = { polls: stats.polls, ecsCalls: ecs.calls() };
    return reportOf(
      { command: 'rollout', options, ledger, entries: desired.services, startedAtMs, clock: ports.clock },
      { outcome, reason, notes, plan, ...counts },
    );
  };

  try {
    const observer = createObserver(all);
    const seen = await observer.services(desired.services);
    refuseMissing(desired, seen);
    if (options.dryRun) {
      const ledger = await readLedger(ports.ledger, environment.name);
      const refused = refusal(ledger, wanted());
      const plan = desired.services.map((service) =>
        isSettled(service, ledger, { services: seen, failure: null })
          ? `${service.name}: promoted already, stays on revision ${revisionOf(service.target)}`
          : planned(service, seen[service.name]?.service ?? null),
      );
      return await finish(refused ? 'refused' : 'promoted', refused ?? 'dry run: nothing was changed', plan);
    }
    const session = await openSession(
      {
        store: ports.ledger,
        clock: ports.clock,
        environment: environment.name,
        owner: run,
        leaseSeconds: leaseSeconds(environment),
      },
      'rollout',
      (ledger) => {
        const refused = refusal(ledger, wanted());
        if (refused !== undefined) throw new Refused(refused);
        return prepared(ledger, { phase: environment.migration.phase, services: desired.services }, ports.clock.now());
      },
    );
    const ended = await withWaves(desired, all, (decide) =>
      drive({ ...options, ports: all, session, observer, services: desired.services, stats, decide }),
    );
    const verdict = await conclude(ended, { options, desired, ports: all, session, notes });
    await session.end();
    return await finish(verdict.outcome, verdict.reason);
  } catch (error) {
    if (error instanceof Refused) return await finish('refused', error.message);
    throw error;
  }
}

async function desiredOf(options: RolloutOptions, ports: Ports): Promise<Desired> {
  const { environment, definitions, desiredStateHash, services } = options;
  const targets = waveTargets(environment, definitions, services);
  const checked: DesiredService[] = [];
  for (const target of targets) {
    checked.push(checkedService(environment, target, await ports.ecs.describeTaskDefinition(target.target)));
  }
  return {
    environment: environment.name,
    cluster: environment.cluster,
    desiredStateHash,
    services: checked,
    policy: policyOf(environment),
    logsGate: ports.logs !== null,
  };
}

/** All services of all waves have to be there before the first one moves. */
function refuseMissing(desired: Desired, seen: Record<string, { service: { status: string } | null }>): void {
  const absent = desired.services.filter((service) => seen[service.name]?.service?.status !== 'ACTIVE');
  if (absent.length === 0) return;
  const names = absent.map((service) => `${service.ecsName} (${seen[service.name]?.service?.status ?? 'missing'})`);
  throw new UserError(`Cluster ${desired.cluster} has no active service ${names.join(', ')}: apply Terraform first.`);
}

function planned(service: DesiredService, running: Parameters<typeof primaryOf>[0] | null): string {
  const from = running ? primaryOf(running)?.taskDefinition : undefined;
  if (from === service.target) return `${service.name}: runs revision ${revisionOf(from)}, only its gates are checked`;
  const gates = service.variant === 'alloy' ? 'deployment, sidecar, logs' : 'deployment, sidecar';
  const revisions = `revision ${from ? revisionOf(from) : '?'} → ${revisionOf(service.target)}`;
  return `${service.name}: ${revisions} (${service.variant}), gates ${gates}, bake ${service.bakeSeconds} s`;
}

/** One log group for each wave. */
async function withWaves(
  desired: Desired,
  ports: Ports,
  go: (decide: Parameters<typeof drive>[0]['decide']) => Promise<Ended>,
): Promise<Ended> {
  let open = 0;
  try {
    return await go((world, ledger, now) => {
      const step = nextStep(world, ledger, desired, now);
      const name = 'service' in step ? step.service : undefined;
      const wave = desired.services.find((service) => service.name === name)?.wave;
      if (wave === undefined || wave === open) return step;
      if (open > 0) ports.log.endGroup();
      const names = desired.services.filter((service) => service.wave === wave).map((service) => service.name);
      ports.log.startGroup(`Wave ${wave}: ${names.join(', ')}`);
      open = wave;
      return step;
    });
  } finally {
    if (open > 0) ports.log.endGroup();
  }
}

interface Conclusion {
  readonly options: RolloutOptions;
  readonly desired: Desired;
  readonly ports: Ports;
  readonly session: LedgerSession;
  readonly notes: string[];
}

/** After the last wave: is the phase verified? What can't be checked is not recorded, and says so. */
async function conclude(ended: Ended, context: Conclusion): Promise<{ outcome: Outcome; reason: string }> {
  const { options, ports, session, notes } = context;
  if (ended.kind === 'interrupted') {
    return { outcome: 'unfinished', reason: 'told to stop: run it again to go on from here' };
  }
  if (ended.outcome !== 'promoted') return { outcome: ended.outcome, reason: ended.reason };
  const { phase } = options.environment.migration;
  if ((options.services?.length ?? 0) > 0) {
    notes.push(`Phase ${phase} isn't recorded as verified: only some services were moved.`);
    return ended;
  }
  const open = unverifiable(context);
  if (open !== undefined) {
    notes.push(`Phase ${phase} isn't recorded as verified: ${open}.`);
    return ended;
  }
  if (phase === 'infrastructure' && ports.checkInfrastructure) {
    const verdict = await ports.checkInfrastructure();
    if (verdict.status !== 'pass') return { outcome: 'held', reason: `phase infrastructure: ${verdict.detail}` };
    ports.log.info(`Phase infrastructure: ${verdict.detail}`);
    notes.push(`Phase infrastructure verified: ${verdict.detail}.`);
  }
  await session.update((ledger) => verifyPhase(ledger, PHASES, phase, ports.clock.now(), options.commit));
  return ended;
}

function unverifiable({ options, desired, ports, session }: Conclusion): string | undefined {
  const { phase } = options.environment.migration;
  if (phase === 'infrastructure' && !ports.checkInfrastructure) return 'no Loki URL given';
  if (phase === 'rollout') {
    const records = session.ledger().services;
    const skipped = desired.services.filter(
      ({ name, variant }) => variant === 'alloy' && records[name]?.gates.logs?.status === 'skipped',
    );
    if (skipped.length > 0) return `gate logs was skipped for ${skipped.map((service) => service.name).join(', ')}`;
  }
  return isAtLeast(phase, 'validation')
    ? 'its evidence is more than a rollout: properties, parity and benchmark'
    : undefined;
}
