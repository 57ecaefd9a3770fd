import { isAtLeast } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { Ended } from '../decide/decision.ts';
import { calledLater, isAsWanted } from '../decide/place.ts';
import { decide } from '../decide/rollout.ts';
import { isSettled } from '../decide/settled.ts';
import { gatesFor } from '../gates/registry.ts';
import { capacityChange, isSameCapacity } from '../model/capacity.ts';
import { type Desired, type DesiredService, policyOf } from '../model/desired.ts';
import { type Deployment, type EcsService, primaryOf, revisionOf, type TaskDefinition } from '../model/ecs.ts';
import { nothingSeen, type World } from '../model/world.ts';
import type { Ports } from '../ports.ts';
import { evolve, movingServices } from '../state/evolve.ts';
import type { Ledger } from '../state/ledger.ts';
import { holdRefusal, mayFinish, refusal } from '../state/preflight.ts';
import { checkedService, chosen, type DefinitionMap, targetDefinition } from './desired.ts';
import { drive } from './drive.ts';
import { metered } from './metered.ts';
import { withServices } from './observe.ts';
import { type RunOptions, sessionOptions, wantedOf } from './options.ts';
import { Refused } from './refused.ts';
import { hasMoved, type Outcome, type Report, reportOf } from './report.ts';
import { revisionsOf } from './revisions.ts';
import { type LedgerSession, openSession, readLedger } from './session.ts';
import { standInsFor } from './stand-in.ts';
import { waveGroups } from './wave-groups.ts';

export interface RolloutOptions extends RunOptions {
  readonly definitions: DefinitionMap;
  /** Only these services; default: all of the waves. */
  readonly services?: readonly string[];
  readonly dryRun?: boolean;
}

/**
 * Moves the services of an environment to their target definitions, wave by wave. Safe to run again at any time: it goes on where the last
 * run stopped, and does nothing where nothing is left to do.
 */
export async function runRollout(options: RolloutOptions, ports: Ports): Promise<Report> {
  const { environment, run } = options;
  const startedAtMs = ports.clock.now();
  const ecs = metered(ports.ecs, ports.clock);
  const all = { ...ports, ecs: ecs.port };
  const stats = { polls: 0 };
  const { desired, definitions } = await desiredOf(options, all, startedAtMs);
  const finish = async (outcome: Outcome, reason: string, more: Partial<Report> = {}): Promise<Report> => {
    const ledger = await readLedger(ports.ledger, environment.name);
    const base = {
      command: 'rollout',
      options,
      ledger,
      entries: desired.services,
      startedAtMs,
      clock: ports.clock,
    } as const;
    return reportOf(base, { outcome, reason, polls: stats.polls, ecsCalls: ecs.calls(), ...more });
  };

  const world = await firstLook(desired, all);
  refuseMissing(desired, world);
  const before = await readLedger(ports.ledger, environment.name);
  const refused = refusedNow(before, options, desired, world, all);
  if (options.dryRun) {
    const plan = desired.services.map((service) => planned(service, before, world));
    return finish(refused ? 'refused' : 'unchanged', refused ?? 'dry run: nothing was changed', { plan });
  }
  if (refused !== undefined) return finish('refused', refused);
  const known = await revisionsOf(desired.services, definitions, before, world, all.ecs);

  let session: LedgerSession | undefined;
  try {
    const unsettled = desired.services.filter((service) => !isSettled(service, before, world));
    const { standIns, facts } = await standInsFor(unsettled, world, all);
    const revisions = { ...known, ...facts };
    session = await openSession(sessionOptions(options, ports), 'rollout', (ledger) => {
      const now = ports.clock.now();
      const reason = refusedNow(ledger, options, desired, world, all);
      if (reason !== undefined) throw new Refused(reason);
      const keepsHold = holdRefusal(ledger, wantedOf(options, all)) !== undefined;
      const { phase, services } = desired;
      return evolve(ledger, { type: 'rollout-began', at: now, phase, run, services, revisions, keepsHold });
    });
    const groups = waveGroups(desired.services, ports.log);
    const ended = await drive({
      ports: all,
      session,
      services: desired.services,
      stats,
      viewSeconds: desired.policy.viewSeconds,
      decide: (seen, ledger, now) => decide(seen, ledger, { ...desired, standIns }, now),
      onEvents: groups.follow,
    }).finally(groups.close);
    const isWhole = (options.services?.length ?? 0) === 0;
    const unverified = ended?.outcome === 'promoted' ? desired.unverifiable : ended?.unverified;
    if (unverified !== undefined && isWhole) {
      const at = ports.clock.now();
      const { phase } = desired;
      await session.update((ledger) => evolve(ledger, { type: 'rollout-ended', at, phase, run, unverified }));
    }
    const ledger = session.ledger();
    await session.end();
    if (!ended) return await finish('unfinished', 'asked to stop: run it again to go on from here');
    return await finish(...verdictOf(ended, ledger, desired), { notes: notesOf(ended, desired) });
  } catch (error) {
    if (error instanceof Refused) return await finish('refused', error.message);
    // Whatever went wrong, nobody should have to wait for the lease; the reason matters more than giving it back.
    await session?.end().catch(() => undefined);
    throw error;
  }
}

async function desiredOf(
  options: RolloutOptions,
  ports: Ports,
  startedAt: number,
): Promise<{ desired: Desired; definitions: TaskDefinition[] }> {
  const { environment, run, services: only = [] } = options;
  const services: DesiredService[] = [];
  const definitions: TaskDefinition[] = [];
  for (const service of chosen(environment, only)) {
    const definition = await ports.ecs.describeTaskDefinition(targetDefinition(service, options.definitions));
    services.push(checkedService(service, definition));
    definitions.push(definition);
  }
  const { phase } = environment.migration;
  const unverifiable = unverifiableReason(options, ports);
  const { cluster } = environment;
  return {
    desired: { cluster, phase, run, startedAt, services, policy: policyOf(environment), standIns: {}, unverifiable },
    definitions,
  };
}

function unverifiableReason({ environment, services }: RolloutOptions, ports: Ports): string | null {
  const { phase } = environment.migration;
  if ((services?.length ?? 0) > 0) return 'only some services were moved';
  if (phase === 'infrastructure' && !ports.checkInfrastructure) return 'no Loki URL was given (loki-url or LOKI_URL)';
  if (!isAtLeast(phase, 'validation')) return null;
  return 'its evidence is more than a rollout: properties, parity and benchmark';
}

async function firstLook(desired: Desired, ports: Ports): Promise<World> {
  const now = ports.clock.now();
  const found = await ports.ecs.describeServices(desired.services.map(({ ecsName }) => ecsName));
  return withServices(nothingSeen(now), desired.services, found, now);
}

/** All services of all waves have to be there before the first one moves. */
function refuseMissing(desired: Desired, world: World): void {
  const stateOf = ({ name }: DesiredService): string => world.services[name]?.service?.status ?? 'missing';
  const absent = desired.services.filter((service) => stateOf(service) !== 'ACTIVE');
  if (absent.length === 0) return;
  const names = absent.map((service) => `${service.ecsName} (${stateOf(service)})`);
  throw new UserError(`Cluster ${desired.cluster} has no active service ${names.join(', ')}: apply Terraform first.`);
}

/**
 * What the ledger says against it, services half-way that this run isn't for, or a gate that nobody could measure: no service is moved only
 * to stay unproven.
 */
function refusedNow(
  ledger: Ledger,
  options: RolloutOptions,
  desired: Desired,
  world: World,
  ports: Pick<Ports, 'logs' | 'clock' | 'commits'>,
): string | undefined {
  const { environment } = options;
  const wanted = wantedOf(options, ports);
  const reason = refusal(ledger, wanted);
  if (reason !== undefined && !(mayFinish(ledger, wanted) && holdRefusal(ledger, wanted) === reason)) return reason;
  const chosenNames = desired.services.map(({ name }) => name);
  // They count among those that may move at once, and only a run that is for them finishes them. One that desired state no longer has is
  // nobody's.
  const outside = movingServices(ledger).filter((name) => environment.services[name] && !chosenNames.includes(name));
  if (outside.length > 0) {
    return `an earlier rollout left ${outside.join(', ')} half-way: deploy the whole environment, without a choice of services, or roll back first`;
  }
  if (ports.logs !== null) return undefined;
  const blind = desired.services.filter((service) => !isSettled(service, ledger, world) && needsLogs(service, world));
  if (blind.length === 0) return undefined;
  const names = blind.map(({ name }) => name).join(', ');
  return `the gate logs of ${names} can't be measured without Loki: set loki-url, or LOKI_URL, to an address that this run can reach`;
}

function needsLogs(service: DesiredService, world: World): boolean {
  const desiredCount = world.services[service.name]?.service?.desiredCount ?? 0;
  return gatesFor(service, desiredCount).some(({ name }) => name === 'logs');
}

function planned(service: DesiredService, ledger: Ledger, world: World): string {
  const running: EcsService | null = world.services[service.name]?.service ?? null;
  const to = revisionOf(service.target);
  if (isSettled(service, ledger, world)) return `${service.name}: promoted already, stays on revision ${to}`;
  const primary = primaryOf(running);
  const from = primary?.taskDefinition;
  if (isAsWanted(service, primary, world)) return `${service.name}: runs revision ${to}, only its gates are checked`;
  const gates = gatesFor(service, running?.desiredCount ?? 0).map(({ name }) => name);
  const revisions = `revision ${from ? revisionOf(from) : '?'} → ${to}`;
  const more = primary ? [...elsewhere(service, primary), ...later(service, primary, world)] : [];
  return `${service.name}: ${[revisions, ...more].join(', ')} (${service.variant}), gates ${gates.join(', ')}, bake ${service.bakeSeconds} s`;
}

function elsewhere({ capacity }: DesiredService, primary: Deployment): string[] {
  if (isSameCapacity(primary.capacity, capacity)) return [];
  return [capacityChange(primary.capacity, capacity)];
}

function later(service: DesiredService, primary: Deployment, world: World): string[] {
  const called = calledLater(service, primary, world);
  return called.length === 0 ? [] : [`deployed anew because ECS created ${called.join(', ')} later`];
}

function verdictOf(ended: Ended, ledger: Ledger, desired: Desired): [Outcome, string] {
  if (ended.outcome !== 'promoted') return [ended.outcome, ended.reason];
  const moved = desired.services.some(({ name }) => {
    const record = ledger.services[name];
    return record !== undefined && hasMoved(record, desired.startedAt);
  });
  return moved ? ['promoted', ended.reason] : ['unchanged', 'nothing had to be moved: every service runs its target'];
}

function notesOf(ended: Ended, { phase, unverifiable }: Desired): string[] {
  if (ended.outcome !== 'promoted' || unverifiable === null) return [];
  return [`Phase ${phase} isn't recorded as verified: ${unverifiable}.`];
}
