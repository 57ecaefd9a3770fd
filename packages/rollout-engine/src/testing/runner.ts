import { EcsError, type Json } from '@loki-adoption/ecs-simulator';
import { ServiceError } from '@loki-adoption/errors';
import type { CommitHistory } from '../model/commit-history.ts';
import type { Clock, LedgerStore, LogsPort, Ports } from '../ports.ts';
import type { Account } from './account.ts';
import { ecsPort } from './ecs-port.ts';
import type { LedgerObject } from './ledger-object.ts';
import type { Loki } from './loki.ts';
import type { Network } from './network.ts';
import { lost, type Server } from './network.ts';
import type { Actor, Stage } from './stage.ts';

/** How long a call needs to its server, and its answer back, in ms. */
const REQUEST_MS = 4;
const ANSWER_MS = 6;

/** What runs call, and what carries their calls. */
export interface Servers {
  readonly cluster: string;
  readonly stage: Stage;
  readonly account: Account;
  readonly ledger: LedgerObject;
  readonly loki: Loki;
  readonly network: Network;
  readonly watchers: readonly Watcher[];
}

/** Sees what a run does at the moment it takes effect. */
export interface Watcher {
  /** Before a call takes effect at its server: `call` is an action of ECS, `read`, `write` or `look`. */
  readonly arrived?: (runner: Runner, to: Server, call: string, input: Json) => void;
  /** After it has taken effect, whether or not its answer arrives. */
  readonly took?: (runner: Runner, to: Server, call: string, input: Json) => void;
  /** The run has got its answer, or learns that there is none although the call took effect. */
  readonly answered?: (runner: Runner, to: Server, call: string, isAnswerLost: boolean) => void;
  readonly timePassed?: () => void;
  /** The ledger's object has a new version. */
  readonly written?: (runner: Runner) => void;
}

/** One process that runs a command of the engine. */
export interface Runner {
  readonly name: string;
  readonly actor: Actor;
  readonly ports: Ports;
  /** What it logged. */
  readonly lines: string[];
  /** Tells the run to stop, as GitHub does when a job is cancelled. */
  readonly abort: () => void;
  /** The process is gone: nothing that it waits for comes. */
  readonly kill: () => void;
  /**
   * Kills it at a turn from now on: each call has two, before it takes effect and after it, and a sleep has one. `1`: at the next one.
   */
  readonly killAt: (turn: number) => void;
  /** Does something when a line of its log matches, once, or some seconds later. */
  readonly when: (line: RegExp, action: () => void, seconds?: number) => void;
}

/** Commits of tests are called `c1`, `c2` and so on, each behind the next. */
const COMMITS: CommitHistory = {
  isBefore(commit, other) {
    const [one, two] = [commit, other].map((each) => Number(/^c(\d+)$/.exec(each)?.[1] ?? Number.NaN));
    return one === undefined || two === undefined || Number.isNaN(one + two) ? undefined : one < two;
  },
};

export function createRunner(world: Servers, actor: Actor): Runner {
  const { stage, account, network } = world;
  const controller = new AbortController();
  const lines: string[] = [];
  let hooks: readonly { readonly line: RegExp; readonly action: () => void; readonly seconds: number }[] = [];
  let turnsLeft = Number.POSITIVE_INFINITY;

  async function turn(dueAt: number, what: string): Promise<void> {
    turnsLeft -= 1;
    const mayGoOn = stage.turn(actor, dueAt, what);
    if (turnsLeft <= 0) stage.kill(actor);
    await mayGoOn;
  }

  /** Each call takes effect after its request, and is answered after that. */
  async function send<T>(to: Server, call: string, input: Json, effect: () => T): Promise<T> {
    await turn(stage.now() + REQUEST_MS, call);
    for (const watcher of world.watchers) watcher.arrived?.(runner, to, call, input);
    const loss = network.lossOf(to, call);
    const outcome = settled(() => {
      if (loss === 'request' || loss === 'refused') throw lost(to, call, loss);
      const value = effect();
      for (const watcher of world.watchers) watcher.took?.(runner, to, call, input);
      if (loss === 'answer') throw lost(to, call, loss);
      return loss === 'repeated' ? effect() : value;
    });
    await turn(stage.now() + ANSWER_MS, `${call} answered`);
    for (const watcher of world.watchers)
      watcher.answered?.(runner, to, call, loss === 'answer' || loss === 'repeated');
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  const ledger: LedgerStore = {
    read: () => send('S3', 'read', {}, () => world.ledger.stored()),
    write: (body, etag) =>
      send('S3', 'write', { body, etag }, () => {
        const outcome = world.ledger.write(body, etag);
        if (outcome === 'written') for (const watcher of world.watchers) watcher.written?.(runner);
        return outcome;
      }),
  };
  const logs: LogsPort = {
    look: (service, taskIds, sinceMs) =>
      send('Loki', 'look', { service }, () => world.loki.look(service, taskIds, sinceMs)),
  };
  const clock: Clock = {
    now: stage.now,
    sleep: async (ms) => {
      if (!controller.signal.aborted) await turn(stage.now() + ms, `sleep ${ms / 1000} s`);
    },
  };
  const info = (text: string): void => {
    lines.push(text);
    const due = hooks.filter(({ line }) => line.test(text));
    hooks = hooks.filter((hook) => !due.includes(hook));
    for (const { action, seconds } of due) {
      if (seconds === 0) action();
      else stage.at(stage.now() + seconds * 1000, action);
    }
  };
  const runner: Runner = {
    name: actor.name,
    actor,
    lines,
    ports: {
      ecs: ecsPort(
        (action, input) => send('ECS', action, input, () => answered(action, () => account.ecs.call(action, input))),
        world.cluster,
      ),
      ledger,
      logs,
      checkInfrastructure: () =>
        send('Loki', 'check', {}, () => ({ status: 'pass' as const, detail: 'Loki is ready' })).catch(notReady),
      openRevert: null,
      commits: COMMITS,
      clock,
      log: {
        info,
        warning: (text) => info(`warning: ${text}`),
        startGroup: (title) => info(`# ${title}`),
        endGroup: () => undefined,
      },
      signal: controller.signal,
    },
    abort() {
      controller.abort();
      if (actor.turn?.what.startsWith('sleep')) stage.wake(actor);
    },
    kill: () => stage.kill(actor),
    killAt(turn) {
      turnsLeft = turn;
    },
    when(line, action, seconds = 0) {
      hooks = [...hooks, { line, action, seconds }];
    },
  };
  return runner;
}

function settled<T>(effect: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: effect() };
  } catch (error) {
    return { error };
  }
}

/** What the real client makes of an error of the API. */
function answered<T>(action: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof EcsError)) throw error;
    const isRetryable = error.code === 'ThrottlingException' || error.code === 'ServerException';
    throw new ServiceError('ECS', isRetryable, `ECS ${action} failed with ${error.code}: ${error.message}`);
  }
}

/** The check of the infrastructure says so itself when Loki doesn't answer. */
function notReady(error: unknown): { status: 'inconclusive'; detail: string } {
  if (!(error instanceof ServiceError)) throw error;
  return { status: 'inconclusive', detail: `Loki is not ready: ${error.message}` };
}
