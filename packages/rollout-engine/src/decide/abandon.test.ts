import { expect, test } from 'vitest';
import type { ServiceRecord } from '../state/service-record.ts';
import { aService, at, deployment, EC2, ecsService, FARGATE, launch, NEW, seen, shared } from '../testing/builders.ts';
import { abandon } from './begin.ts';

/** `worker` was half-way to Fargate, with the revision that it runs, when another merge took that back. */
const record: ServiceRecord = {
  ...shared({ previous: NEW, previousCapacity: EC2 }),
  state: 'deploying',
  move: launch({ capacity: FARGATE }),
};
const onFargate = seen(100, ecsService({ deployments: [deployment({ capacity: FARGATE })] }));

test('a service that ECS points at a capacity that is no longer wanted goes back to where it ran', () => {
  expect(abandon(aService(), record, onFargate, at(100))?.events).toMatchObject([
    { type: 'way-back-began', restore: NEW, from: NEW, capacity: EC2, leavesNoHold: true },
  ]);
});

test('there is nothing to take back where ECS never pointed it there', () => {
  expect(abandon(aService(), record, seen(100, ecsService()), at(100))).toBeUndefined();
});

test('a move that only checked the gates of what ran is not taken back', () => {
  const { previousCapacity: _, ...same } = record;
  expect(abandon(aService(), { ...same, move: launch() }, onFargate, at(100))).toBeUndefined();
});
