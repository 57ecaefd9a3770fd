import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGitHub } from './github.ts';
import { findIssue, type PostedIssue, upsertIssue } from './issues.ts';
import { GitHubFake } from './testing/github-fake.ts';

const MARKER = '<!-- loki-adoption:cost environment=prod -->';
let fake: GitHubFake;

beforeEach(async () => {
  fake = await GitHubFake.start();
});

afterEach(() => fake[Symbol.asyncDispose]());

async function post(issue: string, body: string): Promise<PostedIssue> {
  const github = await createGitHub('t', { apiUrl: fake.url }, { retryUnitMs: 1 });
  return upsertIssue({ github, owner: 'o', repo: 'r', marker: MARKER, issue, body });
}

test('an issue is created once, then updated, then left alone', async () => {
  const first = await post('Logging cost, prod', 'a');
  expect(first.posted).toBe('created');
  expect(await post('Logging cost, prod', 'b')).toEqual({ ...first, posted: 'updated' });
  expect(await post('Logging cost, prod', 'b')).toEqual({ ...first, posted: 'unchanged' });
  expect(fake.issues).toHaveLength(1);
});

test('pull requests, closed issues and other people are not found', async () => {
  const github = await createGitHub('t', { apiUrl: fake.url });
  fake.addIssue('a person', `${MARKER}\nx`, 'mallory');
  fake.addIssue('closed', `${MARKER}\nx`).state = 'closed';
  fake.addIssue('pull request', `${MARKER}\nx`).pull_request = {};
  expect(await findIssue({ github, owner: 'o', repo: 'r', marker: MARKER })).toBeUndefined();
});

test('with a number the text is a comment: what a person wrote stays', async () => {
  expect(await post('#7', 'a')).toMatchObject({ number: 7, posted: 'created' });
  expect(fake.issues).toEqual([]);
  expect(fake.comments[0]?.body).toBe(`${MARKER}\na`);
});

test('an issue whose answer was lost is not created twice', async () => {
  fake.faults.push({ method: 'POST', path: /issues$/, status: 502, applied: true });
  expect(await post('Logging cost', 'a')).toMatchObject({ posted: 'created' });
  expect(fake.issues).toHaveLength(1);
  expect(fake.writes()).toEqual(['POST /repos/o/r/issues']);
});
