import { ServiceError, UserError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import { describeError, exitCodeOf, exitCodeOfError, UnavailableError, UsageError } from './exit-codes.ts';

test('a missing tool is told apart from a finding', () => {
  expect(exitCodeOfError(new UnavailableError('terraform is not on the PATH'))).toBe(3);
  expect(exitCodeOfError(new UsageError('--check and --pin'))).toBe(2);
  expect(exitCodeOfError(new ServiceError('ECS', true, 'ECS is away'))).toBe(3);
  expect(exitCodeOfError(new UserError('no such environment'))).toBe(1);
  expect(exitCodeOfError(new Error('bug'))).toBe(1);
});

test('whatever the command line parser refuses is wrong usage', () => {
  expect(exitCodeOf(-4)).toBe(2);
  expect(exitCodeOf(251)).toBe(2);
  expect(exitCodeOf(1)).toBe(1);
  expect(exitCodeOf(undefined)).toBe(0);
  expect(exitCodeOf(130)).toBe(130);
});

test("a person's mistake is told without a stack, a bug with one", () => {
  expect(describeError(new UserError('no such environment'))).toBe('no such environment');
  expect(describeError(new UnavailableError('terraform is not on the PATH'))).toBe('terraform is not on the PATH');
  expect(describeError(new ServiceError('ECS', true, 'ECS is away'))).toBe('ECS is away');
  expect(describeError(Object.assign(new Error('Bad credentials'), { status: 401 }))).toBe(
    'GitHub answered 401: Bad credentials',
  );
  expect(describeError(new TypeError('x is undefined'))).toContain('exit-codes.test.ts');
});
