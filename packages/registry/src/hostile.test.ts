import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { sendHttp } from './adapters/http.ts';
import { createRegistry } from './client.ts';
import type { Credentials } from './core/docker-config.ts';
import { isTrustedRealm } from './core/realm.ts';
import { parseReference } from './core/reference.ts';
import { RegistryError } from './registry-error.ts';
import { FakeRegistry } from './testing/fake-registry.ts';

// Two servers on 127.0.0.1: a registry that somebody has logged in to, and one of an attacker, whose answers the first one repeats.

const PASSWORD: Credentials = { kind: 'password', username: 'me', password: 'hunter2' };
const IDENTITY: Credentials = { kind: 'identity', token: 'refresh-me' };

let registry: FakeRegistry;
let attacker: FakeRegistry;

beforeEach(async () => {
  registry = await FakeRegistry.start();
  attacker = await FakeRegistry.start();
});

afterEach(async () => {
  await registry[Symbol.asyncDispose]();
  await attacker[Symbol.asyncDispose]();
});

async function refusal(credentials: Credentials): Promise<RegistryError> {
  const reference = parseReference(`${registry.host}/team/app:1.0`);
  const client = createRegistry({
    send: (request) => sendHttp(request, 5000),
    credentials: async () => credentials,
    sleep: async () => {},
    now: () => 0,
  });
  const error = await client.resolve(reference, '1.0').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RegistryError);
  return error as RegistryError;
}

/** Everything that a server was sent, as one text. */
const heard = (server: FakeRegistry) => JSON.stringify(server.requests);
const secrets = ['hunter2', 'refresh-me', Buffer.from('me:hunter2').toString('base64')];

function expectNothingTold(): void {
  for (const secret of secrets) expect(heard(attacker)).not.toContain(secret);
}

describe.each([PASSWORD, IDENTITY])('with $kind', (credentials) => {
  it('a realm elsewhere is asked without them, and the refusal says where they were wanted', async () => {
    attacker.auth = { scheme: 'bearer', user: 'me:hunter2' };
    registry.intercept = (_, response) => {
      const challenge = `Bearer realm="http://${attacker.host}/token?key=abc",service="fake,registry"`;
      return Boolean(response.writeHead(401, { 'www-authenticate': challenge }).end());
    };
    const error = await refusal(credentials);
    expect(error).toMatchObject({ failure: 'denied', host: registry.host });
    expect(error.message).toContain(`at http://${attacker.host}/token?key=(hidden), another server`);
    expect(attacker.requests).toHaveLength(1);
    expectNothingTold();
  });

  it('the challenge of a server that the registry redirects to is not answered', async () => {
    registry.intercept = ({ path }, response) =>
      Boolean(response.writeHead(307, { location: `http://${attacker.host}${path}` }).end());
    for (const scheme of ['bearer', 'basic'] as const) {
      attacker.auth = { scheme, user: 'me:hunter2' };
      attacker.intercept = (_, response) => {
        const realm = scheme === 'bearer' ? `Bearer realm="http://${registry.host}/token"` : 'Basic realm="x"';
        return Boolean(response.writeHead(401, { 'www-authenticate': realm }).end());
      };
      const error = await refusal(credentials);
      expect(error.message).toContain(`sends us to http://${attacker.host}, which wants a login`);
    }
    expect(heard(registry)).not.toContain('/token');
    expectNothingTold();
  });

  it('a token server that sends them on is followed without them, or not at all', async () => {
    registry.auth = { scheme: 'bearer', user: 'me:hunter2' };
    registry.intercept = ({ path }, response) =>
      path.startsWith('/token') &&
      Boolean(response.writeHead(307, { location: `http://${attacker.host}/token` }).end());
    await refusal(credentials);
    expectNothingTold();
  });
});

test('signatures in the addresses of a storage service are not repeated in messages', async () => {
  const location = 'http://storage.example/blob?X-Amz-Signature=0a1b2c';
  registry.intercept = (_, response) => Boolean(response.writeHead(307, { location }).end());
  const { message } = await refusal(PASSWORD);
  expect(message).toContain('http://storage.example/blob?X-Amz-Signature=(hidden)');
  expect(message).not.toContain('0a1b2c');
});

it.each([
  ['ghcr.io', 'https://ghcr.io/token', true],
  ['quay.io', 'https://quay.io/v2/auth', true],
  ['public.ecr.aws', 'https://public.ecr.aws/token/', true],
  ['registry-1.docker.io', 'https://auth.docker.io/token', true],
  ['registry.gitlab.com', 'https://gitlab.com/jwt/auth', true],
  ['ghcr.io', 'https://auth.docker.io/token', false],
  ['ghcr.io', 'https://ghcr.io:8443/token', false],
  ['ghcr.io', 'http://ghcr.io/token', false],
  ['ghcr.io', 'https://ghcr.io@evil.example/token', false],
  ['ghcr.io', 'https://ghcr.io.evil.example/token', false],
  ['registry-1.docker.io', 'http://auth.docker.io/token', false],
  ['registry-1.docker.io', 'https://auth.docker.io.evil.example/token', false],
  ['constructor', 'https://evil.example/token', false],
])('%s may send its logins to %s: %s', (host, realm, isTrusted) => {
  expect(isTrustedRealm(host, realm)).toBe(isTrusted);
});
