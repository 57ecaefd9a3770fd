import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startGitHub } from './server.ts';
import { REPOSITORY, startTestGitHub, type TestGitHub } from './test-repository.ts';

const repo = `/repos/${REPOSITORY}`;
let github: TestGitHub;
beforeEach(async () => {
  github = await startTestGitHub();
});
afterEach(() => github.stop());

it('answers as GitHub does to a missing token, a wrong token and an unknown path, and logs them', async () => {
  const anonymous = await fetch(`${github.url}${repo}`);
  expect([anonymous.status, ((await anonymous.json()) as { message: string }).message]).toEqual([
    401,
    'Requires authentication',
  ]);
  expect(await github.call('GET', repo, undefined, 'nonsense')).toMatchObject({
    status: 401,
    json: { message: 'Bad credentials' },
  });
  expect(await github.call('GET', `${repo}/nowhere`)).toMatchObject({
    status: 404,
    json: { message: 'Not Found', status: '404' },
  });
  expect(await github.call('GET', '/repos/acme/logs-of-others')).toMatchObject({ status: 404 });
  expect(github.requests().map(({ path, status }) => `${status} ${path}`)).toEqual([
    `401 ${repo}`,
    `401 ${repo}`,
    `404 ${repo}/nowhere`,
    '404 /repos/acme/logs-of-others',
  ]);
});

it('writes with a workflow token as the Actions bot and with a developer token as a person', async () => {
  await github.call('POST', `${repo}/issues`, { title: 'Drift in dev' });
  const bot = await github.call('POST', `${repo}/issues/1/comments`, { body: 'from the workflow' });
  const person = await github.call(
    'POST',
    `${repo}/issues/1/comments`,
    { body: 'from a person' },
    github.developerToken,
  );
  expect(bot.json.user).toMatchObject({ login: 'github-actions[bot]', type: 'Bot' });
  expect(bot.json.performed_via_github_app).toMatchObject({ slug: 'github-actions' });
  expect(person.json.user).toMatchObject({ login: 'developer', type: 'User' });
  expect(bot.headers.get('x-ratelimit-remaining')).toBe('4998');
});

it('pages lists with Link headers that lead to the end', async () => {
  await github.call('POST', `${repo}/issues`, { title: 'Drift in dev' });
  for (const body of ['1', '2', '3', '4', '5']) await github.call('POST', `${repo}/issues/1/comments`, { body });
  const bodies: string[] = [];
  let path: string | undefined = `${repo}/issues/1/comments?per_page=2`;
  while (path) {
    const { json, headers } = await github.call('GET', path);
    bodies.push(json.map((comment: { body: string }) => comment.body).join());
    path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]?.replace(github.url, '');
  }
  expect(bodies).toEqual(['1,2', '3,4', '5']);
});

it('serves no page larger than its page size', async () => {
  const small = await startTestGitHub({ pageSize: 1 });
  try {
    for (const title of ['a', 'b']) await small.call('POST', `${repo}/issues`, { title });
    expect((await small.call('GET', `${repo}/issues?per_page=100`)).json).toHaveLength(1);
  } finally {
    await small.stop();
  }
});

it('updates and deletes comments, and refuses what is longer than 65,536 characters', async () => {
  await github.call('POST', `${repo}/issues`, { title: 'Drift in dev' });
  const { json } = await github.call('POST', `${repo}/issues/1/comments`, { body: 'x'.repeat(65_536) });
  const tooLong = await github.call('PATCH', `${repo}/issues/comments/${json.id}`, { body: 'x'.repeat(65_537) });
  expect(tooLong.status).toBe(422);
  expect(JSON.stringify(tooLong.json)).toContain('Body is too long (maximum is 65536 characters)');
  expect((await github.call('PATCH', `${repo}/issues/comments/${json.id}`, { body: 'short' })).json.body).toBe('short');
  expect(github.comments(1).map(({ body }) => body)).toEqual(['short']);
  expect((await github.call('DELETE', `${repo}/issues/comments/${json.id}`)).status).toBe(204);
  expect((await github.call('GET', `${repo}/issues/comments/${json.id}`)).status).toBe(404);
});

it('finds issues by state, label and creator, and closes them', async () => {
  await github.call('POST', `${repo}/issues`, { title: 'Drift in dev', labels: ['drift'] });
  await github.call('POST', `${repo}/issues`, { title: 'Question' }, github.developerToken);
  const titles = async (query: string) =>
    (await github.call('GET', `${repo}/issues?${query}`)).json.map((issue: { title: string }) => issue.title);
  expect(await titles('labels=drift')).toEqual(['Drift in dev']);
  expect(await titles('creator=developer')).toEqual(['Question']);
  await github.call('PATCH', `${repo}/issues/1`, { state: 'closed' });
  expect(await titles('')).toEqual(['Question']);
  expect(await titles('state=all&direction=asc')).toEqual(['Drift in dev', 'Question']);
});

it('hides a comment by GraphQL', async () => {
  await github.call('POST', `${repo}/issues`, { title: 'Drift in dev' });
  const { json } = await github.call('POST', `${repo}/issues/1/comments`, { body: 'old' });
  const query =
    'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } } }';
  const hidden = await github.call('POST', '/graphql', { query, variables: { id: json.node_id } });
  expect(hidden.json.data.minimizeComment.minimizedComment.isMinimized).toBe(true);
  expect(github.comments(1)[0]?.minimizedReason).toBe('outdated');
  const whole =
    'mutation($i: MinimizeCommentInput!) { minimizeComment(input: $i) { minimizedComment { isMinimized } } }';
  const input = { subjectId: json.node_id, classifier: 'RESOLVED' };
  await github.call('POST', '/graphql', { query: whole, variables: { i: input } });
  expect(github.comments(1)[0]?.minimizedReason).toBe('resolved');
  expect((await github.call('POST', '/graphql', { query, variables: { id: 'IC_1' } })).json.errors[0].type).toBe(
    'NOT_FOUND',
  );
});

it('fails the next requests as planned, then serves again', async () => {
  github.addFault({ method: 'POST', path: /\/issues$/, times: 2, effect: { status: 503, retryAfterSeconds: 1 } });
  const first = await github.call('POST', `${repo}/issues`, { title: 'a' });
  expect([first.status, first.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await github.call('POST', `${repo}/issues`, { title: 'a' })).status).toBe(503);
  expect((await github.call('POST', `${repo}/issues`, { title: 'a' })).status).toBe(201);
});

it('can lose an answer after the work is done', async () => {
  github.addFault({ path: /\/issues$/, effect: 'connection-reset', afterHandling: true });
  await expect(github.call('POST', `${repo}/issues`, { title: 'a' })).rejects.toThrow();
  expect(github.requests().at(-1)?.status).toBe(0);
  expect((await github.call('GET', `${repo}/issues`)).json).toHaveLength(1);
});

it('keeps issues and comments in a file and goes on from there', async () => {
  await github.call('POST', `${repo}/issues`, { title: 'Drift in dev' });
  await github.call('POST', `${repo}/issues/1/comments`, { body: 'kept' });
  const stateDir = join(github.directory, 'state');
  expect(JSON.parse(readFileSync(join(stateDir, 'github.json'), 'utf8')).comments[0].body).toBe('kept');
  const bareRepository = join(github.directory, 'repository.git');
  const again = await startGitHub({ repository: REPOSITORY, bareRepository, stateDir });
  try {
    expect(again.comments(1).map(({ body }) => body)).toEqual(['kept']);
  } finally {
    await again.stop();
  }
});

it('names the port that is in use', async () => {
  const port = Number(new URL(github.url).port);
  const options = {
    repository: REPOSITORY,
    bareRepository: join(github.directory, 'repository.git'),
    stateDir: join(github.directory, 'other'),
    port,
  };
  await expect(startGitHub(options)).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use`);
});
