import type { Policy } from '../model/desired.ts';
import type { EcsService, Task } from '../model/ecs.ts';
import type { Concern, Failure, Observation, World } from '../model/world.ts';
import { type Decision, look, wait } from './decision.ts';

/** A service that ECS has, as it was seen in this round. */
export type Seen = Observation & { readonly service: EcsService };

/** Whether a view is of this round. */
export function isInRound(seenAt: number, world: World): boolean {
  return seenAt >= world.roundAt;
}

/** Whether a service was seen in this round. */
export function isInView(service: string, world: World): boolean {
  const seen = world.services[service];
  return seen !== undefined && isInRound(seen.seenAt, world);
}

/**
 * Whether a view is young enough to promote a service, to verify a phase or to end a run on: where a round takes longer than a poll, what
 * it saw first is too old by its end.
 */
export function isYoung(seenAt: number, now: number, policy: Policy): boolean {
  return now - seenAt < policy.viewSeconds * 1000;
}

/** Whether trying again is over: the call failed too often in a row, or in a way that retrying won't change. */
export function isExhausted(failure: Failure, policy: Policy): boolean {
  return failure.consecutive >= (failure.retryable ? policy.errorLimit : 1);
}

export function failureText({ message, consecutive }: Failure): string {
  return consecutive === 1 ? message : `${message} (${consecutive} in a row)`;
}

/** One poll after a view or a failed call. */
export function nextPoll(at: number, policy: Policy): number {
  return at + policy.pollSeconds * 1000;
}

/** What a service needs beside its own view before it can be decided on. */
export type View<T> = { readonly value: T } | { readonly need: Decision } | { readonly failed: Failure };

/** The tasks as they were seen after the service itself in this round. */
export function tasksInView(name: string, seen: Seen, world: World, policy: Policy): View<readonly Task[]> {
  const { tasks } = seen;
  if (tasks && tasks.seenAt >= seen.seenAt && isInRound(tasks.seenAt, world)) return { value: tasks.all };
  return missing(name, 'tasks', seen, world, policy);
}

/** Nothing is asked twice in a round: a call that failed is made again in the next one, as long as that makes sense. */
export function missing(
  name: string,
  concern: Exclude<Concern, 'update'>,
  seen: Observation,
  world: World,
  policy: Policy,
): { readonly need: Decision } | { readonly failed: Failure } {
  const failure = seen.failures[concern];
  if (!failure || failure.at < world.roundAt) return { need: look({ [concern]: [name] }) };
  if (isExhausted(failure, policy)) return { failed: failure };
  return { need: wait(name, failure.message, nextPoll(failure.at, policy)) };
}
