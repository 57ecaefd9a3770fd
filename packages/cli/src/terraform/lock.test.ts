import { expect, test } from 'vitest';
import { describeLock, lockIn, parseLock } from './lock.ts';

const INFO = {
  ID: 'a-1',
  Operation: 'OperationTypePlan',
  Info: '',
  Who: 'ann@laptop',
  Version: '1.11.4',
  Created: '2026-11-26T12:00:00.1Z',
  Path: 'state/dev',
};

test('a lock says who holds it, since when, and what that is doing', () => {
  const lock = parseLock(JSON.stringify(INFO));
  expect(lock).toEqual({
    id: 'a-1',
    operation: 'OperationTypePlan',
    who: 'ann@laptop',
    created: '2026-11-26T12:00:00.1Z',
  });
  expect(lock && describeLock(lock)).toBe('ann@laptop holds the lock a-1 since 2026-11-26T12:00:00.1Z (plan)');
});

test.each(['', 'null', '{}', '[]', JSON.stringify({ ...INFO, ID: '' }), JSON.stringify({ ...INFO, Who: 7 })])(
  '%s is not a lock',
  (text) => {
    expect(parseLock(text)).toBeUndefined();
  },
);

test('an error that says nothing of a lock has none', () => {
  expect(lockIn('Error: no credentials')).toBeUndefined();
  expect(lockIn('Lock Info:\n  Path: x\n')).toBeUndefined();
  expect(lockIn('Lock Info:\n  ID:  a\n')).toEqual({ id: 'a', operation: '', who: '', created: '' });
});
