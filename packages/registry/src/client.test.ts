import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerCredentials } from './adapters/credentials.ts';
import { sendHttp } from './adapters/http.ts';
import { createRegistry } from './client.ts';
import { parseReference } from './core/reference.ts';
import { RegistryError } from './registry-error.ts';
import { DOCKER_LIST, DOCKER_MANIFEST, FakeRegistry, INDEX, MANIFEST, sha256 } from './testing/fake-registry.ts';

let fake: FakeRegistry;
let folder: string;
let pauses: number[];
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  fake = await FakeRegistry.start();
  folder = mkdtempSync(join(tmpdir(), 'registry-'));
  env = { ...process.env, DOCKER_CONFIG: folder };
  pauses = [];
});

afterEach(async () => {
  await fake[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function resolve(image = 'team/app:1.0', timeoutMs = 5000) {
  const reference = parseReference(`${fake.host}/${image}`);
  const registry = createRegistry({
    send: (request) => sendHttp(request, timeoutMs),
    credentials: async (host) => dockerCredentials(env, host),
    sleep: async (ms) => void pauses.push(ms),
    now: () => 0,
  });
  return registry.resolve(reference, reference.tag ?? reference.digest ?? '');
}

async function failure(image?: string, timeoutMs?: number): Promise<RegistryError> {
  const error = await resolve(image, timeoutMs).then(
    (resolved) => expect.unreachable(`resolved to ${resolved.digest}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RegistryError);
  return error as RegistryError;
}

function logIn(config: object): void {
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
}

const auth = (text: string) => Buffer.from(text).toString('base64');

describe('a manifest', () => {
  it.each([INDEX, DOCKER_LIST])('of several platforms is pinned as a whole: %s', async (type) => {
    const digest = fake.publish('team/app', '1.0', ['linux/amd64', 'linux/arm64/v8', 'linux/arm/v7'], type);
    expect(await resolve()).toEqual({ digest, platforms: ['linux/amd64', 'linux/arm/v7', 'linux/arm64'] });
    expect(fake.requests[0]?.accept?.split(', ')).toEqual([INDEX, DOCKER_LIST, MANIFEST, DOCKER_MANIFEST]);
  });

  it.each([MANIFEST, DOCKER_MANIFEST])('of one platform names it in its configuration: %s', async (type) => {
    const digest = fake.publishSingle('team/app', '1.0', 'linux/arm64', type);
    expect(await resolve()).toEqual({ digest, platforms: ['linux/arm64'] });
    expect(await resolve(`team/app@${digest}`)).toEqual({ digest, platforms: ['linux/arm64'] });
  });

  it.each([
    ['application/vnd.docker.distribution.manifest.v1+prettyjws', '{}', 'no image that can be pinned'],
    ['application/json', '{}', 'no image that can be pinned'],
    ['text/html', '<html>', 'sent no manifest for 1.0'],
    [MANIFEST, '{"config":{"digest":"../../x"}}', 'names no configuration'],
    [INDEX, `{"mediaType":"${MANIFEST}"}`, `sent as ${INDEX}, but says of itself that it is ${MANIFEST}`],
    [INDEX, 'null', 'lists no manifests'],
  ])('of another kind is refused: %s %s', async (type, body, message) => {
    fake.publishText('team/app', '1.0', type, body);
    const error = await failure();
    expect(error.failure).toBe('invalid');
    expect(error.message).toContain(message);
  });
});

describe('a digest is believed only when the bytes have it:', () => {
  it('a header that says otherwise', async () => {
    const digest = fake.publish('team/app', '1.0', ['linux/arm64']);
    const wrong = sha256('something else');
    fake.intercept = (_, response) => {
      response.setHeader('docker-content-digest', wrong);
      response.setHeader = () => response;
      return false;
    };
    const error = await failure();
    expect(error.failure).toBe('invalid');
    expect(error.message).toContain(`has the digest ${wrong}, but sent ${digest}`);
  });

  it('bytes of another manifest', async () => {
    fake.intercept = (_, response) => {
      response.setHeader('content-type', INDEX);
      response.end('{"manifests":[]}');
      return true;
    };
    expect((await failure(`team/app@${sha256('x')}`)).message).toContain(`was asked for ${sha256('x')}, but sent`);
    // Without the header the bytes are all there is to go by, and enough.
    expect((await resolve()).digest).toBe(sha256('{"manifests":[]}'));
  });

  it('a configuration that is not the one', async () => {
    fake.publishSingle('team/app', '1.0', 'linux/amd64');
    fake.intercept = ({ path }, response) => {
      if (!path.includes('/blobs/')) return false;
      response.end('{"os":"linux","architecture":"arm64"}');
      return true;
    };
    expect((await failure()).message).toContain('another digest than its manifest names');
  });
});

describe('authorization', () => {
  beforeEach(() => {
    fake.publish('team/app', '1.0', ['linux/arm64']);
    fake.publish('team/app', '2.0', ['linux/arm64']);
  });

  it('is an anonymous token where the registry gives one', async () => {
    fake.auth = { scheme: 'bearer' };
    await resolve();
    expect(fake.requests.map(({ path }) => path.split('?')[0])).toEqual([
      '/v2/team/app/manifests/1.0',
      '/token',
      '/v2/team/app/manifests/1.0',
    ]);
    expect(fake.requests[1]?.authorization).toBeUndefined();
  });

  it('is a token for the name and password of docker login', async () => {
    fake.auth = { scheme: 'bearer', user: 'me:secret' };
    expect((await failure()).failure).toBe('denied');
    logIn({ auths: { [fake.host]: { auth: auth('me:secret') } } });
    await resolve();
  });

  it('is a token for an identity token', async () => {
    fake.auth = { scheme: 'bearer', identity: 'refresh-me' };
    logIn({ auths: { [fake.host]: { auth: auth('<token>:'), identitytoken: 'refresh-me' } } });
    await resolve();
  });

  it('is the name and password themselves, as for a private registry of ECR', async () => {
    fake.auth = { scheme: 'basic', user: 'AWS:secret' };
    const error = await failure();
    expect(error.failure).toBe('denied');
    expect(error.message).toContain(`docker login ${fake.host}`);
    logIn({ auths: { [fake.host]: { auth: auth('AWS:secret') } } });
    await resolve();
  });

  it('comes from a credential helper', async () => {
    fake.auth = { scheme: 'basic', user: 'AWS:secret' };
    const answer = JSON.stringify({ ServerURL: fake.host, Username: 'AWS', Secret: 'secret' });
    helper('test-login', `read server; [ "$1 $server" = "get ${fake.host}" ] && echo '${answer}'`);
    logIn({ credHelpers: { [fake.host]: 'test-login' } });
    await resolve();
    helper('test-login', 'echo "credentials not found in native keychain"; exit 1');
    expect((await failure()).failure).toBe('denied');
    helper('test-login', 'echo "no AWS credentials"; exit 1');
    await expect(resolve()).rejects.toThrow('docker-credential-test-login says: no AWS credentials');
    logIn({ credHelpers: { [fake.host]: 'not-there' } });
    await expect(resolve()).rejects.toThrow("docker-credential-not-there can't be run");
    logIn({ credHelpers: { [fake.host]: '../evil' } });
    await expect(resolve()).rejects.toThrow('is not the name of a credential helper');
  });

  it('never goes to an address that is not encrypted', async () => {
    const other = parseReference('registry.example/team/app:1.0');
    const sent: string[] = [];
    const registry = createRegistry({
      async send({ url }) {
        sent.push(url);
        const headers: Record<string, string> = { 'www-authenticate': 'Bearer realm="http://tokens.example/t"' };
        return { url, status: 401, header: (name) => headers[name], body: new Uint8Array() };
      },
      credentials: async () => ({ kind: 'password', username: 'u', password: 'p' }),
      sleep: async () => {},
      now: () => 0,
    });
    await expect(registry.resolve(other, '1.0')).rejects.toThrow("http://tokens.example/t, which isn't encrypted");
    expect(sent).toEqual(['https://registry.example/v2/team/app/manifests/1.0']);
  });

  function helper(name: string, script: string): void {
    const file = join(folder, `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    env['PATH'] = `${folder}${delimiter}${process.env['PATH']}`;
  }
});

describe('a registry in trouble', () => {
  it('that asks to wait gets its time', async () => {
    const digest = fake.publish('team/app', '1.0', ['linux/arm64']);
    const answers = [{ status: 429, after: '3' }, { status: 503 }];
    fake.intercept = (_, response) => {
      const answer = answers.shift();
      if (answer === undefined) return false;
      response.writeHead(answer.status, answer.after ? { 'retry-after': answer.after } : {}).end();
      return true;
    };
    expect((await resolve()).digest).toBe(digest);
    expect(pauses).toEqual([3000, 1000]);
  });

  it('that goes on so is not reachable, and is named', async () => {
    fake.intercept = (_, response) => Boolean(response.writeHead(502).end());
    const error = await failure();
    expect(error).toMatchObject({ failure: 'unreachable', host: fake.host });
    expect(error.message).toContain('answers 502');
    expect(fake.requests).toHaveLength(3);
  });

  it('that asks for an hour is not waited for', async () => {
    fake.intercept = (_, response) => Boolean(response.writeHead(429, { 'retry-after': '3600' }).end());
    expect((await failure()).message).toContain('answers 429 (Retry-After: 3600): it limits how often it is asked');
    expect(fake.requests).toHaveLength(1);
  });

  it('that never answers, or stops in the middle, ends in time', async () => {
    fake.intercept = () => true;
    expect(await failure('team/app:1.0', 50)).toMatchObject({ failure: 'unreachable' });
    fake.intercept = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{');
      return true;
    };
    expect(await failure('team/app:1.0', 50)).toMatchObject({ failure: 'unreachable' });
  });

  it('that floods is cut off', async () => {
    fake.intercept = (_, response) => Boolean(response.end(Buffer.alloc(9 * 1024 * 1024)));
    expect((await failure()).message).toContain('larger than 8388608 bytes');
  });

  it('is told apart from an image that is not there', async () => {
    expect(await failure()).toMatchObject({ failure: 'missing' });
    fake.intercept = (_, response) => Boolean(response.writeHead(418).end());
    expect(await failure()).toMatchObject({ failure: 'invalid' });
  });
});

describe('a redirect', () => {
  it('is followed, without the credentials when it leads elsewhere', async () => {
    await using cdn = await FakeRegistry.start();
    const digest = fake.publishSingle('team/app', '1.0', 'linux/arm64');
    cdn.publishSingle('team/app', '1.0', 'linux/arm64');
    fake.auth = { scheme: 'bearer' };
    fake.intercept = ({ path, authorization }, response) => {
      if (!path.includes('/blobs/') || authorization === undefined) return false;
      response.writeHead(307, { location: `http://${cdn.host}${path}` }).end();
      return true;
    };
    expect(await resolve()).toEqual({ digest, platforms: ['linux/arm64'] });
    expect(cdn.requests).toHaveLength(1);
    expect(cdn.requests[0]?.authorization).toBeUndefined();
  });

  it.each([
    ['/v2/team/app/manifests/1.0', 'more than 5 times'],
    ['http://registry.example/', "http://registry.example/, which isn't encrypted"],
    ['ftp://127.0.0.1/', "isn't encrypted"],
  ])('to %s is refused', async (location, message) => {
    fake.intercept = (_, response) => Boolean(response.writeHead(302, { location }).end());
    expect((await failure()).message).toContain(message);
  });
});
