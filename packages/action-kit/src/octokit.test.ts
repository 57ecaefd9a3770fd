import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGitHub, type GitHub } from './github.ts';
import { GitHubFake } from './testing/github-fake.ts';

let fake: GitHubFake;
let github: GitHub;
const ISSUE = { owner: 'o', repo: 'r', title: 'x' };

beforeEach(async () => {
  fake = await GitHubFake.start();
  github = await createGitHub('t', { apiUrl: fake.url }, { retryUnitMs: 1, log: () => {} });
});

afterEach(() => fake[Symbol.asyncDispose]());

const lost = (method: string) => fake.faults.push({ method, path: /./, status: 502, applied: true });

test('creating is not repeated, for nobody knows whether it was done', async () => {
  lost('POST');
  await expect(github.rest.issues.create(ISSUE)).rejects.toMatchObject({ status: 502 });
  expect(fake.issues).toHaveLength(1);
});

test('creating is repeated where its call says that twice does no harm', async () => {
  lost('POST');
  await github.rest.issues.create({ ...ISSUE, request: { retries: 1 } });
  expect(fake.writes()).toHaveLength(2);
});

test.each(['GET', 'PATCH', 'DELETE'])('%s comes to the same when it is asked for twice', async (method) => {
  const { id } = fake.addComment('x');
  const place = { owner: 'o', repo: 'r', comment_id: id };
  fake.faults.push({ method, path: /./, status: 502 });
  const call = {
    GET: () => github.rest.issues.getComment(place),
    PATCH: () => github.rest.issues.updateComment({ ...place, body: 'y' }),
    DELETE: () => github.rest.issues.deleteComment(place),
  }[method];
  await call?.();
  expect(fake.requests).toHaveLength(2);
});

test('GraphQL, which is always a POST, is asked again', async () => {
  fake.faults.push({ method: 'POST', path: /graphql/, status: 502 });
  await github.graphql('{ viewer { login } }').catch(() => {});
  expect(fake.requests).toHaveLength(2);
});
