import { isAtLeast, PHASES, type Phase } from '@loki-adoption/environment';
import type { Run } from '../model/desired.ts';
import type { Event, ServiceChange } from './events.ts';
import { evolveService } from './evolve-service.ts';
import type { Hold, Ledger, RollbackPlan } from './ledger.ts';
import { clipped, isMoving, newRecord, type ServiceRecord, targetOf } from './service-record.ts';

/**
 * The ledger after an event. Applying the same event twice changes nothing more, because a write whose answer was lost is applied again
 * to a ledger that has it already.
 */
export function evolve(ledger: Ledger, event: Event): Ledger {
  switch (event.type) {
    case 'deploy-began':
      return { ...ledger, begun: deploymentOf(event) };
    case 'rollout-began':
      return rolloutBegan(ledger, event);
    case 'rollback-began':
      return rollbackBegan(ledger, event);
    case 'rollback-planned':
      return withRevisions(
        ledger.rollback ? { ...ledger, rollback: { ...ledger.rollback, moves: event.moves } } : ledger,
        event.revisions,
      );
    case 'phase-verified':
      return phaseVerified(ledger, event.phase, iso(event.at), event.commit);
    case 'rollout-ended':
      return { ...ledger, deployed: { ...deploymentOf(event), unverified: event.unverified } };
    case 'released':
      return { ...ledger, hold: null };
    default:
      return serviceChanged(ledger, event);
  }
}

export function evolveAll(ledger: Ledger, events: readonly Event[]): Ledger {
  return events.reduce(evolve, ledger);
}

type DeploymentEvent = Pick<EventOf<'deploy-began'>, 'phase' | 'run' | 'at' | 'allowedOlder'>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/**
 * The ledger a rollout starts from: an outdated hold is gone, and so are the phases behind the one that is deployed, because the
 * environment goes back.
 */
function rolloutBegan(ledger: Ledger, event: EventOf<'rollout-began'>): Ledger {
  const wanted = new Map(event.services.map((service) => [service.name, service]));
  const at = iso(event.at);
  const names = [...new Set([...Object.keys(ledger.services), ...wanted.keys()])];
  const services = names.map((name): [string, ServiceRecord] => {
    const record = ledger.services[name] ?? newRecord(at);
    const want = wanted.get(name);
    const watched = afterGap(record, ledger.watchedAt, event.at);
    if (!want) return [name, watched];
    const next = withRoom(watched, want.target, ledger.rollback !== null);
    return [name, { ...next, wanted: want.target, wave: want.wave }];
  });
  const phases = Object.entries(ledger.phases).filter(([phase]) => isAtLeast(event.phase, phase as Phase));
  const next = {
    ...ledger,
    phases: Object.fromEntries(phases),
    services: Object.fromEntries(services),
    hold: event.keepsHold ? ledger.hold : null,
    rollback: null,
    begun: begunOf(ledger, event),
  };
  return withRevisions(next, event.revisions);
}

/**
 * Nobody watched between two runs: a bake, and the time that gates have to pass, go on from where the last run stopped. An update that was
 * meant and not seen in ECS may never have been sent: it has its whole time from now on.
 */
function afterGap(record: ServiceRecord, watchedAt: string | null, now: number): ServiceRecord {
  if (watchedAt === null) return record;
  const gap = Math.max(0, now - Date.parse(watchedAt));
  const shifted = (text: string): string => iso(Math.min(now, Date.parse(text) + gap));
  const since = shifted(record.since);
  switch (record.state) {
    case 'deploying':
      if (record.move.deploymentId !== null) return record;
      return { ...record, since, move: { ...record.move, startedAt: shifted(record.move.startedAt) } };
    case 'rolling-back':
      if (record.way.deploymentId !== null) return record;
      return { ...record, since, way: { ...record.way, startedAt: shifted(record.way.startedAt) } };
    case 'baking':
      return { ...record, since, passedAt: record.passedAt && shifted(record.passedAt) };
    case 'analysing':
      return { ...record, since };
    default:
      return record;
  }
}

/** A way back that was for another target, or for a rollback that has been released, ends without a hold: the rollout goes on after it. */
function withRoom(record: ServiceRecord, target: string, isReleased: boolean): ServiceRecord {
  if (record.state !== 'rolling-back' || (targetOf(record) === target && !isReleased)) return record;
  return { ...record, way: { ...record.way, leavesNoHold: true } };
}

function rollbackBegan(ledger: Ledger, { at, run, reason, to }: EventOf<'rollback-began'>): Ledger {
  const { lease } = ledger;
  const foreign = lease !== null && lease.owner !== run.name && Date.parse(lease.expiresAt) > at;
  // Asked again after a write whose answer was lost, or by the second attempt of a run: the lease is ours by then.
  const contested = foreign || (ledger.rollback?.run === run.name && ledger.rollback.contested);
  return {
    ...ledger,
    hold: holdOf(run, at, `rollback: ${reason}`, 'rolled-back'),
    rollback: { reason, to, at: iso(at), run: run.name, contested, moves: openMoves(ledger) },
  };
}

/** What an earlier rollback left on its way. */
function openMoves({ rollback, services }: Ledger): RollbackPlan['moves'] {
  return (rollback?.moves ?? []).filter(({ service, begun }) => begun && services[service]?.state === 'rolling-back');
}

/** Later phases no longer hold: the environment has gone back. */
function phaseVerified(ledger: Ledger, phase: Phase, verifiedAt: string, commit: string): Ledger {
  const earlier = PHASES.slice(0, PHASES.indexOf(phase));
  const kept = Object.entries(ledger.phases).filter(([name]) => earlier.includes(name as Phase));
  return { ...ledger, phases: { ...Object.fromEntries(kept), [phase]: { verifiedAt, commit } } };
}

function serviceChanged(ledger: Ledger, event: ServiceChange): Ledger {
  const before = ledger.services[event.service] ?? newRecord(iso(event.at));
  const after = evolveService(before, event);
  const services = { ...ledger.services, [event.service]: after };
  const hold = ledger.hold ?? holdAfter(event, before);
  const next = {
    ...ledger,
    services,
    hold,
    phases: phasesAfter(ledger, event),
    rollback: rollbackAfter(ledger, event),
  };
  return event.type === 'way-back-replaced' ? withRevisions(next, { [event.definition]: event.facts }) : next;
}

/** Where a service leaves Alloy, the phases that stand for its running there no longer hold. */
function phasesAfter({ phases, revisions }: Ledger, event: ServiceChange): Ledger['phases'] {
  if (event.type !== 'way-back-began' || revisions[event.restore]?.variant !== 'adot') return phases;
  const kept = Object.entries(phases).filter(([phase]) => !isAtLeast(phase as Phase, 'rollout'));
  return Object.fromEntries(kept);
}

function holdAfter(event: ServiceChange, before: ServiceRecord): Hold | null {
  if (event.type === 'held') return holdOf(event.run, event.at, `${event.service}: ${event.reason}`, 'held');
  if (event.type !== 'rolled-back' || before.state !== 'rolling-back' || before.way.leavesNoHold) return null;
  return holdOf(event.run, event.at, `${event.service}: ${before.way.reason}`, 'rolled-back');
}

function rollbackAfter({ rollback }: Ledger, event: ServiceChange): Ledger['rollback'] {
  if (rollback && event.type === 'way-back-replaced') {
    const { service, replaced, definition } = event;
    const isIt = (move: RollbackPlan['moves'][number]) => move.service === service && move.definition === replaced;
    return { ...rollback, moves: rollback.moves.map((move) => (isIt(move) ? { ...move, definition } : move)) };
  }
  if (!rollback || (event.type !== 'way-back-began' && event.type !== 'held')) return rollback;
  const moves = rollback.moves.map((move) => (move.service === event.service ? { ...move, begun: true } : move));
  return { ...rollback, moves };
}

function holdOf(run: Run, at: number, reason: string, outcome: Hold['outcome']): Hold {
  const { desiredStateHash, id } = run;
  return { reason: clipped(reason), at: iso(at), outcome, desiredStateHash, ...(id !== undefined && { runId: id }) };
}

function deploymentOf({ phase, run, at, allowedOlder }: DeploymentEvent) {
  const { commit, name, id } = run;
  const why = allowedOlder !== undefined && { allowedOlder: clipped(allowedOlder) };
  return { phase, commit, run: name, ...(id !== undefined && { runId: id }), at: iso(at), ...why };
}

/** What Terraform's part of the same run has recorded stays. */
function begunOf({ begun }: Ledger, event: EventOf<'rollout-began'>): Ledger['begun'] {
  return begun?.run === event.run.name && begun.commit === event.run.commit ? begun : deploymentOf(event);
}

/** Keeps what the records name, so that the ledger doesn't grow with every release. */
function withRevisions(ledger: Ledger, more: Ledger['revisions']): Ledger {
  const records = Object.values(ledger.services);
  const named = new Set(
    records.flatMap((record) => [
      ...[record.wanted, record.previous, record.current, targetOf(record)],
      ...('way' in record && record.way ? [record.way.restore, record.way.from] : []),
      ...record.history.flatMap(({ definition, from, to }) => [definition, from, to]),
    ]),
  );
  for (const move of ledger.rollback?.moves ?? []) named.add(move.definition);
  const all = Object.entries({ ...ledger.revisions, ...more });
  const kept = all.filter(([definition]) => named.has(definition) || Object.hasOwn(more, definition));
  return { ...ledger, revisions: Object.fromEntries(kept) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Names of the services that a run is moving. */
export function movingServices(ledger: Ledger): string[] {
  return Object.entries(ledger.services).flatMap(([name, record]) => (isMoving(record) ? [name] : []));
}
