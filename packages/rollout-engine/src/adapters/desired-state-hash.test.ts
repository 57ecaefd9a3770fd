import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sampleEnvironment } from '../testing/environments.ts';
import { hashDesiredState } from './desired-state-hash.ts';

const environment = sampleEnvironment();
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
};

test('the hash of a desired state doesn’t depend on the order of its keys', () => {
  expect(hashDesiredState(reversed(environment) as typeof environment)).toBe(hashDesiredState(environment));
});

test('it is the same in every release: a hold is not lifted by an upgrade', () => {
  const known = { b: [1, { d: null, c: 'x' }], a: { f: true, e: [] } } as unknown as typeof environment;
  const text = '{"a":{"e":[],"f":true},"b":[1,{"c":"x","d":null}]}';
  expect(hashDesiredState(known)).toBe(createHash('sha256').update(text).digest('hex'));
});

test.each([
  ['a value deep down', { rollout: { ...environment.rollout, bake: environment.rollout.bake + 1 } }],
  ['the order of waves', { rollout: { ...environment.rollout, waves: environment.rollout.waves.toReversed() } }],
  ['a service', { services: {} }],
  ['a name', { name: 'other' }],
])('it changes with %s', (_, changes) => {
  expect(hashDesiredState({ ...environment, ...changes })).not.toBe(hashDesiredState(environment));
});
