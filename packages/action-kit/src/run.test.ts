import * as core from '@actions/core';
import { ServiceError, UserError } from '@loki-adoption/errors';
import { afterEach, expect, test, vi } from 'vitest';
import { runAction } from './run.ts';

vi.mock('@actions/core', () => ({ info: vi.fn(), setFailed: vi.fn() }));

afterEach(() => vi.clearAllMocks());

const thrown = async (error: unknown) => {
  await runAction(() => Promise.reject(error));
  const failed = vi.mocked(core.setFailed).mock.calls.map(([message]) => String(message));
  return { failed, shown: vi.mocked(core.info).mock.calls.map(([text]) => text) };
};

test.each([
  [new UserError('no such environment'), 'no such environment'],
  [new ServiceError('ECS', true, 'ECS is away'), 'ECS is away'],
  [Object.assign(new Error('Bad credentials'), { status: 401 }), 'the token is wrong or has expired'],
])('%s fails the step in one line', async (error, message) => {
  const { failed, shown } = await thrown(error);
  expect(failed).toEqual([expect.stringContaining(message)]);
  expect(shown).toEqual([]);
});

test('a bug shows its stack', async () => {
  const { failed, shown } = await thrown(new TypeError('x is undefined'));
  expect(failed).toEqual(['x is undefined']);
  expect(shown).toEqual([expect.stringContaining('run.test.ts')]);
});

test('an action that ends well fails nothing', async () => {
  await runAction(async () => undefined);
  expect(core.setFailed).not.toHaveBeenCalled();
});
