import { expect, test } from 'vitest';
import { at, ecsService, failure, POLICY, seen, task, world } from '../testing/builders.ts';
import { done, emit, look, together, update, wait } from './decision.ts';
import { failureText, isExhausted, isInRound, isYoung, missing, nextPoll, type Seen, tasksInView } from './views.ts';

test('a view is of this round from its beginning on, and young for the time of the policy', () => {
  expect(isInRound(at(10), world(10, {}))).toBe(true);
  expect(isInRound(at(9), world(10, {}))).toBe(false);
  expect(isYoung(at(10), at(19), POLICY)).toBe(true);
  expect(isYoung(at(10), at(20), POLICY)).toBe(false);
  expect(nextPoll(at(10), POLICY)).toBe(at(20));
});

test('trying again is over after the limit, or at once where repeating changes nothing', () => {
  const counts = [1, 4, 5, 6].map((consecutive) => isExhausted(failure(0, { consecutive }), POLICY));
  expect(counts).toEqual([false, false, true, true]);
  expect(isExhausted(failure(0, { retryable: false }), POLICY)).toBe(true);
});

test('a failure says how often it has happened, if more than once', () => {
  expect(failureText(failure(0))).toBe('ECS is away');
  expect(failureText(failure(0, { consecutive: 2 }))).toBe('ECS is away (2 in a row)');
});

test('tasks count when they were seen after their service, in this round', () => {
  const view = (serviceAt: number, tasksAt: number, roundAt: number) => {
    const service = ecsService();
    const tasks = { seenAt: at(tasksAt), all: [task('one')] };
    const observed = { ...seen(serviceAt, service), service, tasks } as Seen;
    return tasksInView('worker', observed, world(roundAt, {}), POLICY);
  };
  expect(view(10, 10, 10)).toEqual({ value: [task('one')] });
  expect(view(11, 10, 10)).toEqual({ need: look({ tasks: ['worker'] }) });
  expect(view(10, 10, 11)).toEqual({ need: look({ tasks: ['worker'] }) });
});

test('nothing is asked twice in a round', () => {
  const needs = (seconds: number, changes = {}) => {
    const failures = { logs: failure(seconds, changes) };
    return missing('worker', 'logs', seen(10, ecsService(), { failures }), world(10, {}), POLICY);
  };
  expect(missing('worker', 'logs', seen(10, ecsService()), world(10, {}), POLICY)).toEqual({
    need: look({ logs: ['worker'] }),
  });
  expect(needs(9)).toEqual({ need: look({ logs: ['worker'] }) });
  expect(needs(10)).toEqual({ need: wait('worker', 'ECS is away', at(20)) });
  expect(needs(10, { consecutive: 5 })).toEqual({ failed: failure(10, { consecutive: 5 }) });
});

test('what several services need is one decision: all of it, and the first time to wake up', () => {
  const infrastructure = look({ infrastructure: true });
  const event = { type: 'released' as const };
  const all = together([
    emit(event),
    update('a', 'arn'),
    look({ services: ['a'], tasks: ['b'] }),
    look({ logs: ['c'] }),
    infrastructure,
    wait('d', 'bakes', 20),
    wait('e', 'bakes', 10),
    done('held', 'stuck'),
  ]);
  expect(all).toEqual({
    events: [event],
    effects: [{ type: 'update-service', service: 'a', taskDefinition: 'arn' }],
    observe: { services: ['a'], tasks: ['b'], logs: ['c'], infrastructure: true },
    wakeAt: 10,
    waits: [
      { service: 'd', why: 'bakes' },
      { service: 'e', why: 'bakes' },
    ],
    done: { outcome: 'held', reason: 'stuck' },
  });
});

test('nothing at all is not a decision', () => {
  expect(together([])).toEqual({
    events: [],
    effects: [],
    observe: { services: [], tasks: [], logs: [], infrastructure: false },
    wakeAt: null,
    waits: [],
    done: null,
  });
  expect(together([look({ services: ['a'] })]).wakeAt).toBeNull();
});
