import type { Decision, Effect, Ended } from '../decide/decision.ts';
import { capacityWords, type ForcedDeployment } from '../model/capacity.ts';
import type { DesiredService } from '../model/desired.ts';
import { nothingSeen, type World } from '../model/world.ts';
import type { Ports } from '../ports.ts';
import type { Event } from '../state/events.ts';
import { evolve, evolveAll } from '../state/evolve.ts';
import type { Ledger } from '../state/ledger.ts';
import { describeEvent } from './describe-event.ts';
import { type Observed, type Observer, observe, updated, withFailure } from './observe.ts';
import type { LedgerSession } from './session.ts';
import { standInFor } from './stand-in.ts';

export interface DriveOptions {
  readonly ports: Ports;
  readonly session: LedgerSession;
  readonly services: readonly (Observed & Pick<DesiredService, 'container'>)[];
  readonly stats: { polls: number };
  /** An answer from ECS that took this long says nothing about now. A rollback takes what it gets. */
  readonly viewSeconds?: number;
  readonly decide: (world: World, ledger: Ledger, now: number) => Decision;
  /** Called with each event before it is written down. */
  readonly onEvents?: (events: readonly Event[]) => void;
}

/**
 * Decides, does what was decided, and decides again, until there is nothing left or the run is asked to stop. What it has seen lives in
 * `world`, what it has done in the ledger; nothing else is remembered. `undefined`: asked to stop.
 */
export async function drive(options: DriveOptions): Promise<Ended | undefined> {
  const { ports, session, services, stats, viewSeconds = Number.POSITIVE_INFINITY } = options;
  const { clock, log, signal } = ports;
  let world = nothingSeen(clock.now());
  let lastWait = '';
  const observer: Observer = {
    ports,
    services,
    since: (name) => sinceOf(session.ledger(), name),
    tooOldMs: viewSeconds * 1000,
  };

  while (!signal.aborted) {
    const ledger = session.ledger();
    const decision = options.decide(world, ledger, clock.now());
    if (decision.done) return decision.done;
    if (decision.events.length > 0) {
      options.onEvents?.(decision.events);
      await session.update((current) => evolveAll(current, decision.events));
      for (const event of decision.events) log.info(describeEvent(event));
    } else if (decision.effects.length > 0) {
      world = await carryOut(decision.effects, world, options, observer);
    } else if (hasLooks(decision)) {
      world = await observe(world, decision.observe, observer);
    } else if (decision.wakeAt !== null) {
      const why = decision.waits.map((each) => (each.service ? `${each.service}: ${each.why}` : each.why)).join('; ');
      if (why !== lastWait) log.info(why);
      lastWait = why;
      stats.polls += 1;
      await clock.sleep(Math.max(0, decision.wakeAt - clock.now()));
      if (signal.aborted) break;
      await session.refresh();
      world = { ...world, roundAt: clock.now() };
    } else {
      throw new Error('The engine decided on nothing: not even on when to look again.');
    }
  }
  return undefined;
}

/** Each change of AWS comes after a last look at the ledger, and only if that still has the intent that was decided on. */
async function carryOut(
  effects: readonly Effect[],
  before: World,
  { ports, session, services }: DriveOptions,
  observer: Observer,
): Promise<World> {
  let world = before;
  for (const { service: name, taskDefinition, forced } of effects) {
    const observed = services.find((service) => service.name === name);
    if (observed === undefined) throw new Error(`No service ${name} in this run.`);
    const { ecsName, container } = observed;
    const record = session.ledger().services[name];
    if (record?.state === 'rolling-back') {
      const standIn = await standInFor(taskDefinition, container, ports.ecs).catch((error: unknown) => {
        world = withFailure(world, name, 'update', error, observer);
        return 'failed' as const;
      });
      if (standIn === 'failed') continue;
      if (standIn) {
        // What is decided next finds the copy where the way back leads.
        const at = ports.clock.now();
        const event: Event = { type: 'way-back-replaced', at, service: name, replaced: taskDefinition, ...standIn };
        await session.update((current) => evolve(current, event));
        ports.log.info(describeEvent(event));
        return world;
      }
    }
    const ledger = await session.refresh();
    if (JSON.stringify(ledger.services[name]) !== JSON.stringify(record)) return world;
    ports.log.info(`${name}: UpdateService ${taskDefinition}${forcedWords(forced)}`);
    const askedAt = ports.clock.now();
    try {
      const answer = await ports.ecs.updateService(ecsName, taskDefinition, forced);
      world = updated(world, name, answer, askedAt);
    } catch (error) {
      world = withFailure(world, name, 'update', error, observer);
    }
  }
  return world;
}

function forcedWords(forced: ForcedDeployment | undefined): string {
  if (!forced) return '';
  const where = forced.capacity ? ` on ${capacityWords(forced.capacity)}` : '';
  return `${where}, with a deployment of its own`;
}

function hasLooks({ observe: looks }: Decision): boolean {
  return looks.services.length + looks.tasks.length + looks.logs.length > 0 || looks.infrastructure;
}

function sinceOf(ledger: Ledger, service: string): number {
  const record = ledger.services[service];
  return record ? Date.parse(record.since) : Number.NEGATIVE_INFINITY;
}
