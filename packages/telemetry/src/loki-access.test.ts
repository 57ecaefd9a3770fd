import { UserError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import { lokiAccessOf } from './loki-access.ts';

const LOKI_URL = 'http://loki:3100/';

test('without a URL there is none, whatever else is set', () => {
  expect(lokiAccessOf({})).toBeUndefined();
  expect(lokiAccessOf({ LOKI_URL: '', LOKI_USERNAME: 'reader' })).toBeUndefined();
});

test.each([
  [{}, {}],
  [
    { LOKI_USERNAME: 'reader', LOKI_PASSWORD: 'pä:ss' },
    { authorization: `Basic ${Buffer.from('reader:pä:ss').toString('base64')}` },
  ],
  [{ LOKI_TOKEN: 'abc' }, { authorization: 'Bearer abc' }],
  [{ LOKI_TENANT: 'a|b' }, { tenant: 'a|b' }],
  [{ LOKI_USERNAME: '', LOKI_PASSWORD: '', LOKI_TOKEN: '', LOKI_TENANT: '' }, {}],
])('%o', (env, access) => {
  expect(lokiAccessOf({ LOKI_URL, ...env })).toEqual({ url: 'http://loki:3100', ...access });
});

const INPUTS = { url: 'url', username: 'username', password: 'password', token: 'token', tenant: 'tenant' };

test('an input goes before its variable, part by part', () => {
  const env = { LOKI_URL, LOKI_USERNAME: 'reader', LOKI_TENANT: 'a' };
  const authorization = `Basic ${Buffer.from('reader:hunter2').toString('base64')}`;
  expect(lokiAccessOf(env, { password: 'hunter2', url: '' }, INPUTS)).toEqual({
    url: 'http://loki:3100',
    authorization,
    tenant: 'a',
  });
  expect(lokiAccessOf({ LOKI_URL, LOKI_TENANT: 'a' }, { url: 'http://other', tenant: 'b' }, INPUTS)).toEqual({
    url: 'http://other',
    tenant: 'b',
  });
});

test('a refusal names each part where it was given', () => {
  const access = () => lokiAccessOf({ LOKI_URL, LOKI_TOKEN: 'x' }, { username: 'reader', password: 'y' }, INPUTS);
  expect(access).toThrow('LOKI_TOKEN and password are both set');
  expect(() => lokiAccessOf({ LOKI_URL }, { username: 'reader' }, INPUTS)).toThrow(
    'username is set and password is not',
  );
});

test.each([
  [{ LOKI_URL: 'loki:3100' }, 'LOKI_URL is "loki:3100": expected one such as http://loki:3100.'],
  [{ LOKI_URL: 'file:///loki' }, 'LOKI_URL is '],
  [{ LOKI_URL: 'http://reader:hunter2@loki' }, 'LOKI_URL has a user or a password in it (http://(hidden)@loki)'],
  [{ LOKI_URL: 'http://hunter2@loki' }, 'as LOKI_USERNAME and LOKI_PASSWORD'],
  [{ LOKI_URL: 'http:/reader:hunter2@[loki' }, 'LOKI_URL is '],
  [{ LOKI_URL: 'http://loki?token=hunter2' }, 'LOKI_URL goes on behind its path (http://loki?token=(hidden))'],
  [{ LOKI_USERNAME: 'reader' }, 'LOKI_USERNAME is set and LOKI_PASSWORD is not'],
  [{ LOKI_PASSWORD: 'hunter2' }, 'LOKI_PASSWORD is set and LOKI_USERNAME is not'],
  [{ LOKI_USERNAME: 'reader', LOKI_PASSWORD: 'hunter2', LOKI_TOKEN: 'hunter2' }, 'are both set'],
  [{ LOKI_TOKEN: 'hunter2\nX-Evil: 1' }, 'LOKI_TOKEN has characters that no header can carry'],
  [{ LOKI_TENANT: 'a b' }, 'LOKI_TENANT has characters'],
  [{ LOKI_USERNAME: 'rea:der', LOKI_PASSWORD: 'hunter2' }, 'LOKI_USERNAME has a colon'],
])('refuses %o without showing a secret', (env, words) => {
  const access = () => lokiAccessOf({ LOKI_URL, ...env });
  expect(access).toThrow(UserError);
  expect(access).toThrow(words);
  expect(access).not.toThrow('hunter2');
});
