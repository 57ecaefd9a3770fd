import { describe, expect, test } from 'vitest';
import { entryOf, planOf } from '../../testing/cases.ts';
import { parsePlan } from './parse-plan.ts';

const secretsOf = (document: object) => planOf(document).flatMap(({ secrets }) => [...secrets]);
const mask = { before: { a: 'one' }, before_sensitive: { a: true } };

describe('secrets', () => {
  test.each<[string, object]>([
    ['a change', { resource_changes: [entryOf('a_b.c', ['update'], mask)] }],
    ['a resource that is left alone', { resource_changes: [entryOf('a_b.c', ['no-op'], mask)] }],
    ['drift', { resource_drift: [entryOf('a_b.c', ['update'], mask)] }],
    ['a deferred change', { deferred_changes: [{ resource_change: entryOf('a_b.c', ['create'], mask) }] }],
    ['an output', { output_changes: { o: { actions: ['update'], ...mask } } }],
    ['an action', { action_invocations: [{ config_values: { a: 'one' }, config_sensitive: { a: true } }] }],
    [
      'a deferred action',
      {
        deferred_action_invocations: [
          { reason: 'x' },
          { action_invocation: { config_values: { a: 'one' }, config_sensitive: { a: true } } },
        ],
      },
    ],
    [
      'a deferred action with its reason beside it',
      { deferred_action_invocations: [{ reason: 'x', config_values: { a: 'one' }, config_sensitive: { a: true } }] },
    ],
    ['a planned output', { planned_values: { outputs: { o: { sensitive: true, value: 'one' } } } }],
    ['an output of the state', { prior_state: { values: { outputs: { o: { sensitive: true, value: 'one' } } } } }],
    [
      'a planned resource',
      {
        planned_values: {
          root_module: { resources: [{ values: { a: 'one', b: 'x' }, sensitive_values: { a: true } }] },
        },
      },
    ],
    [
      'a resource of a module in the state',
      {
        prior_state: {
          values: {
            root_module: {
              child_modules: [
                {},
                { child_modules: [{ resources: [{ sensitive_values: { a: true }, values: { a: 'one' } }] }] },
              ],
            },
          },
        },
      },
    ],
    [
      'a variable',
      {
        variables: { v: { value: 'one' } },
        configuration: { root_module: { variables: { v: { sensitive: true } } } },
      },
    ],
  ])('of %s', (_, document) => expect(secretsOf(document)).toEqual(['one']));

  test.each<[string, object]>([
    ['no mask', { values: { a: 'one' } }],
    ['no values', { sensitive_values: { a: true } }],
    ['a mask without a true', { values: { a: 'one' }, sensitive_values: { a: false } }],
  ])('none where a planned resource has %s', (_, resource) => {
    expect(secretsOf({ planned_values: { root_module: { resources: [resource] } } })).toEqual([]);
  });

  const outputs = { o: { sensitive: true, value: 'one' } };
  const resources = [{ values: { a: 'one' }, sensitive_values: { a: true } }];

  test.each<[string, object]>([
    ['the state', { prior_state: { outputs } }],
    ['what the state doesn’t call values', { prior_state: { other: { outputs } } }],
    ['the plan', { other: { values: { outputs } } }],
    ['planned values', { planned_values: { other: { resources } } }],
    ['a module', { planned_values: { root_module: { other: [{ resources }] } } }],
  ])('none of other parts of %s', (_, document) => expect(secretsOf(document)).toEqual([]));
});

describe('entries', () => {
  const kept = (...changes: object[]) =>
    planOf({ resource_changes: changes }).flatMap((plan) => plan.changes.map(({ address }) => address));

  test('that do nothing are left out, unless they tell where something was or runs', () => {
    expect(
      kept(
        entryOf('a_b.still', ['no-op']),
        entryOf('a_b.none', []),
        entryOf('a_b.both', ['no-op', 'update']),
        entryOf('a_b.moved', ['no-op'], {}, { previous_address: 'a_b.x' }),
        entryOf('a_b.imported', ['no-op'], { importing: { id: 'i' } }),
        entryOf('aws_ecs_service.s', ['no-op']),
      ),
    ).toEqual(['a_b.both', 'a_b.moved', 'a_b.imported', 'aws_ecs_service.s']);
  });

  test.each<[string, object, string]>([
    ['in a module', { module_address: 'module.m["k"]', type: 'a_b', name: 'c' }, 'module.m["k"].a_b.c'],
    ['with a key', { type: 'a_b', name: 'c', index: 'x"y' }, 'a_b.c["x\\"y"]'],
    ['with a number', { type: 'a_b', name: 'c', index: 0 }, 'a_b.c[0]'],
    ['without an index', { type: 'a_b', name: 'c', index: null }, 'a_b.c'],
    ['of a data source', { mode: 'data', type: 'a_b', name: 'c' }, 'data.a_b.c'],
    ['of a resource', { mode: 'managed', type: 'a_b', name: 'c', module_address: '' }, 'a_b.c'],
    ['that has one', { address: 'x', type: 'a_b', name: 'c' }, 'x'],
  ])('have an address %s', (_, entry, address) => {
    expect(kept({ ...entry, change: { actions: ['update'] } })).toEqual([address]);
  });

  test.each<[string, object]>([
    ['no name', { type: 'a_b', change: { actions: ['update'] } }],
    ['no type', { name: 'c', change: { actions: ['update'] } }],
    ['no actions', { address: 'x', change: {} }],
    ['no change', { address: 'x' }],
  ])('with %s are damaged', (_, entry) => {
    const good = entryOf('a_b.c', ['create']);
    expect(() => planOf({ resource_changes: [good, entry] })).toThrow(
      'resource_changes[1] has no address or no actions: write it again',
    );
    expect(() => planOf({ resource_drift: [entry] })).toThrow('resource_drift[0] has no address');
  });

  test('may be null, but nothing else', () => {
    expect(planOf({ resource_changes: null })[0]?.changes).toEqual([]);
    expect(() => planOf({ resource_changes: 'x' })).toThrow('resource_changes is not a list');
  });
});

describe('a document is a plan', () => {
  test.each([
    'planned_values',
    'resource_changes',
    'resource_drift',
    'output_changes',
    'deferred_changes',
    'action_invocations',
    'configuration',
    'errored',
  ])('by its %s', (key) => {
    expect(parsePlan(JSON.stringify({ format_version: '0.2', [key]: null }), 'p')).toHaveLength(1);
  });

  test.each([
    ['by its version alone, as OpenTofu and old ones call it', { plan_format_version: '1.0' }, true],
    ['not by another version', { format_version: '2.0', errored: false }, false],
    ['not by a longer one', { format_version: '10.0', errored: false }, false],
    ['not without one', { errored: false }, false],
    ['not without any of these', { format_version: '1.0', other: 1 }, false],
  ])('%s', (_, document, is) => {
    const read = () => parsePlan(JSON.stringify(document), 'p');
    if (is) expect(read()).toHaveLength(1);
    else expect(read).toThrow('p ');
  });
});
