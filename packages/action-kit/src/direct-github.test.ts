import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { listComments, upsertComment } from './comments.ts';
import { connectDirectly } from './direct-github.ts';
import { httpStatus, isForbidden } from './github.ts';
import { minimizeComment } from './hidden-comments.ts';
import { pullRequestOf, readPullRequest } from './pull-requests.ts';
import { GitHubFake } from './testing/github-fake.ts';

const AT = { owner: 'o', repo: 'r', issueNumber: 7 };
const MARKER = '<!-- m -->';
const connect = (apiUrl: string) => connectDirectly('t', { apiUrl }, { retryUnitMs: 1, log: () => {} });

describe('comments', () => {
  test('are created, found on any page, updated, deleted', async () => {
    await using fake = await GitHubFake.start();
    const github = connect(fake.url);
    expect(await upsertComment({ ...AT, github, marker: MARKER, body: 'one' })).toMatchObject({ posted: 'created' });
    fake.pageSize = 2;
    for (let i = 0; i < 5; i++) fake.addComment(`noise ${i}`, 'someone');
    fake.comments.push(...fake.comments.splice(0, 1));
    expect(await upsertComment({ ...AT, github, marker: MARKER, body: 'two' })).toMatchObject({ posted: 'updated' });
    expect(await listComments({ ...AT, github }, 'github-actions[bot]', () => true)).toHaveLength(1);
    await github.rest.issues.deleteComment({ owner: 'o', repo: 'r', comment_id: fake.comments.at(-1)?.id ?? 0 });
    expect(fake.comments).toHaveLength(5);
  });

  test('that were asked for already are not asked for again', async () => {
    await using fake = await GitHubFake.start();
    const github = connect(fake.url);
    fake.addComment(`${MARKER}\nold`);
    const known = listComments({ ...AT, github }, 'github-actions[bot]', () => true);
    await upsertComment({ ...AT, github, marker: MARKER, body: 'new', known });
    expect(fake.requests.filter((request) => request.startsWith('GET'))).toHaveLength(1);
    expect(fake.comments[0]?.body).toBe(`${MARKER}\nnew`);
  });
});

describe('failures', () => {
  const list = (fake: GitHubFake) =>
    listComments({ ...AT, github: connect(fake.url) }, 'github-actions[bot]', () => true);
  const fault = { method: 'GET', path: /comments$/ };

  test('for a while is tried again, a fourth failure is one', async () => {
    await using fake = await GitHubFake.start();
    fake.faults.push(...Array.from({ length: 3 }, () => ({ ...fault, status: 502 })));
    expect(await list(fake)).toEqual([]);
    fake.faults.push(...Array.from({ length: 4 }, () => ({ ...fault, status: 502 })));
    await expect(list(fake)).rejects.toThrow('planned');
  });

  test.each([{ 'retry-after': '3' }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' }])(
    '%j is waited for, twice',
    async (headers) => {
      await using fake = await GitHubFake.start();
      for (const status of [429, 403]) {
        fake.faults.push({ ...fault, status, headers }, { ...fault, status, headers });
        expect(await list(fake)).toEqual([]);
        fake.faults.push(...Array.from({ length: 3 }, () => ({ ...fault, status, headers })));
        await expect(list(fake)).rejects.toThrow('planned');
      }
    },
  );

  test('for longer than a minute is an error at once, as is what no repetition cures', async () => {
    await using fake = await GitHubFake.start();
    fake.faults.push({ ...fault, status: 429, headers: { 'retry-after': '61' } });
    await expect(list(fake)).rejects.toThrow('planned');
    for (const status of [401, 403, 404, 422]) {
      fake.faults.push({ ...fault, status, message: 'Resource not accessible by integration' });
      const error: unknown = await list(fake).catch((each: unknown) => each);
      expect([httpStatus(error), isForbidden(error)]).toEqual([status, status === 403]);
    }
    expect(fake.requests).toHaveLength(5);
  });

  test('while something is created is never repeated blindly', async () => {
    await using fake = await GitHubFake.start();
    fake.faults.push({ method: 'POST', path: /comments$/, status: 502, applied: true });
    const github = connect(fake.url);
    await expect(
      github.rest.issues.createComment({ owner: 'o', repo: 'r', issue_number: 7, body: 'x' }),
    ).rejects.toThrow();
    expect(fake.writes()).toHaveLength(1);
  });

  test('on the way is tried again', async () => {
    const github = connect('http://127.0.0.1:1');
    const started = performance.now();
    await expect(listComments({ ...AT, github }, 'x', () => true)).rejects.toThrow('no answer (ECONNREFUSED)');
    expect(performance.now() - started).toBeGreaterThan(12);
  });
});

test('a proxy of the environment is used', async () => {
  const through: string[] = [];
  const proxy = createServer((request, response) => {
    through.push(request.url ?? '');
    response.end('{}');
  });
  // As for api.github.com: the proxy is asked for a connection that only the two ends can read.
  proxy.on('connect', (request, socket) => {
    through.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  // In a process of its own: the proxy is set for all of it.
  const script = `
    import { connectDirectly } from ${JSON.stringify(new URL('direct-github.ts', import.meta.url).href)};
    for (const apiUrl of ['http://api.github.test', 'https://api.github.test']) {
      const github = connectDirectly('t', { apiUrl }, { retryUnitMs: 1 });
      await github.rest.pulls.get({ owner: 'o', repo: 'r', pull_number: 1 }).catch(() => {});
    }`;
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const env = { HTTP_PROXY: address, HTTPS_PROXY: address };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  proxy.close();
  proxy.closeAllConnections();
  expect(through[0]).toBe('http://api.github.test/repos/o/r/pulls/1');
  expect(new Set(through.slice(1))).toEqual(new Set(['api.github.test:443']));
});

describe('pull requests and GraphQL', () => {
  let server: Server | undefined;
  const asked: { url: string; headers: Record<string, unknown>; body: string }[] = [];
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    asked.length = 0;
  });

  async function answering(...answers: (object | string)[]): Promise<string> {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push({ url: `${request.method} ${request.url}`, headers: request.headers, body });
      const answer = answers.shift();
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  test('are read with their descriptions', async () => {
    const pull = {
      number: 7,
      state: 'open',
      body: 'why',
      head: { sha: 'c1' },
      merged_at: 'now',
      merge_commit_sha: 'm',
    };
    const github = connect(await answering(pull, { ...pull, body: null, state: 'closed' }, [pull]));
    const place = { github, owner: 'o', repo: 'r' };
    expect(await readPullRequest(place, 7)).toEqual({ number: 7, isOpen: true, head: 'c1', description: 'why' });
    expect(await readPullRequest(place, 7)).toMatchObject({ isOpen: false, description: '' });
    expect(await pullRequestOf(place, 'm')).toEqual({ number: 7, isOpen: false, head: 'c1', description: 'why' });
    expect(asked.map(({ url }) => url)).toEqual([
      'GET /repos/o/r/pulls/7',
      'GET /repos/o/r/pulls/7',
      'GET /repos/o/r/commits/m/pulls',
    ]);
    expect(asked[0]?.headers).toMatchObject({ authorization: 'token t', accept: 'application/vnd.github+json' });
  });

  test('GraphQL lies beside REST, and an error in its answer is one', async () => {
    const url = await answering({ data: {} }, { errors: [{ message: 'no such node' }] });
    const github = connect(`${url}/api/v3`);
    await minimizeComment(github, { node_id: 'n1' });
    expect(asked[0]?.url).toBe('POST /api/graphql');
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ variables: { id: 'n1' } });
    await expect(minimizeComment(github, { node_id: 'n1' })).rejects.toThrow('no such node');
  });

  test('an answer that is not JSON is refused with that reason', async () => {
    const github = connect(await answering('<html>'));
    await expect(readPullRequest({ github, owner: 'o', repo: 'r' }, 7)).rejects.toThrow("GitHub's answer is not JSON");
  });
});
