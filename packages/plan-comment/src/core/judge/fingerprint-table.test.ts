import { expect, test } from 'vitest';
import type { Invocation } from '../read/plan.ts';
import { ACTION, CHANGE, OUTPUT, PLAN_IN, PLAN_OUT } from './fingerprint-table.ts';

test('each row says why it counts, or why it does not', () => {
  const rows = [...CHANGE, ...OUTPUT, ...ACTION].map(({ field, why }) => [field, why] as const);
  for (const [field, why] of [...rows, ...Object.entries(PLAN_IN), ...Object.entries(PLAN_OUT)]) {
    expect([field, why.split(' ').length > 1]).toEqual([field, true]);
  }
});

test('what counts of a plan, and what does not, is told apart', () => {
  expect(Object.keys(PLAN_IN)).toContain('errored');
  expect(Object.keys(PLAN_OUT)).toContain('timestamp');
  expect(Object.keys(PLAN_IN).filter((name) => name in PLAN_OUT)).toEqual([]);
});

test('sensitive values of an action are masked as Terraform says', () => {
  const masks = ACTION.flatMap(({ mask }) => (mask === undefined ? [] : [mask]));
  const action = { sensitive: { x: true } } as unknown as Invocation;
  expect(masks.map((mask) => mask(action))).toEqual([{ x: true }]);
});

test('names tell entries apart: they are not values', () => {
  const names = (rows: readonly { readonly field: string; readonly isName?: boolean }[]) =>
    rows.flatMap(({ field, isName }) => (isName ? [field] : []));
  expect(names(CHANGE)).toEqual(['address', 'deposed', 'previous_address']);
  expect(names(OUTPUT)).toEqual(['name']);
  expect(names(ACTION)).toEqual([
    'address',
    'action_trigger_event',
    'triggering_resource_address',
    'action_trigger_block_index',
    'actions_list_index',
  ]);
});
