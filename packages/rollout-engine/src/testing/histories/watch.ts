import { isExpected } from '@loki-adoption/errors';
import { emptyLedger, type Ledger } from '../../state/ledger.ts';
import { parseLedger } from '../../state/parse.ts';
import { isMoving } from '../../state/service-record.ts';
import type { Runner, Watcher } from '../runner.ts';
import { SERVICES, type ServiceName } from './commands.ts';
import type { Begun, History } from './history.ts';
import {
  aLivingRunKeepsItsLease,
  aPhaseIsVerifiedOnlyIfEveryServiceRunsItsTarget,
  everyUpdateFollowsALookAtTheLedger,
  everyUpdateHasItsIntent,
  newlyVerified,
  noLeaseIsTakenFromTheLiving,
  noOlderEpochWrites,
  nothingIsPromotedWithoutItsGates,
  noUpdateIsLost,
  onlyARollbackRaisesTheEpoch,
  onlyOneWaveIsInMotion,
  onlyTheLeaseHolderUpdates,
  promotedMeansThatEveryServiceRunsItsTarget,
  type Slack,
  theEndFollowsAFreshLook,
  theReasonSaysSomething,
  Violation,
  whatBakedStillDelivers,
} from './invariants.ts';

/** What is left of a lease, at least, when its write arrives in time; in ms. */
const LEASE_LEFT_MS = 115_000;

/** Holds what runs do against the invariants, when it takes effect: at every UpdateService, and at every write of the ledger. */
export function watch(history: History): Watcher {
  const { world, truth } = history;
  const { ledger, stage, account, environment } = world;
  let current = parsed();

  function parsed(): Ledger {
    const stored = ledger.stored();
    return stored ? parseLedger(stored.body, environment.name) : emptyLedger(environment.name);
  }

  function checked(check: () => void): void {
    if (history.violation) return;
    try {
      check();
    } catch (error) {
      history.violation = error;
    }
  }

  const runOf = (runner: Runner): Begun | undefined =>
    history.runs.find(({ started }) => started.actor === runner.actor);

  function updating(run: Begun, ecsName: string, definition: string): void {
    const service = SERVICES.find((name) => account.ecsName(name) === ecsName);
    if (!service) throw new Violation(`${run.name} updates ${ecsName}, which is none of its services`);
    everyUpdateHasItsIntent(run, service, definition);
    onlyTheLeaseHolderUpdates(run);
    everyUpdateFollowsALookAtTheLedger(run);
  }

  function written(run: Begun): void {
    const before = current;
    current = parsed();
    const beginsAgain = run.mayBeginAgain && (run.kind !== 'rollback' || current.epoch > before.epoch);
    const isFirstWrite = run.epoch === undefined || beginsAgain;
    run.mayBeginAgain = false;
    const now = stage.now();
    noOlderEpochWrites(run, before, isFirstWrite);
    onlyARollbackRaisesTheEpoch(run, before, current, isFirstWrite);
    noUpdateIsLost(run, before, current, isFirstWrite);
    noLeaseIsTakenFromTheLiving(run, before, current, isFirstWrite, now);
    onlyOneWaveIsInMotion(run, before, current, (name) => isInMotion(run, name));
    nothingIsPromotedWithoutItsGates(before, current, hasAlloy, truth, slack(history));
    whatBakedStillDelivers(
      before,
      current,
      newestLines,
      environment.rollout.gates.logs.freshness * 1000,
      slack(history),
    );
    if (newlyVerified(before, current) !== undefined) theEndFollowsAFreshLook(run, current);
    aPhaseIsVerifiedOnlyIfEveryServiceRunsItsTarget(run, before, current, truth, slack(history));
    run.wasFirst = isFirstWrite;
    run.isWriting = true;
    if (isFirstWrite) run.epoch = current.epoch;
    const { lease } = current;
    // A write that arrives late brings a lease that is half over.
    run.isPunctual = !history.isS3InTrouble && lease !== null && Date.parse(lease.expiresAt) >= now + LEASE_LEFT_MS;
  }

  /** ECS deploys what the ledger says is on its way; one that nobody wants any more is in motion until ECS is done. */
  function isInMotion(run: Begun, name: ServiceName): boolean {
    const record = current.services[name];
    if (!isMoving(record)) return false;
    const service = [...account.ecs.world().services.values()].find((each) => each.name === account.ecsName(name));
    const primary = service?.deployments[0];
    const definition = record.state === 'rolling-back' ? record.way.restore : record.move.target;
    if (primary?.taskDefinition.arn !== definition) return false;
    return record.state === 'rolling-back' || definition === run.targets[name] || primary.rolloutState !== 'COMPLETED';
  }

  /** Of each task that ran before that time. */
  function newestLines(name: ServiceName, sinceMs: number): number[] {
    if (!hasAlloy(account.runs(name))) return [];
    const running = [...account.ecs.world().tasks.values()].filter(
      ({ service, lastStatus, startedAt = Number.POSITIVE_INFINITY }) =>
        service === account.ecsName(name) && lastStatus === 'RUNNING' && startedAt < sinceMs,
    );
    const { newest } = world.loki.look(
      name,
      running.map(({ id }) => id),
      0,
    );
    return running.map(({ id }) => newest[id] ?? 0);
  }

  function hasAlloy(definition: string): boolean {
    return (
      account.ecs
        .world()
        .taskDefinitions.get(definition)
        ?.containers.some(({ name }) => name === 'alloy') ?? false
    );
  }

  return {
    timePassed: truth.sample,
    arrived(runner, to, call, input) {
      const run = runOf(runner);
      if (!run) return;
      checked(() => {
        aLivingRunKeepsItsLease(run, current, stage.now());
        if (call === 'UpdateService') updating(run, String(input['service']), String(input['taskDefinition']));
      });
      run.lastSeen = current;
      run.lastCall = `${to} ${call}`;
      const names = Array.isArray(input['services']) ? input['services'] : [];
      if (call === 'DescribeServices' && names.length === run.services.length) run.lookedAt = stage.now();
    },
    took: truth.sample,
    answered(runner, to, call, isAnswerLost) {
      const run = runOf(runner);
      // A write that met another one says nothing about an earlier one whose answer was lost.
      if (run?.isWriting && call === 'write') {
        run.isWriting = false;
        run.mayBeginAgain = isAnswerLost && run.wasFirst;
      }
      if (run && to === 'ECS') run.answeredAt = stage.now();
    },
    written(runner) {
      const run = runOf(runner);
      if (!run) return;
      checked(() => written(run));
      run.lastSeen = current;
    },
  };
}

function slack({ world, staleMs }: History): Slack {
  return { viewMs: world.environment.rollout.pollInterval * 1000 + staleMs };
}

/** What a run says at its end. */
export function judgeEnd(history: History, run: Begun): void {
  if (run.isJudged) return;
  run.isJudged = true;
  const { report, error } = run.started.result();
  if (error !== undefined && !isExpected(error)) throw error;
  if (!report) return;
  theReasonSaysSomething(run, report);
  if (run.kind === 'rollout' && (report.outcome === 'promoted' || report.outcome === 'unchanged')) {
    promotedMeansThatEveryServiceRunsItsTarget(run, history.truth, slack(history));
  }
}
