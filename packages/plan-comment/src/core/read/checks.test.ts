import { expect, test } from 'vitest';
import { checksOf } from './checks.ts';

const at = (name: string, status: string, rest: object = {}) => ({ address: { to_display: name }, status, ...rest });
const failed = (...checks: object[]) => checksOf(checks as never).failed;

test('checks are counted by their status', () => {
  const checks = ['pass', 'pass', 'unknown', 'fail', 'error', 'fail', 'new'].map((status) => at('c', status));
  expect(checksOf(checks as never)).toMatchObject({ passed: 2, unknown: 1, failures: 3 });
  expect(checksOf([{}, null])).toEqual({ passed: 0, unknown: 0, failures: 0, failed: [] });
  expect(checksOf(undefined)).toEqual({ passed: 0, unknown: 0, failures: 0, failed: [] });
});

test('each problem of each instance that fails is one', () => {
  const problems = [{ message: 'one' }, { message: 'two' }, {}];
  const instances = [
    at('c[0]', 'fail', { problems }),
    at('c[1]', 'pass'),
    at('c[2]', 'error', { problems: [] }),
    at('c[3]', 'new', { problems: [{ message: 'three' }] }),
    { status: 'fail' },
    at('c[4]', 'no fail'),
    at('c[5]', 'failing'),
  ];
  expect(failed(at('c', 'fail', { instances }))).toEqual([
    { address: 'c[0]', message: 'one' },
    { address: 'c[0]', message: 'two' },
    { address: 'c[0]', message: '' },
    { address: 'c[2]', message: 'can’t be evaluated' },
    { address: 'c[3]', message: 'three' },
    { address: 'c', message: 'doesn’t hold' },
  ]);
});

test('a check without instances that fail is one problem itself', () => {
  expect(failed(at('c', 'fail', { instances: [at('c', 'pass')] }), at('d', 'error'), { status: 'fail' })).toEqual([
    { address: 'c', message: 'doesn’t hold' },
    { address: 'd', message: 'can’t be evaluated' },
    { address: 'check', message: 'doesn’t hold' },
  ]);
});
