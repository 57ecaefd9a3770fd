import { afterEach, expect, test, vi } from 'vitest';
import { readInputs } from './inputs.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** As a runner gives them; everything that it always sets has a value. */
function inputs(given: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) {
  const runner = {
    GITHUB_REPOSITORY: 'acme/platform',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTOR: 'jane',
  };
  for (const [name, value] of Object.entries({ ...runner, ...variables })) vi.stubEnv(name, value);
  const all = { 'environment-file': 'environments/dev/environment.yaml', command: 'status', ...given };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
  const masked: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => masked.push(String(text)) > 0);
  return { ...readInputs(), masked: masked.join('') };
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

test('a login given as inputs is used for a Loki that a variable names, and is masked', () => {
  const { loki, masked } = inputs(
    { 'loki-username': 'reader', 'loki-password': 'hunter2' },
    { LOKI_URL: 'http://loki:3100' },
  );
  expect(loki).toEqual({ url: 'http://loki:3100', authorization: basic('reader', 'hunter2') });
  expect(masked).toContain('::add-mask::hunter2');
});

test('an input goes before its variable', () => {
  const { loki } = inputs(
    { 'loki-url': 'http://other', 'loki-token': 'abc' },
    { LOKI_URL: 'http://loki:3100', LOKI_TOKEN: 'x', LOKI_TENANT: 'a' },
  );
  expect(loki).toEqual({ url: 'http://other', authorization: 'Bearer abc', tenant: 'a' });
});

test('half a login is refused with the name that it was given by', () => {
  const half = () => inputs({ 'loki-username': 'reader' }, { LOKI_URL: 'http://loki:3100' });
  expect(half).toThrow('Input "loki-username" is set and Input "loki-password" is not');
});

test('nobody says where Loki is', () => {
  expect(inputs({}, { LOKI_URL: '' }).loki).toBeUndefined();
});
