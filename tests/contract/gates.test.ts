import { expect, test } from 'vitest';
import { environmentSchema } from '../../packages/environment/src/index.ts';
import { GATE_NAMES, GATES } from '../../packages/rollout-engine/src/api.ts';
import { GATES_README, withGates } from '../../scripts/gate-docs.ts';
import { read } from './repository.ts';

test('the registry has the gates that ledger and summary know, in the order in which they are judged', () => {
  expect(GATES.map(({ name }) => name)).toEqual(GATE_NAMES);
});

test('the README of the action has the table of the registry', () => {
  expect(read(GATES_README), 'stale: run "pnpm gen"').toBe(withGates(read(GATES_README)));
});

test('desired state sets limits only for gates that there are', () => {
  const settings = Object.keys(environmentSchema.shape.rollout.shape.gates.shape);
  expect(settings.length).toBeGreaterThan(0);
  expect(settings.filter((name) => !GATE_NAMES.some((gate) => gate === name))).toEqual([]);
});
