import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configureEnvironment, lookUpRepository } from './environments.ts';
import { createGitHub, type GitHub } from './github.ts';

/** GitHub's environments, kept as the calls leave them. */
const calls: { line: string; body: Record<string, unknown> }[] = [];
const variables = new Map<string, unknown>();
const branches: { name: unknown }[] = [];
let server: Server;
let github: GitHub;

beforeEach(async () => {
  calls.length = 0;
  branches.length = 0;
  variables.clear();
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const line = `${request.method} ${request.url}`;
    calls.push({ line, body });
    const [status, data] = answer(line, body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  github = await createGitHub('t', { apiUrl: `http://127.0.0.1:${port}` }, { retryUnitMs: 1 });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answer(line: string, body: Record<string, unknown>): [number, unknown] {
  if (line === 'GET /repos/o/r') return [200, { id: 22, owner: { id: 11 }, created_at: '2026-08-01T00:00:00Z' }];
  if (line === 'GET /users/ann') return [200, { id: 5 }];
  if (line === 'GET /orgs/acme/teams/platform') return [200, { id: 6 }];
  if (line === 'PUT /repos/o/r/environments/prod') return [200, {}];
  if (line.startsWith('GET /repos/o/r/environments/prod/deployment-branch-policies')) {
    return [200, { branch_policies: branches }];
  }
  if (line === 'POST /repos/o/r/environments/prod/deployment-branch-policies') {
    branches.push({ name: body['name'] });
    return [200, {}];
  }
  const [, method, name = String(body['name'])] =
    /^(GET|PATCH|POST) \/repos\/o\/r\/environments\/prod\/variables(?:\/(\w+))?$/.exec(line) ?? [];
  if (method !== undefined && (method === 'POST' || variables.has(name))) {
    if (method !== 'GET') variables.set(name, body['value']);
    return [method === 'GET' ? 200 : 201, { value: variables.get(name) }];
  }
  return [404, { message: 'Not Found' }];
}

const prod = (reviewers: readonly string[]) => ({ github, owner: 'o', repo: 'r', environment: 'prod', reviewers });
const writes = () => calls.filter(({ line }) => !line.startsWith('GET'));

test('approvers become reviewers who may not approve their own change, from main alone; a second run adds nothing', async () => {
  const settings = { ...prod(['ann', 'acme/platform']), branch: 'main', variables: { AWS_APPLY_ROLE_ARN: 'arn:1' } };
  await configureEnvironment(settings);
  expect(writes()[0]?.body).toEqual({
    reviewers: [
      { type: 'User', id: 5 },
      { type: 'Team', id: 6 },
    ],
    prevent_self_review: true,
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  expect(branches).toEqual([{ name: 'main' }]);
  expect([...variables]).toEqual([['AWS_APPLY_ROLE_ARN', 'arn:1']]);

  const before = writes().length;
  await configureEnvironment(settings);
  expect(
    writes()
      .slice(before)
      .map(({ line }) => line),
  ).toEqual(['PUT /repos/o/r/environments/prod']);
  // octokit keeps a second between two writes.
}, 20_000);

test('a variable that has changed is written again', async () => {
  variables.set('AWS_REGION', 'eu-west-1');
  await configureEnvironment({ ...prod([]), variables: { AWS_REGION: 'eu-central-1' } });
  expect([...variables]).toEqual([['AWS_REGION', 'eu-central-1']]);
});

test('without approvers, reviewers that somebody has set are not mentioned', async () => {
  await configureEnvironment({ ...prod([]), variables: {} });
  expect(writes()[0]?.body).not.toHaveProperty('reviewers');
});

test('an approver whom GitHub does not know is named, and nothing is changed', async () => {
  await expect(configureEnvironment({ ...prod(['ann', 'nobody']), variables: {} })).rejects.toThrow(
    'protection.approvers: GitHub knows no user "nobody"',
  );
  expect(writes()).toEqual([]);
});

test('the numbers of a repository are text, as tokens carry them', async () => {
  expect(await lookUpRepository(github, 'o', 'r')).toEqual({
    id: '22',
    ownerId: '11',
    createdAt: '2026-08-01T00:00:00Z',
  });
});
