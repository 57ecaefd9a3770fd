import { shortName } from '../../model/ecs.ts';
import type { Report } from '../../run/report.ts';
import type { Ledger } from '../../state/ledger.ts';
import { HISTORY_LENGTH, isMoving, type ServiceRecord, targetOf } from '../../state/service-record.ts';
import { SERVICES, type ServiceName, WAVES } from './commands.ts';
import type { Truth } from './truth.ts';

/** What must be true in every history, written down as the requirement says it. A broken one throws with what was seen. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export interface HistoryRun {
  readonly name: string;
  readonly kind: 'rollout' | 'rollback' | 'release';
  readonly services: readonly ServiceName[];
  /** ARN of what a rollout wants of each service. */
  readonly targets: Readonly<Record<string, string>>;
  /** Epoch that its first write left in the ledger; absent before that. */
  epoch: number | undefined;
  /** It doesn't know that its first write took effect, and begins once more where somebody has written since. */
  mayBeginAgain: boolean;
  /** A write of its was accepted, and not answered yet. */
  isWriting: boolean;
  /** Its last accepted write was its first one. */
  wasFirst: boolean;
  /** The ledger as it was at the server when the run's last call took effect there. */
  lastSeen: Ledger | undefined;
  /** The call that took effect last: `S3 read`. */
  lastCall: string;
  /** When it last got an answer of ECS: what it claims at its end is as old as that. */
  answeredAt: number;
  /** When ECS last described all of its services to it. */
  lookedAt: number;
  /** It was never late since its last write, and S3 was there: it has no excuse for a lease that lapses. */
  isPunctual: boolean;
}

/** How old a view may be: one poll, plus what ECS may still show of the state before a write. In ms. */
export interface Slack {
  readonly viewMs: number;
}

export function everyUpdateHasItsIntent(run: HistoryRun, service: ServiceName, definition: string): void {
  const record = run.lastSeen?.services[service];
  const isMeant =
    (record?.state === 'deploying' && record.move.target === definition) ||
    (record?.state === 'rolling-back' && record.way.restore === definition);
  if (isMeant) return;
  throw new Violation(
    `${run.name} points ${service} at ${shortName(definition)} without an intent: the ledger has ${stateOf(record)}`,
  );
}

export function everyUpdateFollowsALookAtTheLedger(run: HistoryRun): void {
  if (run.lastCall.startsWith('S3')) return;
  throw new Violation(
    `${run.name} sends UpdateService after ${run.lastCall}: whether its turn is over wasn't looked at`,
  );
}

export function onlyTheLeaseHolderUpdates(run: HistoryRun): void {
  const { lastSeen: ledger } = run;
  if (ledger?.lease?.owner !== run.name)
    throw new Violation(`${run.name} updates while ${ledger?.lease?.owner ?? 'nobody'} has the lease`);
  if (ledger.epoch !== run.epoch)
    throw new Violation(`${run.name} of epoch ${run.epoch} updates in epoch ${ledger.epoch}`);
}

export function noOlderEpochWrites(run: HistoryRun, before: Ledger, isFirstWrite: boolean): void {
  if (run.kind === 'release' || isFirstWrite || run.epoch === before.epoch) return;
  throw new Violation(`${run.name} of epoch ${run.epoch} writes in epoch ${before.epoch}`);
}

export function onlyOneWaveIsInMotion(
  run: HistoryRun,
  before: Ledger,
  after: Ledger,
  isInMotion: (name: ServiceName) => boolean,
): void {
  const state = run.kind === 'rollback' ? 'rolling-back' : 'deploying';
  const begun = SERVICES.filter((name) => {
    const [old, record] = [before.services[name], after.services[name]];
    return record?.state === state && (old?.state !== state || old.since !== record.since);
  });
  if (run.kind === 'release' || run.epoch === undefined || begun.length === 0) return;
  const moving = SERVICES.filter((name) => {
    const record = after.services[name];
    if (!isMoving(record)) return false;
    if (run.kind === 'rollback')
      return (
        record.state === 'rolling-back' &&
        (begun.includes(name) || after.rollback?.moves.some((move) => move.service === name && move.begun))
      );
    return begun.includes(name) || isInMotion(name);
  });
  for (const name of begun) {
    const wave = WAVES.find(({ services }) => services.includes(name));
    const strangers = moving.filter((other) => !wave?.services.includes(other));
    if (strangers.length > 0)
      throw new Violation(`${run.name} moves ${name} while ${strangers.join(', ')} of another wave moves`);
    const limit = wave?.parallel ?? 1;
    if (moving.length > limit)
      throw new Violation(`${run.name} moves ${moving.join(', ')} at once, and ${limit} are allowed`);
  }
}

export function nothingIsPromotedWithoutItsGates(
  before: Ledger,
  after: Ledger,
  hasAlloy: (definition: string) => boolean,
  truth: Truth,
  { viewMs }: Slack,
): void {
  for (const name of SERVICES) {
    const record = after.services[name];
    const old = before.services[name];
    if (record?.state !== 'promoted' || (old?.state === 'promoted' && old.since === record.since)) continue;
    const at = Date.parse(record.since);
    const { target } = record.move;
    const needed = ['deployment'];
    if (!truth.wasEmpty(name, at - viewMs, at)) needed.push('sidecar', ...(hasAlloy(target) ? ['logs'] : []));
    const gates: Readonly<Record<string, { status: string } | undefined>> = record.gates;
    const missing = needed.filter((gate) => gates[gate]?.status !== 'pass');
    if (missing.length > 0) {
      throw new Violation(
        `${name} is promoted, and gate ${missing[0]} is ${gates[missing[0] ?? '']?.status ?? 'unmeasured'}`,
      );
    }
    if (!truth.deployed(name, target, at - viewMs, at))
      throw new Violation(`${name} is promoted and does not run ${shortName(target)}`);
  }
}

/** When a phase was verified with this write, if one was. */
export function newlyVerified({ phases: before }: Ledger, { phases: after }: Ledger): string | undefined {
  const { verifiedAt } = after.rollout ?? {};
  if (verifiedAt !== undefined && verifiedAt !== before.rollout?.verifiedAt) return verifiedAt;
  const earlier = after.infrastructure?.verifiedAt;
  return earlier === before.infrastructure?.verifiedAt ? undefined : earlier;
}

export function aPhaseIsVerifiedOnlyIfEveryServiceRunsItsTarget(
  run: HistoryRun,
  before: Ledger,
  after: Ledger,
  truth: Truth,
  { viewMs }: Slack,
): void {
  const verified = newlyVerified(before, after);
  if (verified === undefined) return;
  if (run.services.length < SERVICES.length)
    throw new Violation(`${run.name} moved only ${run.services.join(', ')} and verified the phase`);
  const at = Date.parse(verified);
  const away = SERVICES.find((name) => !truth.deployed(name, run.targets[name] ?? '', at - viewMs, at));
  if (away)
    throw new Violation(
      `${run.name} verified the phase, and ${away} does not run ${shortName(run.targets[away] ?? '')}`,
    );
}

/** Before a run verifies a phase or ends, it looks at every service once more, after the last thing that happened to any of them. */
export function theEndFollowsAFreshLook(run: HistoryRun, ledger: Ledger): void {
  const late = run.services.find((name) => Date.parse(ledger.services[name]?.since ?? '') > run.lookedAt);
  if (late)
    throw new Violation(
      `${run.name} comes to its end, and did not look at its services after ${late} was last changed`,
    );
}

/** `newest`: time of each line that Loki had last, by the tasks that run for long enough to have some. */
export function whatBakedStillDelivers(
  before: Ledger,
  after: Ledger,
  newest: (service: ServiceName, sinceMs: number) => readonly number[],
  freshnessMs: number,
  { viewMs }: Slack,
): void {
  for (const name of SERVICES) {
    const old = before.services[name];
    if (after.services[name]?.state !== 'promoted' || old?.state !== 'analysing') continue;
    const from = Date.parse(old.since) - freshnessMs - viewMs;
    const silent = newest(name, from).filter((time) => time < from);
    if (silent.length > 0)
      throw new Violation(
        `${name} is promoted, and ${silent.length} of its tasks delivered nothing since before its bake ended`,
      );
  }
}

export function onlyARollbackRaisesTheEpoch(
  run: HistoryRun,
  before: Ledger,
  after: Ledger,
  isFirstWrite: boolean,
): void {
  const raised = after.epoch - before.epoch;
  const wanted = run.kind === 'rollback' && isFirstWrite ? 1 : 0;
  if (raised !== wanted) throw new Violation(`${run.name} raises the epoch by ${raised} instead of ${wanted}`);
}

/** A service began to go back to ADOT: what was verified of Alloy no longer holds. */
function leavesAlloy(
  old: ServiceRecord | undefined,
  record: ServiceRecord | undefined,
  { revisions }: Ledger,
): boolean {
  if (record?.state !== 'rolling-back' || (old?.state === 'rolling-back' && old.since === record.since)) return false;
  return revisions[record.way.restore]?.variant === 'adot';
}

export function noUpdateIsLost(run: HistoryRun, before: Ledger, after: Ledger, isFirstWrite: boolean): void {
  if (after.epoch < before.epoch)
    throw new Violation(`${run.name}: the epoch falls from ${before.epoch} to ${after.epoch}`);
  for (const name of SERVICES) {
    const [old, now] = [before.services[name]?.history ?? [], after.services[name]?.history ?? []];
    const kept = old.slice(now.length === HISTORY_LENGTH ? -(HISTORY_LENGTH - 1) : 0);
    const isKept = kept.every((entry) => now.some((each) => each.at === entry.at && each.event === entry.event));
    if (!isKept) throw new Violation(`${run.name} lost history of ${name}`);
  }
  const mayLift = run.kind === 'release' || isFirstWrite;
  if (before.hold && !after.hold && !mayLift) throw new Violation(`${run.name} lost the hold: ${before.hold.reason}`);
  const isWithdrawn = newlyVerified(before, after) !== undefined;
  const isLeft = SERVICES.some((name) => leavesAlloy(before.services[name], after.services[name], after));
  if (before.phases.rollout && !after.phases.rollout && !isFirstWrite && !isWithdrawn && !isLeft)
    throw new Violation(`${run.name} lost phase rollout`);
  if (
    run.kind === 'release' &&
    JSON.stringify({ ...before, hold: null }) !== JSON.stringify({ ...after, hold: null })
  ) {
    throw new Violation('a release changed more than the hold');
  }
}

/** Built on what was there: a lease that somebody else holds is not written away, but by a rollback. */
export function noLeaseIsTakenFromTheLiving(
  run: HistoryRun,
  before: Ledger,
  after: Ledger,
  isFirstWrite: boolean,
  now: number,
): void {
  const { lease } = before;
  if (!lease || run.kind === 'release' || lease.owner === run.name) return;
  if (after.lease?.owner === lease.owner) return;
  if (isFirstWrite && (run.kind === 'rollback' || Date.parse(lease.expiresAt) <= now)) return;
  throw new Violation(`${run.name} wrote the lease of ${lease.owner} away`);
}

export function aLivingRunKeepsItsLease(run: HistoryRun, { lease }: Ledger, now: number): void {
  if (!run.isPunctual || lease?.owner !== run.name || Date.parse(lease.expiresAt) > now) return;
  throw new Violation(`${run.name} is alive and let its lease lapse at ${lease.expiresAt}`);
}

/** A person who reads the outcome can act on it. */
export function theReasonSaysSomething(run: HistoryRun, { outcome, reason }: Report): void {
  if (outcome === 'promoted' || outcome === 'unchanged' || run.kind === 'release') return;
  const names = [...SERVICES, 'hold', 'lease', 'superseded', 'rollback', 'ECS', 'stop', 'services', 'start a new run'];
  const isGood = reason.split(/\s+/).length >= 4 && names.some((name) => reason.includes(name));
  if (!isGood) throw new Violation(`${run.name} ended ${outcome} with the reason ${JSON.stringify(reason)}`);
}

export function promotedMeansThatEveryServiceRunsItsTarget(run: HistoryRun, truth: Truth, { viewMs }: Slack): void {
  const { answeredAt: at } = run;
  const away = run.services.find((name) => !truth.deployed(name, run.targets[name] ?? '', at - viewMs, at));
  if (away)
    throw new Violation(`${run.name} ended promoted, and ${away} does not run ${shortName(run.targets[away] ?? '')}`);
}

function stateOf(record: ServiceRecord | undefined): string {
  return record ? `${record.state} (target ${shortName(targetOf(record) ?? 'none')})` : 'nothing of it';
}
