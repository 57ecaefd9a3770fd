import { expect, test } from 'vitest';
import { ACTION, CHANGE, OUTPUT, PLAN_IN, PLAN_OUT } from './fingerprint-table.ts';

test('each row says why it counts, or why it does not', () => {
  const rows = [...CHANGE, ...OUTPUT, ...ACTION].map(({ field, why }) => [field, why] as const);
  for (const [field, why] of [...rows, ...Object.entries(PLAN_IN), ...Object.entries(PLAN_OUT)]) {
    expect([field, why.split(' ').length > 1]).toEqual([field, true]);
  }
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
