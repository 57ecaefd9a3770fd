import type { ForcedDeployment } from '../model/capacity.ts';
import type { Event } from '../state/events.ts';
import type { Hold } from '../state/ledger.ts';

/** The only change of AWS. Its intent is in the ledger before it is asked for. */
export interface Effect {
  readonly type: 'update-service';
  readonly service: string;
  readonly taskDefinition: string;
  /** Absent where ECS starts a deployment because the definition is another. */
  readonly forced?: ForcedDeployment | undefined;
}

/** What has to be looked at before anything else can be decided, by the names of services. */
export interface Looks {
  readonly services: readonly string[];
  readonly tasks: readonly string[];
  readonly logs: readonly string[];
  readonly infrastructure: boolean;
}

export interface Ended {
  readonly outcome: 'promoted' | Hold['outcome'];
  readonly reason: string;
  /** Every service was moved, and the phase could not be verified: why. */
  readonly unverified?: string;
}

/**
 * What to do next. The run takes the first that there is: it writes down all events, has all effects, takes all looks, or sleeps until
 * `wakeAt` (ms since 1970). After each it decides again.
 */
export interface Decision {
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
  readonly observe: Looks;
  readonly wakeAt: number | null;
  /** What is waited for, for the log. */
  readonly waits: readonly { readonly service: string; readonly why: string }[];
  readonly done: Ended | null;
}

const NO_LOOKS: Looks = { services: [], tasks: [], logs: [], infrastructure: false };
const NOTHING: Decision = { events: [], effects: [], observe: NO_LOOKS, wakeAt: null, waits: [], done: null };

export function emit(...events: readonly Event[]): Decision {
  return { ...NOTHING, events };
}

export function update(service: string, taskDefinition: string, forced?: ForcedDeployment): Decision {
  const effect = { type: 'update-service', service, taskDefinition, ...(forced && { forced }) } as const;
  return { ...NOTHING, effects: [effect] };
}

export function look(looks: Partial<Looks>): Decision {
  return { ...NOTHING, observe: { ...NO_LOOKS, ...looks } };
}

export function wait(service: string, why: string, wakeAt: number): Decision {
  return { ...NOTHING, wakeAt, waits: [{ service, why }] };
}

export function done(outcome: Ended['outcome'], reason: string): Decision {
  return { ...NOTHING, done: { outcome, reason } };
}

/** Every service was moved, and the phase can't be verified. */
export function doneUnverified(reason: string): Decision {
  return { ...NOTHING, done: { outcome: 'held', reason, unverified: reason } };
}

/** What several services need, as one decision. */
export function together(decisions: readonly Decision[]): Decision {
  const wakes = decisions.flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt]));
  return {
    events: decisions.flatMap(({ events }) => events),
    effects: decisions.flatMap(({ effects }) => effects),
    observe: {
      services: decisions.flatMap(({ observe }) => observe.services),
      tasks: decisions.flatMap(({ observe }) => observe.tasks),
      logs: decisions.flatMap(({ observe }) => observe.logs),
      infrastructure: decisions.some(({ observe }) => observe.infrastructure),
    },
    wakeAt: wakes.length > 0 ? Math.min(...wakes) : null,
    waits: decisions.flatMap(({ waits }) => waits),
    done: decisions.find((decision) => decision.done)?.done ?? null,
  };
}
