/**
 * Virtual time, and who acts in it. An actor (a run of the engine) stops at each turn that it asks for: a call that reaches its server, an
 * answer that comes back, the end of a sleep. The director of the stage says which actor goes on next, so that any interleaving of runs
 * can be played and played again. Times in ms since 1970.
 */
export interface Stage {
  readonly now: () => number;
  /** Begins a run at once; it stops at its first turn. */
  readonly spawn: (name: string, body: (actor: Actor) => Promise<void>) => Actor;
  /** Resolves when the actor may go on, which is not before `dueAt`. */
  readonly turn: (actor: Actor, dueAt: number, what: string) => Promise<void>;
  /** Actors with a turn, the one that is due first in front. */
  readonly waiting: () => Promise<readonly Actor[]>;
  /** Lets one actor go on until its next turn or its end; time moves on to the turn, where it isn't there yet. */
  readonly release: (actor: Actor) => Promise<void>;
  /** The actor never goes on: whatever it waits for is dropped. */
  readonly kill: (actor: Actor) => void;
  /** A turn that wasn't due until later is due now: a sleeper that is woken. */
  readonly wake: (actor: Actor) => void;
  /** Does something at a time, as soon as that is reached. */
  readonly at: (time: number, action: () => void) => void;
  readonly moveTo: (time: number) => void;
  /** Lets actors go on in the order of time, until none is left or `until` says so. */
  readonly play: (until?: () => boolean) => Promise<void>;
}

export interface Actor {
  readonly name: string;
  turn: { dueAt: number; readonly what: string; readonly go: () => void } | undefined;
  isOver: boolean;
  /** Resolves once it has a turn or is over. */
  stopped: Promise<void>;
  stop: () => void;
}

/** More turns than any run needs: a run that doesn't end would hang the test otherwise. */
const TURNS_AT_MOST = 10_000;

/** `onTime` runs after each step of the clock. */
export function createStage(startAt: number, onTime: () => void = () => undefined): Stage {
  let now = startAt;
  let actors: readonly Actor[] = [];
  let planned: readonly { readonly time: number; readonly action: () => void }[] = [];

  function moveTo(time: number): void {
    for (;;) {
      const next = planned[0];
      if (!next || next.time > time) break;
      planned = planned.slice(1);
      step(next.time);
      next.action();
    }
    step(time);
  }

  function step(time: number): void {
    if (time <= now) return;
    now = time;
    onTime();
  }

  async function waiting(): Promise<readonly Actor[]> {
    for (const actor of actors) await actor.stopped;
    actors = actors.filter((actor) => !actor.isOver);
    return actors.filter(({ turn }) => turn).sort((a, b) => (a.turn?.dueAt ?? 0) - (b.turn?.dueAt ?? 0));
  }

  async function release(actor: Actor): Promise<void> {
    const { turn } = actor;
    if (!turn || actor.isOver) return;
    moveTo(turn.dueAt);
    // What was planned for the meantime may have ended the run.
    if (actor.isOver) return;
    actor.turn = undefined;
    actor.stopped = new Promise((resolve) => {
      actor.stop = resolve;
    });
    turn.go();
    await actor.stopped;
  }

  return {
    now: () => now,
    spawn(name, body) {
      const actor: Actor = { name, turn: undefined, isOver: false, stopped: Promise.resolve(), stop: () => undefined };
      actor.stopped = new Promise((resolve) => {
        actor.stop = resolve;
      });
      const end = () => {
        actor.isOver = true;
        actor.stop();
      };
      actors = [...actors, actor];
      body(actor).then(end, end);
      return actor;
    },
    turn(actor, dueAt, what) {
      if (actor.turn) throw new Error(`${actor.name} asks for ${what} while it waits for ${actor.turn.what}`);
      return new Promise((go) => {
        actor.turn = { dueAt, what, go };
        actor.stop();
      });
    },
    waiting,
    release,
    kill(actor) {
      actor.isOver = true;
      actor.turn = undefined;
      actor.stop();
    },
    wake(actor) {
      if (actor.turn) actor.turn.dueAt = Math.min(actor.turn.dueAt, now);
    },
    at(time, action) {
      planned = [...planned, { time, action }].sort((a, b) => a.time - b.time);
    },
    moveTo,
    async play(until = () => false) {
      for (let turns = 0; ; turns += 1) {
        const [next] = await waiting();
        if (!next || until()) return;
        if (turns > TURNS_AT_MOST) throw new Error(`${next.name} doesn't come to an end: ${next.turn?.what}`);
        await release(next);
      }
    },
  };
}
