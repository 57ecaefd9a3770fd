import { expect, test } from 'vitest';
import type { EcsService } from '../model/ecs.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import {
  aService,
  EC2,
  ecsService,
  FARGATE,
  iso,
  launch,
  ledgerWith,
  onOld,
  seen,
  shared,
  world,
} from '../testing/builders.ts';
import { isSettled, isUnderWay } from './settled.ts';

const result = { at: iso(1), status: 'pass' as const, detail: '', measurements: [] };
const gates = { deployment: result, sidecar: result, logs: result };
const promoted: ServiceRecord = { ...shared({ gates }), state: 'promoted', move: launch() };

test.each<[string, EcsService | null, boolean]>([
  ['runs its target', ecsService(), true],
  ['runs what it ran before', onOld(), false],
  ['is inactive', ecsService({ status: 'INACTIVE' }), false],
  ['has no deployment', ecsService({ deployments: [] }), false],
  ['is gone', null, false],
])('a promoted service that %s is settled: %s', (_, service, settled) => {
  const view = world(100, { worker: seen(100, service) });
  expect(isSettled(aService(), ledgerWith({ worker: promoted }), view)).toBe(settled);
});

test('a move to a capacity that is no longer wanted is not under way any more', () => {
  const moving: ServiceRecord = { ...shared(), state: 'deploying', move: launch({ capacity: FARGATE }) };
  expect(isUnderWay(aService({ capacity: FARGATE }), moving)).toBe(true);
  expect(isUnderWay(aService({ capacity: EC2 }), moving)).toBe(false);
  const elsewhere: ServiceRecord = { ...shared(), state: 'deploying', move: launch() };
  expect(isUnderWay(aService({ capacity: FARGATE }), elsewhere)).toBe(true);
});
