import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DOCKER_LIST, FakeRegistry } from '../../packages/registry/src/testing/fake-registry.ts';
import { adopt, type Finished, root } from './adopt.ts';

let folder: string;
let registry: FakeRegistry;
/** Repository and tag → digest. */
let digests: Record<string, string>;

const BOTH = ['linux/amd64', 'linux/arm64/v8'];
const IMAGES = {
  'grafana/loki:3.7.6': BOTH,
  'nginx:1.30.6-alpine': BOTH,
  'grafana/alloy:v1.18.1': BOTH,
  'aws-observability/aws-otel-collector:v0.40.0': BOTH,
  'example/temporal:1.29.0': BOTH,
  'example/temporal-ui:2.40.0': BOTH,
};

const file = (name: string) => join(folder, 'environments', name);
const read = (name: string) => readFileSync(file(name), 'utf8');
const edit = (name: string, change: (text: string) => string) => writeFileSync(file(name), change(read(name)));

/** Every file below environments/, to be compared as a whole. */
function snapshot(): Record<string, string> {
  const names = readdirSync(join(folder, 'environments'), { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((path) => [path, readFileSync(path, 'utf8')]));
}

function images(...args: string[]): Promise<Finished> {
  return adopt(['images', ...args], { cwd: folder, env: { DOCKER_CONFIG: folder } }).finished;
}

const pinned = (text: string) =>
  Object.entries(digests).reduce((all, [image, digest]) => all.replaceAll(`${image}`, `${image}@${digest}`), text);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'images-'));
  registry = await FakeRegistry.start();
  cpSync(join(root, 'environments'), join(folder, 'environments'), { recursive: true });
  mkdirSync(join(folder, 'terraform/stack'), { recursive: true });
  // As before anything was pinned; without the digest that it needs, Alloy's image is valid here alone.
  edit('base.yaml', (text) =>
    text.replace(/image: (public\.ecr\.aws\/)?/g, `image: ${registry.host}/`).replace(/@sha256:[0-9a-f]{64}/, ''),
  );
  digests = {};
  for (const [image, platforms] of Object.entries(IMAGES)) {
    const [repository = '', tag = ''] = image.split(':');
    digests[image] = registry.publish(repository, tag, platforms, DOCKER_LIST);
  }
});

afterEach(async () => {
  await registry[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('--pin', () => {
  test('writes the digest into the file that sets each image, and changes not one byte more', async () => {
    // All the ways in which people write a value.
    edit('base.yaml', (text) =>
      text
        .replace(
          `image: ${registry.host}/grafana/loki:3.7.6`,
          `image:   '${registry.host}/grafana/loki:3.7.6'   # kept`,
        )
        .replace(
          `image: ${registry.host}/example/temporal:1.29.0`,
          `image: &temporal "${registry.host}/example/temporal:1.29.0"`,
        )
        .replace(`image: ${registry.host}/example/temporal:1.29.0`, 'image: *temporal')
        .replace(
          `image: ${registry.host}/example/temporal:1.29.0`,
          `image: >-\n      ${registry.host}/example/temporal:1.29.0`,
        )
        .replaceAll('\n', '\r\n'),
    );
    const other = registry.publish('grafana/alloy', 'v1.19.0', BOTH);
    digests['grafana/alloy:v1.19.0'] = other;
    edit('prod/environment.yaml', (text) =>
      text.replace(
        'worker: { desiredCount: 2 }',
        `worker: { desiredCount: 2, alloy: { image: ${registry.host}/grafana/alloy:v1.19.0 } }`,
      ),
    );
    const before = snapshot();
    const { code, stdout, stderr } = await images('--pin');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`environments/base.yaml:5:12: ${registry.host}/grafana/loki:3.7.6@sha256:`);
    const after = snapshot();
    for (const [path, text] of Object.entries(before)) expect(after[path]).toBe(pinned(text));
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(read('prod/environment.yaml')).toContain(
      `alloy: { image: ${registry.host}/grafana/alloy:v1.19.0@${other} } }`,
    );

    expect(await images('--check')).toMatchObject({ code: 0 });
    expect((await adopt(['validate'], { cwd: folder }).finished).code).toBe(0);
    expect((await images('--pin')).stdout).toBe('nothing to write: every image has its digest\n');
    expect(snapshot()).toEqual(after);
  });

  test('takes up a tag that has moved only with --update', async () => {
    await images('--pin');
    const before = snapshot();
    const moved = registry.publish('grafana/loki', '3.7.6', ['linux/arm64']);
    expect((await images('--pin', 'dev')).code).toBe(0);
    expect(snapshot()).toEqual(before);
    const updated = await images('dev', '--pin', '--update', '--json');
    expect(JSON.parse(updated.stdout)).toMatchObject({
      files: ['environments/base.yaml'],
      images: [
        {
          image: `${registry.host}/grafana/loki:3.7.6@${moved}`,
          uses: [{ environment: 'dev', path: 'loki.image', line: 5 }],
        },
      ],
    });
    expect(read('base.yaml')).toBe(before[file('base.yaml')]?.replace(digests['grafana/loki:3.7.6'] ?? '?', moved));
  });

  test.each<[string, number, string, () => void]>([
    [
      'a registry that is down',
      3,
      'answers 503',
      () => {
        registry.intercept = ({ path }, response) =>
          path.includes('temporal-ui') && Boolean(response.writeHead(503, { 'retry-after': '600' }).end());
      },
    ],
    [
      'a tag that does not exist',
      1,
      'has no v1.18.9',
      () => edit('base.yaml', (text) => text.replace('v1.18.1', 'v1.18.9')),
    ],
    [
      "a digest that the bytes don't have",
      1,
      'has the digest sha256:000',
      () => {
        registry.intercept = ({ path }, response) =>
          path.includes('temporal-ui') &&
          Boolean(response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`).end('{"manifests":[]}'));
      },
    ],
    [
      'an image for other machines',
      1,
      'is not for linux/arm64, but for linux/amd64',
      () => {
        registry.publish('example/temporal-ui', '2.40.0', ['linux/amd64']);
      },
    ],
    [
      'credentials that are missing',
      1,
      'docker login 127.0.0.1',
      () => {
        registry.auth = { scheme: 'basic', user: 'me:secret' };
      },
    ],
    [
      'an anchor that another value shares',
      1,
      'an anchor of an image is used for another value',
      () =>
        edit('base.yaml', (text) =>
          text
            .replace('image: 127', 'image: &shared 127')
            .replace('environment: { SERVICES: frontend,', 'environment: { LOKI: *shared, SERVICES: frontend,'),
        ),
    ],
    [
      'an image with escapes',
      1,
      'environments/base.yaml:5:10: loki.image: the image is written over several lines or with escapes',
      () =>
        edit('base.yaml', (text) =>
          text.replace(`${registry.host}/grafana/loki:3.7.6`, `"${registry.host}/grafana\\x2floki:3.7.6"`),
        ),
    ],
    [
      'an environment that is broken',
      1,
      'environments/prod/environment.yaml:',
      () => edit('prod/environment.yaml', (text) => `${text}nonsense: 1\n`),
    ],
  ])('writes nothing with %s', async (_, code, message, plant) => {
    plant();
    const before = snapshot();
    const finished = await images('--pin');
    expect(finished.stderr).toContain(message);
    expect(finished.code).toBe(code);
    expect(finished.stderr).not.toMatch(/\n\s+at /);
    expect(snapshot()).toEqual(before);
  });
});

describe('--check', () => {
  test('finds what has no digest, has moved, is gone or is for other machines, each where it is written', async () => {
    await images('--pin');
    registry.publish('grafana/loki', '3.7.6', ['linux/arm64']);
    edit('base.yaml', (text) => text.replace(/(temporal-ui:2.40.0)@\S+/, '$1').replace(/:v0\.40\.0@/, ':v0.40.1@'));
    const { code, stdout } = await images('--check');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^IMAGE +STATE +PLATFORMS +ENVIRONMENTS\n/);
    expect(stdout).toMatch(/example\/temporal:1\.29\.0@\w{12}… +ok +linux\/amd64 linux\/arm64 +dev prod\n/);
    expect(stdout).toMatch(/environments\/base\.yaml:5:10: loki\.image: 3\.7\.6 stands for sha256:\w{64} now/);
    expect(stdout).toMatch(
      /environments\/base\.yaml:\d+:12: services\.ui\.image: \S+temporal-ui:2\.40\.0 has no digest/,
    );
    expect(stdout).toMatch(/environments\/base\.yaml:\d+:10: adot\.image: \S+ has no v0\.40\.1/);
    // Shared by both environments, told once.
    expect(stdout.match(/stands for/g)).toHaveLength(1);

    const intel = JSON.parse((await images('--check', 'prod', '--platform', 'windows/amd64', '--json')).stdout);
    expect(intel.images[0]).toMatchObject({
      findings: [{ kind: 'moved' }, { kind: 'platform' }],
      uses: [{ environment: 'prod', file: 'environments/base.yaml' }],
    });
  });

  test('names the registry that does not answer, and exits with 3', async () => {
    await images('--pin');
    const { host } = registry;
    await registry[Symbol.asyncDispose]();
    const { code, stdout } = await images('--check', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout).unreachable).toEqual([host]);
    expect(stdout).toContain('ECONNREFUSED');
    registry = await FakeRegistry.start();
  });

  test('opens a registry that wants a token', async () => {
    registry.auth = { scheme: 'bearer', user: 'me:secret' };
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({ auths: { [registry.host]: { auth: Buffer.from('me:secret').toString('base64') } } }),
    );
    expect((await images('--pin')).code).toBe(0);
    expect((await images('--check')).code).toBe(0);
  });
});

test('says how it is meant to be used', async () => {
  for (const args of [[], ['--check', '--pin'], ['--check', '--update'], ['--pin', '--platform', 'arm']]) {
    expect(await images(...args)).toMatchObject({ code: 2, stdout: '' });
  }
  expect(await images('--check', 'staging')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no environment "staging"'),
  });
});
