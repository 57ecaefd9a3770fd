import { expect, test } from 'vitest';
import { iso, launch, NEW, OLD, shared, way } from '../testing/builders.ts';
import { beforeLastRollout, isMoving, newRecord, reasonOf, type ServiceRecord, targetOf } from './service-record.ts';

const promoted = (changes = {}): ServiceRecord => ({ ...shared(changes), state: 'promoted', move: launch() });
const rolledBack = (changes = {}): ServiceRecord => ({
  ...shared(changes),
  state: 'rolled-back',
  move: null,
  way: way(),
});
const held = (changes = {}): ServiceRecord => ({
  ...shared(changes),
  state: 'held',
  move: launch(),
  way: null,
  reason: 'stuck',
});
const baking = (changes = {}): ServiceRecord => ({
  ...shared(changes),
  state: 'baking',
  move: launch(),
  passedAt: null,
  watchedFrom: iso(0),
});
const goingBack: ServiceRecord = { ...shared(), state: 'rolling-back', move: null, way: way() };

test('a service moves between its intent and its end, and what is held doesn’t', () => {
  expect([baking(), goingBack].every(isMoving)).toBe(true);
  expect(isMoving({ ...shared(), state: 'deploying', move: launch() })).toBe(true);
  expect(isMoving({ ...shared(), state: 'analysing', move: launch(), passedAt: iso(0), watchedFrom: iso(0) })).toBe(
    true,
  );
  expect([promoted(), rolledBack(), held(), newRecord(iso(0))].some(isMoving)).toBe(false);
});

test('its target is that of its last move', () => {
  expect(targetOf(promoted())).toBe(NEW);
  expect(targetOf(goingBack)).toBeNull();
  expect(targetOf(newRecord(iso(0)))).toBeNull();
});

test.each([
  ['was moved', promoted({ current: NEW }), OLD],
  ['has an unknown wish', promoted({ wanted: null, current: NEW }), OLD],
  ['is on its way', baking({ wanted: 'newer' }), OLD],
  ['is held', held({ wanted: 'newer', current: 'steady' }), OLD],
  ['rests, and its turn hadn’t come', promoted({ wanted: 'newer', current: NEW }), NEW],
  ['rests, nobody knows what it runs', promoted({ wanted: 'newer', current: null }), OLD],
  [
    'went back, and its turn hadn’t come',
    rolledBack({ wanted: 'newer', current: 'older', previous: 'oldest' }),
    'older',
  ],
  ['never moved', newRecord(iso(0)), null],
])('a rollback takes a service that %s to what it ran before the last rollout', (_, record, destination) => {
  expect(beforeLastRollout(record)).toBe(destination);
});

test('what is held or goes back says why', () => {
  expect(reasonOf(held())).toBe('stuck');
  expect(reasonOf(goingBack)).toBe('gate sidecar failed');
  expect(reasonOf(rolledBack())).toBe('gate sidecar failed');
  expect(reasonOf(promoted())).toBeNull();
});

test('a service that nobody has seen has nothing', () => {
  expect(newRecord(iso(0))).toEqual({
    state: 'pending',
    wave: 0,
    wanted: null,
    previous: null,
    current: null,
    since: iso(0),
    gates: {},
    history: [],
  });
});
