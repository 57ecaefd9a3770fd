import { expect, test } from 'vitest';
import { aService, at, deployment, EC2, ecsService, FARGATE, NEW, OLD, seen, world } from '../testing/builders.ts';
import { calledLater, forcedFor, isAsWanted } from './place.ts';

const alone = world(0, {});

test('a deployment is as wanted on the definition and the capacity that are wanted', () => {
  expect(isAsWanted(aService(), deployment(), alone)).toBe(true);
  expect(isAsWanted(aService(), undefined, alone)).toBe(false);
  expect(isAsWanted(aService(), deployment({ taskDefinition: OLD }), alone)).toBe(false);
  expect(isAsWanted(aService({ capacity: FARGATE }), deployment(), alone)).toBe(false);
});

test('a deployment knows the services that ECS had before it, and none that came later', () => {
  const service = aService({ calls: ['api', 'unseen', 'gone'] });
  const created = (seconds: number) =>
    world(0, { api: seen(0, ecsService({ createdAt: at(seconds) })), gone: seen(0, null) });
  expect(calledLater(service, deployment({ createdAt: at(0) }), created(0))).toEqual([]);
  expect(calledLater(service, deployment({ createdAt: at(0) }), created(1))).toEqual(['api']);
  expect(isAsWanted(service, deployment({ createdAt: at(0) }), created(1))).toBe(false);
  expect(isAsWanted(service, deployment({ createdAt: at(2) }), created(1))).toBe(true);
});

test('ECS is made to start a deployment where it would see nothing to do, and for another capacity', () => {
  expect(forcedFor(deployment({ taskDefinition: OLD }), NEW, undefined)).toBeUndefined();
  expect(forcedFor(deployment({ taskDefinition: OLD }), NEW, EC2)).toBeUndefined();
  expect(forcedFor(deployment(), NEW, undefined)).toEqual({ capacity: null });
  expect(forcedFor(deployment(), NEW, FARGATE)).toEqual({ capacity: FARGATE });
  expect(forcedFor(deployment({ taskDefinition: OLD }), NEW, FARGATE)).toEqual({ capacity: FARGATE });
  expect(forcedFor(undefined, NEW, FARGATE)).toEqual({ capacity: FARGATE });
});
