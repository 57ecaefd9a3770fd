import { isExpected, ServiceError, UserError } from '@loki-adoption/errors';
import { decideRollback } from '../decide/rollback.ts';
import { policyOf } from '../model/desired.ts';
import { revisionOf } from '../model/ecs.ts';
import type { Ports } from '../ports.ts';
import { evolve } from '../state/evolve.ts';
import type { Ledger, RollbackPlan } from '../state/ledger.ts';
import { reasonOf, recordedDefinitions } from '../state/service-record.ts';
import { chosen, type DefinitionMap, inWaves, type WaveService } from './desired.ts';
import { type Destination, destinationOf, registered, runningDefinitions } from './destinations.ts';
import { drive } from './drive.ts';
import { metered } from './metered.ts';
import { type RunOptions, sessionOptions } from './options.ts';
import { Refused } from './refused.ts';
import { type Report, reportOf } from './report.ts';
import { revert } from './revert.ts';
import { type LedgerSession, openSession, readLedger } from './session.ts';

export interface RollbackOptions extends RunOptions {
  /** `previous`, `adot`, or one task definition as `family:revision` or ARN. */
  readonly to: string;
  readonly reason: string;
  /** Whether `to` may be a revision that the ledger has never recorded of its service. */
  readonly unrecorded?: boolean;
  readonly services?: readonly string[];
  /** Where `adot` is looked up first. */
  readonly definitions?: DefinitionMap;
  readonly dryRun?: boolean;
}

/** What can go back, and what can't, with the reason. */
interface Found {
  readonly destinations: readonly Destination[];
  readonly lost: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Takes the environment from whatever rollout is running, moves services back, last wave first, and leaves a hold. Goes on past a service
 * that can't go back. Reverts desired state on a branch where it can.
 */
export async function runRollback(options: RollbackOptions, ports: Ports): Promise<Report> {
  const { environment, run, to } = options;
  const reason = options.unrecorded === true ? `${options.reason} (to ${to}, recorded or not)` : options.reason;
  const startedAtMs = ports.clock.now();
  const ecs = metered(ports.ecs, ports.clock);
  const all = { ...ports, ecs: ecs.port };
  const stats = { polls: 0 };
  const services = candidates(options);
  const finish = async (result: Pick<Report, 'outcome' | 'reason'> & Partial<Report>): Promise<Report> => {
    const ledger = await readLedger(ports.ledger, environment.name);
    const base = {
      command: 'rollback',
      options,
      ledger,
      entries: inWaves(environment),
      startedAtMs,
      clock: ports.clock,
    } as const;
    return reportOf(base, { polls: stats.polls, ecsCalls: ecs.calls(), ...result });
  };

  // What can't be done is refused before a running rollout is stopped for it.
  await refuseUnknown(services, options, all);
  if (options.dryRun) {
    const found = await search(services, options, await readLedger(ports.ledger, environment.name), all);
    const plan = found.destinations.map(describe);
    return finish({
      outcome: 'unchanged',
      reason: 'dry run: nothing was changed',
      plan,
      notes: [...found.notes, ...found.lost],
    });
  }

  let session: LedgerSession | undefined;
  try {
    session = await openSession(sessionOptions(options, ports), 'rollback', (ledger) =>
      evolve(ledger, { type: 'rollback-began', at: ports.clock.now(), run, reason, to }),
    );
    const contested = session.ledger().rollback?.contested === true;
    const stops = contested ? ', the running rollout stops' : '';
    ports.log.info(`Epoch ${session.ledger().epoch}: deploys are on hold${stops}.`);
    const found = await search(services, options, session.ledger(), all);
    for (const destination of found.destinations) ports.log.info(describe(destination));
    const { moves: own, revisions, unregistered } = await planned(found.destinations, all);
    // Nobody else would finish what an earlier rollback left on its way.
    const moves = [...own, ...leftBehind(session.ledger(), own, environment)];
    const lost = [...found.lost, ...unregistered];
    for (const each of lost) ports.log.warning(each);
    await session.update((ledger) => evolve(ledger, { type: 'rollback-planned', moves, revisions }));
    const policy = policyOf(environment);
    const ended = await drive({
      ports: all,
      session,
      services: inWaves(environment),
      stats,
      decide: (world, ledger, now) => decideRollback(world, ledger, run, policy, now),
    });
    const ledger = session.ledger();
    await session.end();
    const notes = [...found.notes, ...found.destinations.map(describe)];
    if (!ended) {
      return await finish({
        outcome: 'unfinished',
        reason: 'asked to stop: run the rollback again to go on from here',
        notes,
      });
    }
    const reverted = await revert({ ...options, destinations: found.destinations, epoch: ledger.epoch }, ports);
    notes.push(...reverted.notes);
    const unseen = ended.outcome === 'held' ? ended : undefined;
    return await finish({ ...(unseen ?? verdictOf(moves, lost, ledger)), revert: reverted.revert, notes });
  } catch (error) {
    if (error instanceof Refused) return await finish({ outcome: 'refused', reason: error.message });
    // Whatever went wrong, nobody should have to wait for the lease; the reason matters more than giving it back.
    await session?.end().catch(() => undefined);
    throw error;
  }
}

/**
 * The services that may go back, last wave first. One without a sidecar isn't part of the migration: it stays, unless it is named.
 */
function candidates({ environment, services: only = [] }: RollbackOptions): WaveService[] {
  const all = chosen(environment, only);
  return (only.length > 0 ? all : all.filter(({ variant }) => variant !== 'plain')).reverse();
}

async function refuseUnknown(
  services: readonly WaveService[],
  { to, unrecorded = false, environment }: RollbackOptions,
  ports: Ports,
): Promise<void> {
  if (to === 'previous' || to === 'adot') return;
  if (!/^(arn:[^\s]+|[A-Za-z0-9_-]+:\d+)$/.test(to)) {
    throw new UserError(
      `--to is ${JSON.stringify(to)}: expected previous, adot, or a revision such as family:41 or an ARN.`,
    );
  }
  const { arn, family } = await described(to, ports.ecs);
  const service = services.find(({ ecsName }) => ecsName === family);
  if (service === undefined) {
    throw new UserError(`${to} is of family ${family}, which none of the services to roll back has.`);
  }
  const record = (await readLedger(ports.ledger, environment.name)).services[service.name];
  if (unrecorded || recordedDefinitions(record).has(arn)) return;
  throw new UserError(
    `${to} is not a revision that the ledger has seen ${service.name} run: anybody who may register a revision of the family can have made it. ` +
      'See what is in it. If it is meant, say so with --unrecorded (in a workflow: unrecorded: true).',
  );
}

async function described(to: string, ecs: Ports['ecs']) {
  try {
    return await ecs.describeTaskDefinition(to);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.retryable) throw error;
    throw new UserError(`There is no task definition ${to} to go back to: ${error.message}`, { cause: error });
  }
}

/** A service whose revision can't be looked up is lost, and keeps no other from going back. */
async function search(
  services: readonly WaveService[],
  { to, definitions = {} }: RollbackOptions,
  ledger: Ledger,
  { ecs }: Ports,
): Promise<Found> {
  const running = await runningDefinitions(services, ecs);
  const destinations: Destination[] = [];
  const lost: string[] = [];
  const notes: string[] = [];
  for (const service of services) {
    const found = await destinationOf(service, { to, ledger, definitions, ecs, running });
    if (typeof found === 'string') lost.push(`${service.name}: ${found}`);
    else if (found) destinations.push(found);
    else if (to === 'previous') notes.push(`${service.name}: stays, the ledger knows no earlier revision of it.`);
    else if (to === 'adot') notes.push(`${service.name}: stays, it has no sidecar.`);
  }
  return { destinations, lost, notes };
}

/** Registers what isn't there yet. A service whose revision can't be registered keeps no other from going back either. */
async function planned(destinations: readonly Destination[], { ecs }: Ports) {
  const moves: RollbackPlan['moves'] = [];
  const revisions: Ledger['revisions'] = {};
  const unregistered: string[] = [];
  for (const destination of destinations) {
    const { name, wave, parallel } = destination.service;
    try {
      const definition = await registered(destination, ecs);
      moves.push({ service: name, definition, wave, parallel, begun: false });
      revisions[definition] = destination.facts;
    } catch (error) {
      if (!isExpected(error)) throw error;
      unregistered.push(`${name}: ${error.message}`);
    }
  }
  return { moves, revisions, unregistered };
}

function leftBehind(
  { rollback }: Ledger,
  own: RollbackPlan['moves'],
  environment: RollbackOptions['environment'],
): RollbackPlan['moves'] {
  const isOwn = ({ service }: RollbackPlan['moves'][number]): boolean => own.some((move) => move.service === service);
  return (rollback?.moves ?? []).filter((move) => !isOwn(move) && Object.hasOwn(environment.services, move.service));
}

function describe({ service, definition, words }: Destination): string {
  const where = 'register' in definition ? 'a new revision' : `revision ${revisionOf(definition.arn)}`;
  return `${service.name}: back to ${where}, ${words}`;
}

function verdictOf(
  moves: RollbackPlan['moves'],
  lost: readonly string[],
  ledger: Ledger,
): Pick<Report, 'outcome' | 'reason'> {
  const count = moves.length + lost.length;
  if (count === 0) {
    const reason = 'nothing was moved: no service has a revision to go back to. Deploys are on hold';
    return { outcome: 'held', reason };
  }
  const stuck = moves.flatMap(({ service }) => {
    const record = ledger.services[service];
    if (record?.state === 'rolled-back') return [];
    return [`${service}: ${(record && reasonOf(record)) ?? 'not moved'}`];
  });
  const away = [...stuck, ...lost];
  if (away.length === 0) return { outcome: 'rolled-back', reason: `${count} of ${count} services are back` };
  return { outcome: 'held', reason: `${away.length} of ${count} services aren't back: ${away.join('; ')}` };
}
