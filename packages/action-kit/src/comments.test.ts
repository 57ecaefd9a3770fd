import { md } from '@loki-adoption/markdown';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PostedComment, upsertComment } from './comments.ts';
import { createGitHub, explainGitHubError, isForbidden } from './github.ts';
import { composeSticky, orderOf, volatile } from './sticky-body.ts';
import { GitHubFake } from './testing/github-fake.ts';

const MARKER = '<!-- loki-adoption:plan environment=prod -->';
let fake: GitHubFake;

beforeEach(async () => {
  fake = await GitHubFake.start();
});

afterEach(() => fake[Symbol.asyncDispose]());

async function post(body: string, run = 5, attempt = 1, author?: string): Promise<PostedComment> {
  const github = await createGitHub('t', { apiUrl: fake.url }, { retryUnitMs: 1, log: () => {} });
  const order = { run, attempt, commit: 'abc123' };
  const rest = author === undefined ? {} : { author };
  return upsertComment({ github, owner: 'o', repo: 'r', issueNumber: 7, marker: MARKER, body, order, ...rest });
}

function sticky(body: string, run: number, attempt = 1): string {
  return composeSticky(MARKER, { run, attempt, commit: 'abc' }, body);
}

test('creates the comment with the marker on its first line', async () => {
  const result = await post(`${MARKER}\nhello`);
  expect(result).toMatchObject({ posted: 'created', id: 1000, url: 'https://github.test/c/1000' });
  expect(fake.comments[0]?.body.split('\n')).toEqual([MARKER, expect.stringContaining('run=5 attempt=1'), 'hello']);
});

test('finds its comment on a later page and updates it', async () => {
  fake.pageSize = 2;
  for (let i = 0; i < 5; i++) fake.addComment(`noise ${i}`, 'someone');
  const mine = fake.addComment(sticky('old', 4));
  expect(await post('new')).toMatchObject({ posted: 'updated', id: mine.id });
  expect(mine.body).toContain('new');
});

test('leaves alone who only looks like it: other authors, other environments, a marker further down', async () => {
  fake.addComment(sticky('by a person', 4), 'mallory');
  fake.addComment(`${MARKER.replace('prod', 'prod-eu')}\nother environment`);
  fake.addComment(`quoting\n${MARKER}\nold`);
  expect(await post('new')).toMatchObject({ posted: 'created' });
  expect(fake.comments.map((comment) => comment.body).filter((body) => body.includes('new'))).toHaveLength(1);
});

test('an older run, or an older attempt, replaces nothing', async () => {
  fake.addComment(sticky('from run 9', 9, 2));
  expect(await post('from run 5', 5)).toMatchObject({ posted: 'superseded' });
  expect(await post('from attempt 1', 9, 1)).toMatchObject({ posted: 'superseded' });
  expect(fake.writes()).toEqual([]);
  expect(await post('from attempt 3', 9, 3)).toMatchObject({ posted: 'updated' });
});

describe('of two commits the newest one wins, whatever the numbers of their runs', () => {
  const of = (commit: string, text: string, run: number) => composeSticky(MARKER, { run, attempt: 1, commit }, text);
  const postOf = async (commit: string, run: number, newest: string | undefined) => {
    const github = await createGitHub('t', { apiUrl: fake.url }, { retryUnitMs: 1, log: () => {} });
    const order = { run, attempt: 1, commit };
    const place = { github, owner: 'o', repo: 'r', issueNumber: 7, marker: MARKER };
    return upsertComment({ ...place, body: 'mine', order, newestCommit: async () => newest });
  };

  test.each([
    ['a force push back to an older commit', 'aaa', 4, 'aaa', 'updated'],
    ['a re-run of an older commit', 'bbb', 8, 'aaa', 'superseded'],
    ['a late run of a commit that is no longer the newest', 'bbb', 8, 'ccc', 'superseded'],
    ['nobody can tell', 'bbb', 8, undefined, 'updated'],
    ['nobody can tell of an older run', 'bbb', 4, undefined, 'superseded'],
  ])('%s', async (_, commit, run, newest, posted) => {
    fake.addComment(of(commit === 'aaa' ? 'bbb' : 'aaa', 'theirs', 6));
    expect(await postOf(commit, run, newest)).toMatchObject({ posted });
    expect(fake.comments.map(({ body }) => body.split('\n').at(-1))).toEqual([
      posted === 'updated' ? 'mine' : 'theirs',
    ]);
  });

  test('is asked for only where another commit is in the way', async () => {
    fake.addComment(of('aaa', 'theirs', 6));
    const github = await createGitHub('t', { apiUrl: fake.url }, { retryUnitMs: 1, log: () => {} });
    const place = { github, owner: 'o', repo: 'r', issueNumber: 7, marker: MARKER };
    const order = { run: 6, attempt: 2, commit: 'aaa' };
    const newestCommit = () => Promise.reject(new Error('not needed'));
    expect(await upsertComment({ ...place, body: 'mine', order, newestCommit })).toMatchObject({ posted: 'updated' });
  });
});

test('posts nothing when only the order or a volatile part differs', async () => {
  fake.addComment(sticky(`same ${volatile(md`run 4`)}`, 4).replaceAll('\n', '\r\n'));
  expect(await post(`same ${volatile(md`run 5`)}`)).toMatchObject({ posted: 'unchanged' });
  expect(fake.writes()).toEqual([]);
});

test('two jobs creating at once leave one comment: the older, with the later text', async () => {
  fake.afterList = () => fake.addComment(sticky('from run 4', 4));
  expect(await post('from run 5')).toMatchObject({ posted: 'updated', id: 1000 });
  expect(fake.comments).toHaveLength(1);
  expect(fake.comments[0]?.body).toContain('from run 5');
});

test('when the other job is the later one its text stays', async () => {
  fake.afterList = () => fake.addComment(sticky('from run 6', 6));
  expect(await post('from run 5')).toMatchObject({ posted: 'superseded', id: 1000 });
  expect(fake.comments.map((comment) => orderOf(comment.body)?.run)).toEqual([6]);
});

test('of the doubles that a killed job left, the oldest stays', async () => {
  const [first] = [fake.addComment(sticky('a', 3)), fake.addComment(sticky('b', 4)), fake.addComment(sticky('c', 4))];
  expect(await post('d')).toMatchObject({ posted: 'updated', id: first.id });
  expect(fake.comments.map(({ id }) => id)).toEqual([first.id]);
});

test('a later run finds its doubles removed by itself alone', async () => {
  fake.addComment(sticky('a', 3));
  fake.addComment(sticky('from run 9', 9));
  expect(await post('from run 5')).toMatchObject({ posted: 'superseded' });
  expect(fake.writes()).toEqual([]);
});

test.each([500, 502, 503])('a created comment whose answer was lost with %i is found, not doubled', async (status) => {
  fake.faults.push({ method: 'POST', path: /comments$/, status, applied: true });
  expect(await post('hello')).toMatchObject({ posted: 'unchanged', id: 1000 });
  // Not even for a moment: a double sends a mail.
  expect(fake.writes()).toEqual(['POST /repos/o/r/issues/7/comments']);
});

test('a comment that a broken server did not create is created by the next attempt', async () => {
  fake.faults.push({ method: 'POST', path: /comments$/, status: 502 });
  expect(await post('hello')).toMatchObject({ posted: 'created' });
  // It looks before it tries again, and afterwards for what another job created meanwhile.
  expect(fake.requests.map((line) => line.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'POST', 'GET']);
});

test('a text that GitHub refuses is refused once', async () => {
  fake.faults.push({ method: 'POST', path: /comments$/, status: 422 });
  await expect(post('hello')).rejects.toMatchObject({ status: 422 });
  expect(fake.writes()).toHaveLength(1);
});

test('learns who it is from its own comment', async () => {
  fake.login = 'my-app[bot]';
  const first = fake.addComment(sticky('old', 4));
  expect(await post('new')).toMatchObject({ posted: 'updated', id: first.id });
  expect(fake.comments).toHaveLength(1);
});

test('with a name of its own it looks for nobody else', async () => {
  fake.login = 'my-app[bot]';
  const first = fake.addComment(sticky('old', 4));
  expect(await post('new', 5, 1, 'my-app[bot]')).toMatchObject({ posted: 'updated', id: first.id });
  expect(fake.writes()).toEqual([expect.stringMatching(/^PATCH /)]);
});

test.each([404, 410])('a comment deleted in between, answered with %i, is created again', async (status) => {
  fake.addComment(sticky('old', 4));
  fake.afterList = () => fake.comments.splice(0);
  fake.faults.push({ method: 'PATCH', path: /comments/, status });
  expect(await post('new')).toMatchObject({ posted: 'created' });
  expect(fake.comments).toHaveLength(1);
});

test('an update that is refused is an error and no second comment', async () => {
  fake.addComment(sticky('old', 4));
  fake.faults.push({ method: 'PATCH', path: /comments/, status: 403 });
  await expect(post('new')).rejects.toMatchObject({ status: 403 });
  expect(fake.comments).toHaveLength(1);
});

test('an update gives back the text it replaced, and nothing else does', async () => {
  const { body } = fake.addComment(sticky('old', 4));
  expect(await post('new')).toMatchObject({ posted: 'updated', replaced: body });
  expect(await post('new')).not.toHaveProperty('replaced');
});

test.each([
  { status: 500 },
  { status: 429 },
  { status: 403, headers: { 'retry-after': '1' } },
  { status: 403, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '2' } },
])('a list answered with $status is asked again', async (answer) => {
  fake.faults.push({ method: 'GET', path: /comments$/, ...answer });
  expect(await post('hello')).toMatchObject({ posted: 'created' });
});

test('gives up on a limit that lasts, and on a broken server', async () => {
  const headers = { 'retry-after': '3600' };
  fake.faults.push({ method: 'GET', path: /comments$/, status: 429, headers });
  await expect(post('hello')).rejects.toMatchObject({ status: 429 });
  for (let i = 0; i < 10; i++) fake.faults.push({ method: 'GET', path: /comments$/, status: 500 });
  await expect(post('hello')).rejects.toMatchObject({ status: 500 });
  expect(fake.requests).toHaveLength(1 + 4);
});

test('a read-only token is recognised, other refusals are explained', async () => {
  fake.faults.push({ method: 'POST', path: /./, status: 403, message: 'Resource not accessible by integration' });
  const error = await post('hello').catch((thrown: unknown) => thrown);
  expect(isForbidden(error)).toBe(true);
  expect(explainGitHubError(error, 'Posting the comment')).toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('Posting the comment: GitHub answered 403'),
  });
});
