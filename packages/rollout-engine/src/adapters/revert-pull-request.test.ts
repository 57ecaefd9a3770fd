import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runContext } from '@loki-adoption/action-kit';
import { afterEach, expect, test } from 'vitest';
import { readEnvironmentFile } from './environment-file.ts';
import { openRevertPullRequest, revertedSource } from './revert-pull-request.ts';

const dev = readEnvironmentFile(
  fileURLToPath(new URL('../../../../environments/dev/environment.yaml', import.meta.url)),
);
const source = 'migration:\n  phase: rollout # why\nservices:\n  worker: { desiredCount: 1 }\n';
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A GitHub with one file; records what is written. `other` answers some calls in another way. */
async function gitHub(other: Readonly<Record<string, Answer>> = {}) {
  const writes: { call: string; body: Record<string, unknown> }[] = [];
  const answers: Record<string, Answer> = {
    'GET ': { status: 200, body: { default_branch: 'main' } },
    'GET /git/ref/heads/main': { status: 200, body: { object: { sha: 'c0ffee' } } },
    'GET /git/commits/c0ffee': { status: 200, body: { tree: { sha: '7ree' } } },
    'GET /contents/environments/dev/environment.yaml?ref=c0ffee': {
      status: 200,
      body: { type: 'file', content: Buffer.from(source).toString('base64') },
    },
    'POST /git/trees': { status: 201, body: { sha: 'new7ree' } },
    'POST /git/commits': { status: 201, body: { sha: 'c0mm17' } },
    'POST /git/refs': { status: 201, body: {} },
    'POST /pulls': { status: 201, body: { html_url: 'https://github.example/o/r/pull/7' } },
    ...other,
  };
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const call = `${request.method} ${decodeURIComponent(request.url?.replace('/repos/o/r', '') ?? '')}`;
    if (text !== '') writes.push({ call, body: JSON.parse(text) });
    const { status, body } = answers[call] ?? { status: 404, body: { message: 'Not Found' } };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = runContext({
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: 'https://github.example',
  });
  return { writes, context };
}

const request = { environment: 'dev', epoch: 4, reason: 'slow\nqueries', services: undefined };
const path = 'environments/dev/environment.yaml';

const deployed = { ...dev, migration: { phase: 'rollout' } } as const;
const COMPARE = 'https://github.example/o/r/compare/main...rollback/dev-4?expand=1';

async function open(other?: Readonly<Record<string, Answer>>) {
  const { writes, context } = await gitHub(other);
  const opened = await openRevertPullRequest({ token: 't', context, environment: deployed, path }, request).catch(
    (error: unknown) => error,
  );
  return { opened, writes, calls: writes.map(({ call }) => call) };
}

test('opens a pull request that takes the phase back', async () => {
  const { opened, writes, calls } = await open();
  expect(opened).toEqual({ pullRequest: 'https://github.example/o/r/pull/7' });
  expect(calls).toEqual(['POST /git/trees', 'POST /git/commits', 'POST /git/refs', 'POST /pulls']);
  const content = source.replace('rollout # why', 'infrastructure # why');
  expect(writes.map(({ body }) => body)).toMatchObject([
    { base_tree: '7ree', tree: [{ path, mode: '100644', type: 'blob', content }] },
    { message: 'Roll back dev', tree: 'new7ree', parents: ['c0ffee'] },
    { ref: 'refs/heads/rollback/dev-4', sha: 'c0mm17' },
    { base: 'main', head: 'rollback/dev-4', title: 'Roll back dev' },
  ]);
});

test.each([403, 422, 500])('leaves the branch to a person where GitHub answers %d', async (status) => {
  const message = 'GitHub Actions is not permitted to create or approve pull requests.';
  const { opened } = await open({ 'POST /pulls': { status, body: { message } } });
  expect(opened).toEqual({ branch: 'rollback/dev-4', compareUrl: COMPARE });
});

const TAKEN = { 'POST /git/refs': { status: 422, body: { message: 'Reference already exists' } } };
const branchAt = (sha: string) => ({
  'GET /git/ref/heads/rollback/dev-4': { status: 200, body: { object: { sha } } },
});

test('goes on with its own branch, of which the answer was lost', async () => {
  const { opened } = await open({ ...TAKEN, ...branchAt('c0mm17') });
  expect(opened).toEqual({ pullRequest: 'https://github.example/o/r/pull/7' });
});

test('puts nothing on a branch that somebody else has pushed under that name', async () => {
  const { opened, calls } = await open({ ...TAKEN, ...branchAt('5qua77ed') });
  expect(String(opened)).toMatch(
    /branch rollback\/dev-4 is there already, at 5qua77ed, and not made by this run.*delete it/,
  );
  expect(calls).not.toContain('POST /pulls');
});

test('a ref that GitHub refuses for another reason is an error', async () => {
  const { opened, calls } = await open({ 'POST /git/refs': { status: 403, body: { message: 'no' } } });
  expect(opened).toBeInstanceOf(Error);
  expect(calls).not.toContain('POST /pulls');
});

test('has nothing to revert before the rollout', async () => {
  const environment = { ...dev, migration: { phase: 'infrastructure' } } as const;
  const context = runContext({});
  expect(await openRevertPullRequest({ token: 't', context, environment, path }, request)).toBeUndefined();
});

test('holds single services back instead of the whole environment', () => {
  const reverted = revertedSource(source, { services: ['worker', 'history'] });
  expect(reverted).toContain('phase: rollout # why');
  expect(reverted).toMatch(/worker: \{ desiredCount: 1, collector: adot \}/);
  expect(reverted).toMatch(/history:\s*\n?\s*\{?\s*collector: adot/);
});
