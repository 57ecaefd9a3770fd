import { expect, test } from 'vitest';
import { deployment, NEW, OLD } from '../testing/builders.ts';
import { type Capacity, capacity, capacityWords, isSameCapacity } from './capacity.ts';
import { isOf, primaryOf } from './ecs.ts';

const spot = { provider: 'FARGATE_SPOT', weight: 3, base: 0 };
const fargate = { provider: 'FARGATE', weight: 1, base: 2 };

test('a strategy is the same in any order', () => {
  expect(isSameCapacity([spot, fargate], [fargate, spot])).toBe(true);
  expect(isSameCapacity([], [])).toBe(true);
});

test.each<[Capacity]>([
  [[]],
  [[fargate]],
  [[spot, fargate, fargate]],
  [[spot, { ...fargate, provider: 'graviton' }]],
  [[spot, { ...fargate, weight: 2 }]],
  [[spot, { ...fargate, base: 0 }]],
])('another share makes it another strategy: %j', (other) => {
  expect(isSameCapacity([spot, fargate], other)).toBe(false);
  expect(isSameCapacity(other, [spot, fargate])).toBe(false);
});

test('people read the names of the providers', () => {
  expect(capacityWords([fargate])).toBe('FARGATE');
  expect(capacityWords([spot, fargate])).toBe('FARGATE_SPOT and FARGATE');
  expect(capacityWords([])).toBe('its launch type');
});

test('a deployment is of a definition, and on a capacity where one is asked for', () => {
  const one = deployment({ capacity: [fargate] });
  expect([isOf(one, NEW, null), isOf(one, NEW, undefined), isOf(one, NEW, [fargate])]).toEqual([true, true, true]);
  expect([isOf(one, OLD, null), isOf(one, NEW, [spot]), isOf(undefined, NEW, null)]).toEqual([false, false, false]);
  expect(primaryOf(undefined)).toBeUndefined();
});

test('a strategy in the ledger has these fields and no others', () => {
  expect(capacity.parse([fargate, spot])).toEqual([fargate, spot]);
  expect(capacity.safeParse([{ ...fargate, more: 1 }]).success).toBe(false);
  expect(capacity.safeParse([{ provider: 'FARGATE', weight: 1 }]).success).toBe(false);
});
