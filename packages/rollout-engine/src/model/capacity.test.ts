import { expect, test } from 'vitest';
import { type Capacity, capacityWords, isSameCapacity } from './capacity.ts';

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
