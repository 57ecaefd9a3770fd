import { describe, expect, test } from 'vitest';
import { invocationsOf } from './invocations.ts';

describe('an action', () => {
  test('has what its entry says', () => {
    const entry = {
      address: 'action.a.b',
      type: 'a',
      provider_name: 'p',
      config_values: { x: 1 },
      config_unknown: { y: true },
      config_sensitive: { x: true },
      lifecycle_action_trigger: {
        triggering_resource_address: 'c.d',
        action_trigger_event: 'AfterCreate',
        action_trigger_block_index: 1,
        actions_list_index: 2,
        on_failure: 'halt',
      },
    };
    const expected = {
      address: 'action.a.b',
      type: 'a',
      providerName: 'p',
      event: 'AfterCreate',
      trigger: 'c.d',
      block: 1,
      place: 2,
      onFailure: 'halt',
      deferred: undefined,
      values: { x: 1 },
      unknown: { y: true },
      sensitive: { x: true },
    };
    expect(invocationsOf({ action_invocations: [entry] })).toEqual([expected]);
    const later = { reason: 'why', action_invocation: entry };
    expect(invocationsOf({ deferred_action_invocations: [later] })).toEqual([{ ...expected, deferred: 'why' }]);
    expect(invocationsOf({ deferred_action_invocations: [entry] })).toEqual([{ ...expected, deferred: 'unknown' }]);
  });

  test('may say next to nothing, or who called it', () => {
    const caller = { invoke_action_trigger: { calling_resource_address: 'c.d' } };
    const trigger = { lifecycle_action_trigger: { action_trigger_block_index: '1' } };
    expect(invocationsOf({ action_invocations: [{}, caller, trigger] })).toEqual([
      { address: '', type: '', event: 'Invoke', values: null, unknown: false, sensitive: false },
      { address: '', type: '', event: 'Invoke', trigger: 'c.d', values: null, unknown: false, sensitive: false },
      { address: '', type: '', event: 'Invoke', values: null, unknown: false, sensitive: false },
    ]);
  });
});

describe('the order', () => {
  const entry = (address: string, on: string, event: string, block?: number, place?: number) => ({
    address,
    lifecycle_action_trigger: {
      triggering_resource_address: on,
      action_trigger_event: event,
      action_trigger_block_index: block,
      actions_list_index: place,
    },
  });
  const names = (fields: Parameters<typeof invocationsOf>[0]) => invocationsOf(fields).map(({ address }) => address);

  test('of one resource: before its change, then by trigger, then by place', () => {
    const actions = [
      entry('6', 'a', 'AfterUpdate', 2, 0),
      entry('5', 'a', 'AfterCreate', 1, 1),
      entry('4', 'a', 'AfterUpdate', 1, 0),
      entry('3', 'a', 'BeforeUpdate', 3, 1),
      entry('2', 'a', 'BeforeUpdate', 3),
      entry('1', 'a', 'BeforeCreate'),
    ];
    expect(names({ action_invocations: actions as never })).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(names({ deferred_action_invocations: actions as never })).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  test('of several resources as the plan lists them, what waits at the end', () => {
    const [a, b] = [entry('a', 'a', 'AfterUpdate', 1), entry('b', 'b', 'BeforeUpdate', 0)];
    expect(names({ action_invocations: [a, b] as never })).toEqual(['a', 'b']);
    expect(names({ action_invocations: [b] as never, deferred_action_invocations: [a] as never })).toEqual(['b', 'a']);
  });
});
