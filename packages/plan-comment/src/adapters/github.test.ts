import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runContext } from '@loki-adoption/action-kit';
import { afterEach, expect, test } from 'vitest';
import { gitHubPullRequests } from './github.ts';

interface Answer {
  readonly status: number;
  readonly body: object;
}

let server: Server | undefined;
const asked: string[] = [];

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  asked.length = 0;
});

/** GitHub as far as a test needs it. */
async function gitHub(answer: (request: { method: string; path: string; body: string }) => Answer) {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      asked.push(`${request.method} ${path}`);
      const { status, body: given } = answer({ method: request.method ?? '', path, body });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(given));
    });
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const context = runContext({
    GITHUB_REPOSITORY: 'acme/logging',
    GITHUB_API_URL: url,
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SHA: 'c1',
  });
  return gitHubPullRequests(() => ({ token: 't', author: undefined, commit: 'c1', isOfPullRequest: false }), context);
}

const REQUEST = { marker: '<!-- m -->', body: 'long', short: () => 'short', pullRequest: 7 };
const posted = { id: 1, node_id: 'n', html_url: 'https://github.test/1', user: { login: 'github-actions[bot]' } };

test('a text that GitHub refuses is posted once more, short', async () => {
  let body = '';
  const pullRequests = await gitHub((request) => {
    if (request.method !== 'POST') return { status: 200, body: body === '' ? [] : [{ ...posted, body }] };
    const text = (JSON.parse(request.body) as { body: string }).body;
    if (text.endsWith('long')) return { status: 422, body: { message: 'Body is too long' } };
    body = text;
    return { status: 201, body: { ...posted, body } };
  });
  expect(await pullRequests.post(REQUEST)).toMatchObject({ posted: 'created', id: 1 });
  expect(body).toMatch(/short$/);
});

test.each([413, 404])('an answer of %i is an error, not a reason to post less', async (status) => {
  const pullRequests = await gitHub(({ method }) =>
    method === 'POST' ? { status, body: { message: 'no' } } : { status: 200, body: [] },
  );
  await expect(pullRequests.post(REQUEST)).rejects.toThrow(`GitHub answered ${status}`);
  expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(1);
});

test('a token that may only read posts nothing, and that is fine', async () => {
  const pullRequests = await gitHub(({ method }) =>
    method === 'POST'
      ? { status: 403, body: { message: 'Resource not accessible by integration' } }
      : { status: 200, body: [] },
  );
  expect(await pullRequests.post(REQUEST)).toEqual({ posted: 'skipped' });
});
