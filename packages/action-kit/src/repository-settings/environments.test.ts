import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGitHub, type GitHub } from '../github.ts';
import { createEnvironment, requireReviewers, restrictToBranch } from './environments.ts';
import { lookUpRepository } from './repository.ts';
import { setEnvironmentVariables } from './variables.ts';

/** GitHub's environments, kept as the calls leave them. */
const calls: { line: string; body: Record<string, unknown> }[] = [];
const variables = new Map<string, unknown>();
const branches: { name: unknown }[] = [];
let server: Server;
let github: GitHub;
let environment: Record<string, unknown> | undefined;

beforeEach(async () => {
  calls.length = 0;
  branches.length = 0;
  variables.clear();
  environment = undefined;
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
  if (line === 'GET /repos/acme/r')
    return [200, { id: 22, owner: { id: 11 }, created_at: '2026-08-01T00:00:00Z', private: true }];
  if (line === 'GET /users/ann') return [200, { id: 5 }];
  if (line === 'GET /orgs/acme/teams/platform') return [200, { id: 6 }];
  if (line === 'GET /repos/acme/r/environments/prod' && environment) return [200, environment];
  if (line === 'PUT /repos/acme/r/environments/prod') {
    environment = { protection_rules: [], deployment_branch_policy: body['deployment_branch_policy'] ?? null };
    return [200, environment];
  }
  if (line.startsWith('GET /repos/acme/r/environments/prod/deployment-branch-policies')) {
    return [200, { branch_policies: branches }];
  }
  if (line === 'POST /repos/acme/r/environments/prod/deployment-branch-policies') {
    branches.push({ name: body['name'] });
    return [200, {}];
  }
  const [, method, name = String(body['name'])] =
    /^(GET|PATCH|POST) \/repos\/acme\/r\/environments\/prod\/variables(?:\/(\w+))?$/.exec(line) ?? [];
  if (method !== undefined && (method === 'POST' || variables.has(name))) {
    if (method !== 'GET') variables.set(name, body['value']);
    return [method === 'GET' ? 200 : 201, { value: variables.get(name) }];
  }
  return [404, { message: 'Not Found' }];
}

const repository = () => ({ github, owner: 'acme', repo: 'r' });
const writes = () => calls.filter(({ line }) => !line.startsWith('GET'));

test('an environment that is there stays as it is', async () => {
  await createEnvironment(repository(), 'prod');
  await createEnvironment(repository(), 'prod');
  expect(writes().map(({ line }) => line)).toEqual(['PUT /repos/acme/r/environments/prod']);
});

test('a restriction to a branch keeps reviewers and the waiting time that somebody has set', async () => {
  environment = {
    protection_rules: [
      { type: 'wait_timer', wait_timer: 30 },
      {
        type: 'required_reviewers',
        prevent_self_review: false,
        reviewers: [{ type: 'User', reviewer: { id: 5, login: 'ann' } }],
      },
    ],
    deployment_branch_policy: null,
  };
  await restrictToBranch(repository(), 'prod', 'main');
  expect(writes()[0]?.body).toEqual({
    wait_timer: 30,
    reviewers: [{ type: 'User', id: 5 }],
    prevent_self_review: false,
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  expect(branches).toEqual([{ name: 'main' }]);
}, 20_000);

test('branches that somebody has let in are named, and none is taken away', async () => {
  environment = {
    protection_rules: [],
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  };
  branches.push({ name: 'main' }, { name: 'hotfix/*' });
  await expect(restrictToBranch(repository(), 'prod', 'main')).rejects.toThrow('also lets hotfix/* deploy');
  expect(writes()).toEqual([]);
});

test('reviewers may not approve their own deployment, and the branch policy stays; a second time nothing is written', async () => {
  const policy = { protected_branches: false, custom_branch_policies: true };
  environment = { protection_rules: [], deployment_branch_policy: policy };
  await requireReviewers(repository(), 'prod', ['ann', 'acme/platform']);
  expect(writes()[0]?.body).toEqual({
    reviewers: [
      { type: 'User', id: 5 },
      { type: 'Team', id: 6 },
    ],
    prevent_self_review: true,
    deployment_branch_policy: policy,
  });
  environment = {
    protection_rules: [
      {
        type: 'required_reviewers',
        prevent_self_review: true,
        reviewers: [
          { type: 'Team', reviewer: { id: 6, slug: 'platform' } },
          { type: 'User', reviewer: { id: 5, login: 'Ann' } },
        ],
      },
    ],
    deployment_branch_policy: policy,
  };
  await requireReviewers(repository(), 'prod', ['ann', 'acme/platform']);
  expect(writes()).toHaveLength(1);
});

test('a reviewer whom GitHub does not know is named, and nothing is changed', async () => {
  await expect(requireReviewers(repository(), 'prod', ['ann', 'nobody'])).rejects.toThrow(
    'protection.approvers: GitHub knows no user "nobody"',
  );
  expect(writes()).toEqual([]);
});

test('a variable is written when it is new or has changed', async () => {
  variables.set('AWS_REGION', 'eu-west-1');
  variables.set('AWS_ROLE_PATH', '/demo/');
  const wanted = { AWS_REGION: 'eu-central-1', AWS_ROLE_PATH: '/demo/', AWS_PLAN_ROLE_ARN: 'arn:1' };
  await setEnvironmentVariables(repository(), 'prod', wanted);
  expect(Object.fromEntries(variables)).toEqual(wanted);
  expect(writes()).toHaveLength(2);
}, 20_000);

test('the numbers of a repository are text, as tokens carry them', async () => {
  expect(await lookUpRepository(github, 'acme', 'r')).toEqual({
    id: '22',
    ownerId: '11',
    createdAt: '2026-08-01T00:00:00Z',
    isPrivate: true,
  });
});
