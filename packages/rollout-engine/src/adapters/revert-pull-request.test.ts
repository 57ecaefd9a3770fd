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

/** A GitHub with one file; records what is written. */
async function gitHub() {
  const writes: { call: string; body: Record<string, string> }[] = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const call = `${request.method} ${request.url?.replace('/repos/o/r', '')}`;
    if (text !== '') writes.push({ call, body: JSON.parse(text) });
    const answers: Record<string, unknown> = {
      'GET ': { default_branch: 'main' },
      'GET /git/ref/heads%2Fmain': { object: { sha: 'c0ffee' } },
      'GET /contents/environments%2Fdev%2Fenvironment.yaml?ref=main': {
        type: 'file',
        sha: 'f11e',
        content: Buffer.from(source).toString('base64'),
      },
      'POST /pulls': { html_url: 'https://github.example/o/r/pull/7' },
    };
    const answer = answers[call] ?? answers[call.replaceAll('/', '%2F').replace('GET %2F', 'GET /')];
    response.writeHead(request.method === 'GET' && !answer ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = runContext({ GITHUB_REPOSITORY: 'o/r', GITHUB_API_URL: apiUrl });
  return { writes, context };
}

const request = { environment: 'dev', epoch: 4, reason: 'slow\nqueries', services: undefined };
const path = 'environments/dev/environment.yaml';

test('opens a pull request that takes the phase back', async () => {
  const { writes, context } = await gitHub();
  const environment = { ...dev, migration: { phase: 'rollout' } } as const;
  const url = await openRevertPullRequest({ token: 't', context, environment, path }, request);
  expect(url).toBe('https://github.example/o/r/pull/7');
  expect(writes.map(({ call }) => call.split(' ')[0])).toEqual(['POST', 'PUT', 'POST']);
  expect(writes[0]?.body).toEqual({ ref: 'refs/heads/rollback/dev-4', sha: 'c0ffee' });
  expect(writes[1]?.body).toMatchObject({ branch: 'rollback/dev-4', sha: 'f11e' });
  const written = Buffer.from(writes[1]?.body['content'] ?? '', 'base64').toString();
  expect(written).toBe(source.replace('rollout # why', 'infrastructure # why'));
  expect(writes[2]?.body).toMatchObject({ base: 'main', head: 'rollback/dev-4', title: 'Roll back dev' });
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
