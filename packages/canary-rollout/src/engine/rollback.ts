import { errorMessage, UserError } from '@loki-adoption/errors';
import { type DefinitionMap, policyOf } from '../core/desired.ts';
import { candidates, type Destination, destinationOf } from '../core/destinations.ts';
import type { Ledger, ServiceRecord } from '../core/ledger.ts';
import type { Report } from '../core/report.ts';
import { rollBackStep } from '../core/roll-back.ts';
import { hold, observe, type Step } from '../core/steps.ts';
import { primaryOf, revisionOf, type World } from '../core/world.ts';
import type { Ports } from '../ports.ts';
import { drive } from './drive.ts';
import { Refused } from './errors.ts';
import { openSession, readLedger } from './ledger-session.ts';
import { createObserver } from './observer.ts';
import { counted, holdMarks, leaseSeconds, type RunOptions, reportOf } from './run.ts';

export interface RollbackOptions extends RunOptions {
  /** `previous`, `adot`, or one task definition as `family:revision` or ARN. */
  readonly to: string;
  readonly reason: string;
  readonly services?: readonly string[];
  /** Where `adot` is looked up first. */
  readonly definitions?: DefinitionMap;
  readonly dryRun?: boolean;
}

/**
 * Takes the environment from whatever rollout is running, moves services back, last wave first, and leaves a hold.
 * Goes on past a service that can't go back. Opens a pull request that reverts desired state where it can.
 */
export async function runRollback(options: RollbackOptions, ports: Ports): Promise<Report> {
  const { environment, run, reason } = options;
  const startedAtMs = ports.clock.now();
  const ecs = counted(ports.ecs);
  const all = { ...ports, ecs: ecs.port };
  const stats = { polls: 0 };
  const notes: string[] = [];
  const finish = async (result: Pick<Report, 'outcome' | 'reason'> & Partial<Report>): Promise<Report> => {
    const ledger = await readLedger(ports.ledger, environment.name);
    const entries = candidates(environment, []).reverse();
    const counts = { polls: stats.polls, ecsCalls: ecs.calls() };
    const base = { command: 'rollback', options, ledger, entries, startedAtMs, clock: ports.clock } as const;
    return reportOf(base, { notes, ...counts, ...result });
  };

  // What can't be done is refused before a running rollout is stopped for it.
  await refuseUnknown(options, all);
  if (options.dryRun) {
    const { moves, lost } = await destinations(options, await readLedger(ports.ledger, environment.name), all, notes);
    const plan = moves.map((move) => `${move.name}: back to revision ${revisionOf(move.definition)}`);
    notes.push(...lost);
    return finish({ outcome: 'rolled-back', reason: 'dry run: nothing was changed', plan });
  }

  let contested = false;
  try {
    const session = await openSession(
      {
        store: ports.ledger,
        clock: ports.clock,
        environment: environment.name,
        owner: run,
        leaseSeconds: leaseSeconds(environment),
      },
      'rollback',
      (ledger) => {
        const now = ports.clock.now();
        // Asked again after a write that met another one, or whose answer was lost: then the lease may be ours already.
        contested ||= ledger.lease !== null && ledger.lease.owner !== run && Date.parse(ledger.lease.expiresAt) > now;
        const at = new Date(now).toISOString();
        const hold = { reason: `rollback: ${reason}`, at, outcome: 'rolled-back', ...holdMarks(options) } as const;
        return { ...ledger, hold };
      },
    );
    ports.log.info(
      `Epoch ${session.ledger().epoch}: deploys are on hold${contested ? ', the running rollout stops' : ''}.`,
    );
    const { moves, lost } = await destinations(options, session.ledger(), all, notes);
    const decide = rollbackSteps({ moves, contested, reason: `rollback: ${reason}`, policy: policyOf(environment) });
    const observer = createObserver(all);
    const ended = await drive({ ...options, ports: all, session, observer, services: moves, stats, decide });
    const ledger = session.ledger();
    await session.end();
    if (ended.kind === 'interrupted') {
      return await finish({ outcome: 'unfinished', reason: 'told to stop: run the rollback again to go on from here' });
    }
    const pullRequest = await revert(options, moves, ledger, ports, notes);
    return await finish({ ...verdictOf(moves, lost, ledger), pullRequest });
  } catch (error) {
    if (error instanceof Refused) return await finish({ outcome: 'refused', reason: error.message });
    throw error;
  }
}

async function refuseUnknown({ environment, services: only = [], to }: RollbackOptions, { ecs }: Ports): Promise<void> {
  const known = candidates(environment, only);
  const unknown = only.filter((name) => !known.some((candidate) => candidate.name === name));
  if (unknown.length > 0) throw new UserError(`${environment.name} has no service ${unknown.join(', ')} to roll back.`);
  if (to === 'previous' || to === 'adot') return;
  const { family } = await ecs.describeTaskDefinition(to);
  if (known.some(({ ecsName }) => ecsName === family)) return;
  throw new UserError(`${to} is of family ${family}, which none of the services to roll back has.`);
}

/** A service whose revision can't be looked up is lost, and keeps no other from going back. */
async function destinations(
  options: RollbackOptions,
  ledger: Ledger,
  ports: Ports,
  notes: string[],
): Promise<{ moves: Destination[]; lost: string[] }> {
  const moves: Destination[] = [];
  const lost: string[] = [];
  const lookup = (definition: string) => ports.ecs.describeTaskDefinition(definition);
  for (const candidate of candidates(options.environment, options.services ?? [])) {
    try {
      const definition = await destinationOf(candidate, options.to, ledger, options.definitions ?? {}, lookup);
      const isAlloy = definition?.containers.includes('alloy') ?? false;
      if (definition) moves.push({ ...candidate, definition: definition.arn, isAlloy });
      else if (options.to === 'previous' || options.to === 'adot') {
        notes.push(`${candidate.name}: stays, the ledger knows no ${options.to} revision of it.`);
      }
    } catch (error) {
      lost.push(`${candidate.name}: ${errorMessage(error)}`);
    }
  }
  return { moves, lost };
}

/** Each service once: the intent, then the way back; a failing one doesn't keep the others. */
function rollbackSteps(input: {
  moves: readonly Destination[];
  contested: boolean;
  reason: string;
  policy: ReturnType<typeof policyOf>;
}): (world: World, ledger: Ledger, now: number) => Step {
  const { moves, contested, reason, policy } = input;
  const begun = new Set<string>();
  return (world, ledger, now) => {
    const move = moves.find(({ name }) => !begun.has(name) || ledger.services[name]?.state === 'rolling-back');
    if (!move) return { kind: 'done', outcome: 'rolled-back', reason };
    const { name, definition, wave } = move;
    const record = ledger.services[name];
    if (world.failure) {
      const { message, consecutive, retryable } = world.failure;
      if (retryable && consecutive < policy.errorLimit) {
        return { kind: 'wait', service: name, seconds: policy.pollSeconds, why: message };
      }
      begun.add(name);
      return hold(name, `${message} (${consecutive} in a row)`);
    }
    const seen = world.services[name];
    if (!seen) return observe(name);
    if (begun.has(name) && record) return rollBackStep(name, record, seen, now, policy);
    begun.add(name);
    const running = seen.service ? (primaryOf(seen.service)?.taskDefinition ?? null) : null;
    return {
      kind: 'record',
      service: name,
      patch: {
        state: 'rolling-back',
        wave,
        restore: definition,
        target: running,
        deploymentId: null,
        contested: contested && isLaunching(record),
        startedAt: new Date(now).toISOString(),
        passedAt: null,
        gates: {},
        reason,
      },
      note: `rolling back to revision ${revisionOf(definition)}`,
    };
  };
}

/** The intent is written, and what ECS made of it hasn't been seen: the update may be sent at this moment. */
function isLaunching(record: ServiceRecord | undefined): boolean {
  return record?.deploymentId === null && ['deploying', 'rolling-back'].includes(record.state);
}

function verdictOf(
  moves: readonly Destination[],
  lost: readonly string[],
  ledger: Ledger,
): Pick<Report, 'outcome' | 'reason'> {
  const count = moves.length + lost.length;
  if (count === 0) {
    return {
      outcome: 'held',
      reason: 'nothing was moved: no service has a revision to go back to. Deploys are on hold',
    };
  }
  const stuck = moves
    .filter(({ name }) => ledger.services[name]?.state !== 'rolled-back')
    .map(({ name }) => `${name}: ${ledger.services[name]?.reason ?? 'not moved'}`);
  const told = [...stuck, ...lost];
  if (told.length === 0) return { outcome: 'rolled-back', reason: `${count} of ${count} services are back` };
  return { outcome: 'held', reason: `${told.length} of ${count} services aren't back: ${told.join('; ')}` };
}

async function revert(
  options: RollbackOptions,
  moves: readonly Destination[],
  ledger: Ledger,
  ports: Ports,
  notes: string[],
): Promise<string | null> {
  if (!ports.openRevert || moves.length === 0) return null;
  if (moves.some(({ isAlloy, hasSidecar }) => isAlloy || !hasSidecar)) {
    notes.push(
      'Services went back to an earlier revision of the same kind: revert the change of the environment by hand.',
    );
    return null;
  }
  const { environment, reason, services } = options;
  const isPart = (services?.length ?? 0) > 0 || !['previous', 'adot'].includes(options.to);
  const some = isPart ? moves.map((move) => move.name) : undefined;
  try {
    const url = await ports.openRevert({ environment: environment.name, epoch: ledger.epoch, reason, services: some });
    if (url === undefined) notes.push('Desired state asks for the old revisions already: no pull request needed.');
    return url ?? null;
  } catch (error) {
    const note = `The pull request that reverts desired state could not be opened: ${errorMessage(error)}`;
    ports.log.warning(note);
    notes.push(note);
    return null;
  }
}
