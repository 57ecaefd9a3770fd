import { afterEach, beforeEach, expect, it } from 'vitest';
import { REPOSITORY, startTestGitHub, type TestGitHub } from './test-repository.ts';

const repo = `/repos/${REPOSITORY}`;
let github: TestGitHub;
beforeEach(async () => {
  github = await startTestGitHub({ accounts: ['ann', 'acme/sre'] });
});
afterEach(() => github.stop());

const ADMINISTRATION = [
  ['GET', 'actions/permissions/workflow'],
  ['GET', 'actions/permissions/fork-pr-contributor-approval'],
  ['GET', 'actions/permissions/fork-pr-workflows-private-repos'],
  ['PUT', 'actions/permissions/workflow'],
  ['PUT', 'environments/prod'],
  ['POST', 'rulesets'],
] as const;

it.each(ADMINISTRATION)(
  '%s %s takes the permission "Administration", which GITHUB_TOKEN never has',
  async (method, path) => {
    const ask = (token: string) =>
      github.call(
        method,
        `${repo}/${path}`,
        method === 'GET' ? undefined : { name: 'r', enforcement: 'active' },
        token,
      );
    expect(await ask(github.token)).toMatchObject({
      status: 403,
      json: { message: 'Resource not accessible by integration' },
    });
    expect(await ask(github.developerToken)).toMatchObject({
      status: 403,
      json: { message: 'Must have admin rights to Repository.' },
    });
    expect((await ask(github.auditToken)).status).toBe(method === 'GET' ? 200 : 403);
    expect((await ask(github.administratorToken)).status).toBeLessThan(300);
  },
);

const administer = (method: string, path: string, body?: unknown) =>
  github.call(method, `${repo}/${path}`, body, github.administratorToken);

it('forgets of an environment what a request leaves out, and needs a reviewer to prevent self-review', async () => {
  const reviewers = [{ type: 'User', id: 100 }];
  await administer('PUT', 'environments/prod', { reviewers, prevent_self_review: true });
  expect((await github.call('GET', `${repo}/environments/prod`)).json.protection_rules).toMatchObject([
    { type: 'required_reviewers', prevent_self_review: true, reviewers: [{ reviewer: { login: 'ann' } }] },
  ]);
  await administer('PUT', 'environments/prod', {});
  expect((await github.call('GET', `${repo}/environments/prod`)).json.protection_rules).toEqual([]);
  expect((await administer('PUT', 'environments/prod', { prevent_self_review: true })).status).toBe(422);
});

it('lets branches in only where the environment has a policy of its own', async () => {
  await administer('PUT', 'environments/prod', {});
  const allow = () => administer('POST', 'environments/prod/deployment-branch-policies', { name: 'main' });
  expect((await allow()).status).toBe(404);
  const policy = { protected_branches: false, custom_branch_policies: true };
  await administer('PUT', 'environments/prod', { deployment_branch_policy: policy });
  expect((await allow()).status).toBe(200);
});

it('says which rules hold for a branch, and who bypasses them only to who may change it', async () => {
  const ruleset = (name: string, enforcement: string, include: string[]) => ({
    name,
    enforcement,
    conditions: { ref_name: { include, exclude: [] } },
    bypass_actors: [{ actor_type: 'OrganizationAdmin', bypass_mode: 'always' }],
    rules: [{ type: 'deletion' }],
  });
  const { json } = await administer('POST', 'rulesets', ruleset('one', 'active', ['~DEFAULT_BRANCH']));
  await administer('POST', 'rulesets', ruleset('two', 'disabled', ['refs/heads/main']));
  await administer('POST', 'rulesets', ruleset('three', 'active', ['refs/heads/other']));
  expect((await administer('POST', 'rulesets', ruleset('one', 'active', []))).status).toBe(422);
  const rules = await github.call('GET', `${repo}/rules/branches/main`);
  expect(rules.json).toMatchObject([{ type: 'deletion', ruleset_id: json.id }]);
  expect(rules.json).toHaveLength(1);
  expect((await github.call('GET', `${repo}/rulesets/${json.id}`)).json).not.toHaveProperty('bypass_actors');
  expect((await administer('GET', `rulesets/${json.id}`)).json.bypass_actors).toHaveLength(1);
});

it('finds owners of code that may not write', async () => {
  expect((await github.call('GET', `${repo}/codeowners/errors`)).status).toBe(404);
  const text = '# Owners\n* @ann @acme/sre\n/a @acme/nobody\n/b nobody\n';
  const content = Buffer.from(text).toString('base64');
  await administer('PUT', 'contents/.github/CODEOWNERS', { message: 'Own', content });
  const { json } = await github.call('GET', `${repo}/codeowners/errors`);
  expect(json.errors).toMatchObject([
    { line: 3, kind: 'Unknown owner', path: '.github/CODEOWNERS' },
    { line: 4, kind: 'Invalid owner' },
  ]);
});
