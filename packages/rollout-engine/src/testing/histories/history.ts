import type { Ports } from '../../ports.ts';
import type { Report } from '../../run/report.ts';
import { runRollback } from '../../run/rollback.ts';
import { runRollout } from '../../run/rollout.ts';
import { release } from '../../run/status.ts';
import type { Started, TestWorld } from '../test-world.ts';
import { type HistoryPhase, SERVICES, type ServiceName } from './commands.ts';
import { type HistoryRun, Violation } from './invariants.ts';
import type { Truth } from './truth.ts';

/** A run of the history, with the process that runs it. */
export interface Begun extends HistoryRun {
  readonly started: Started;
  /** Begins the same command under the same name. */
  readonly again: () => void;
  isJudged: boolean;
}

/** A history that is being played. */
export interface History {
  readonly world: TestWorld;
  readonly truth: Truth;
  readonly runs: Begun[];
  /** What Terraform registered last, and the hash of that desired state. */
  wanted: {
    readonly definitions: Readonly<Record<string, string>>;
    readonly version: number;
    readonly phase: HistoryPhase;
    /** Name of the capacity provider. */
    readonly provider: string;
  };
  /** How long reads may be stale, in ms: the longest that was in force. */
  staleMs: number;
  /** S3 or the network is in trouble: nobody is blamed for a lease that lapses. */
  isS3InTrouble: boolean;
  /** The first broken invariant. */
  violation: unknown;
}

export function alive({ runs }: History): Begun[] {
  return runs.filter(({ started }) => !started.actor.isOver);
}

interface How {
  /** One service. */
  readonly only?: ServiceName | null;
  readonly to?: string;
  /** Of the first attempt, and what was wanted then: a second one deploys the same commit. */
  readonly name?: string;
  readonly wanted?: History['wanted'];
}

/** A run of any command. */
export function begin(history: History, kind: HistoryRun['kind'], how: How): void {
  const { world, runs } = history;
  const { wanted = history.wanted } = how;
  const name = how.name ?? `${kind}-${runs.length + 1}`;
  // As GitHub counts: every attempt of a run has its number.
  const id = Number(name.slice(name.lastIndexOf('-') + 1));
  const { only = null } = how;
  const options = {
    environment: {
      ...world.environment,
      migration: { phase: wanted.phase },
      capacity: { ...world.environment.capacity, provider: wanted.provider },
    },
    definitions: wanted.definitions,
    run: {
      name,
      attempt: String(runs.length),
      id,
      desiredStateHash: `hash-${wanted.version}`,
      commit: `c${wanted.version}`,
    },
    ...(only && { services: [only] }),
  };
  const command = (ports: Ports): Promise<Report> => {
    if (kind === 'rollout') return runRollout(options, ports);
    if (kind === 'release') return release(options, ports);
    return runRollback({ ...options, to: how.to ?? 'previous', reason: 'somebody wants it back' }, ports);
  };
  const run: HistoryRun = {
    name,
    kind,
    services: only ? [only] : SERVICES,
    targets: wanted.definitions,
    epoch: undefined,
    mayBeginAgain: false,
    isWriting: false,
    wasFirst: false,
    lastSeen: undefined,
    lastCall: 'nothing',
    answeredAt: world.stage.now(),
    lookedAt: 0,
    isPunctual: false,
  };
  const started = world.start(name, command);
  runs.push(
    Object.assign(run, { started, again: () => begin(history, kind, { ...how, name, wanted }), isJudged: false }),
  );
}

/** Lets a run have its next turn. One that is late for it, as its machine stood still, isn't blamed for its lease. */
export async function goOn({ world: { stage } }: History, run: Begun): Promise<void> {
  const { turn } = run.started.actor;
  if (turn && stage.now() > turn.dueAt + 2000) run.isPunctual = false;
  await stage.release(run.started.actor);
}

/** All runs go on in the order of time, for a number of seconds. */
export async function play(history: History, seconds: number): Promise<void> {
  const { stage } = history.world;
  const until = stage.now() + seconds * 1000;
  for (;;) {
    const [next] = await stage.waiting();
    if (history.violation || !next || (next.turn?.dueAt ?? 0) > until) break;
    const run = history.runs.find(({ started }) => started.actor === next);
    if (!run) throw new Violation(`nobody knows of ${next.name}`);
    await goOn(history, run);
  }
  stage.moveTo(until);
}
