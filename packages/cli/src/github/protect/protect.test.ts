import { join } from 'node:path';
import type { Repository } from '@loki-adoption/action-kit';
import { loadEnvironment } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { afterEach, expect, it, vi } from 'vitest';
import { protectedEnvironments } from '../protection.ts';
import { type SandboxRepository, startSandboxRepository } from '../testing/sandbox-repository.ts';
import { clicksOn } from '../where-to-click.ts';
import { byHand, runSteps, type Step } from './run-steps.ts';
import { protectionSteps } from './steps.ts';

let repository: SandboxRepository;

afterEach(() => repository?.stop());

const clicks = clicksOn('https://github.com/acme/platform');
const environments = [
  { name: 'prod', reviewers: ['ann', 'acme/sre'], deploys: true },
  { name: 'prod-plan', reviewers: [], deploys: false },
];
const steps = (isPrivate = true) => protectionSteps({ environments, subject: 'legacy', isPrivate }, clicks);

async function protect(isPrivate = true) {
  const done: string[] = [];
  const refused = await runSteps(await repository.as(), steps(isPrivate), (what) => done.push(what));
  return { done, refused };
}

const writes = () =>
  repository.sandbox
    .requests()
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, status }) => `${status} ${method} ${path.replace('/repos/acme/platform/', '')}`);

// Octokit keeps a second between two writes.
vi.setConfig({ testTimeout: 40_000 });

it('protects all of it, a call for each, and writes nothing the second time', async () => {
  repository = await startSandboxRepository({ visibility: 'public' });
  const { refused } = await protect(false);
  expect(refused).toEqual([]);
  expect(writes()).toEqual([
    '200 PUT environments/prod',
    '200 PUT environments/prod',
    '200 POST environments/prod/deployment-branch-policies',
    '200 PUT environments/prod',
    '200 PUT environments/prod-plan',
    '201 POST rulesets',
    '204 PUT actions/permissions/fork-pr-contributor-approval',
  ]);
  const before = writes().length;
  expect((await protect(false)).refused).toEqual([]);
  expect(writes().slice(before)).toEqual([]);
});

it('puts back what was loosened since, and keeps what it finds', async () => {
  repository = await startSandboxRepository();
  await repository.set('PUT', 'actions/permissions/workflow', {
    default_workflow_permissions: 'write',
    can_approve_pull_request_reviews: true,
  });
  await repository.set('PUT', 'actions/permissions/fork-pr-workflows-private-repos', {
    run_workflows_from_fork_pull_requests: true,
    send_write_tokens_to_workflows: true,
  });
  await repository.set('PUT', 'actions/oidc/customization/sub', { use_default: false, include_claim_keys: ['repo'] });
  await repository.set('PUT', 'environments/prod', { wait_timer: 15 });
  expect((await protect()).refused).toEqual([]);
  const { github, owner, repo } = await repository.as();
  const { data: prod } = await github.rest.repos.getEnvironment({ owner, repo, environment_name: 'prod' });
  expect(prod.protection_rules?.map(({ type }) => type)).toEqual(['wait_timer', 'required_reviewers', 'branch_policy']);
  const { data: subject } = await github.rest.actions.getCustomOidcSubClaimForRepo({ owner, repo });
  expect(subject.use_default).toBe(true);
  expect(writes()).toContain('204 PUT actions/permissions/workflow');
  expect(writes()).toContain('204 PUT actions/permissions/fork-pr-workflows-private-repos');
});

it('one refusal does not lose the others: reviewers of a private repository take another plan', async () => {
  repository = await startSandboxRepository({ plan: 'team' });
  const { done, refused } = await protect();
  expect(refused).toEqual([
    {
      what: 'environment prod: required reviewers ann, acme/sre',
      guards: true,
      click: expect.stringContaining('Required reviewers, ann, acme/sre; tick "Prevent self-review"'),
      why: expect.stringMatching(/^GitHub answered 422: .*billing plan supports the required reviewers/),
    },
  ]);
  expect(done).toHaveLength(steps().length - 1);
  expect(byHand(refused)).toMatch(/^- environment prod: required reviewers.*\n {4}GitHub answered 422.*\n {4}https:/);
});

it('refuses a rule for main where the plan has none, and an approver whom nobody knows', async () => {
  repository = await startSandboxRepository({ plan: 'free', accounts: ['ann'] });
  const { refused } = await protect();
  expect(refused.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    expect.stringMatching(/required reviewers.*GitHub knows no team "acme\/sre"/),
    expect.stringMatching(/^ruleset of main.*403: Upgrade to GitHub Pro/),
  ]);
});

it("does not ask GitHub for the sample's approvers", async () => {
  // Somebody may have an organization of that name.
  repository = await startSandboxRepository({ accounts: ['your-organization/your-approvers'] });
  const [sample] = protectedEnvironments(sampleProd());
  const taken = protectionSteps({ environments: sample ? [sample] : [], subject: 'legacy', isPrivate: true }, clicks);
  const refused = await runSteps(await repository.as(), taken, () => {});
  expect(refused).toMatchObject([{ guards: true, why: expect.stringContaining("names the sample's placeholder") }]);
});

function sampleProd() {
  const prod = loadEnvironment('prod', { root: join(import.meta.dirname, '../../../../../environments') });
  if (!prod.ok) throw new Error('environments/prod is broken');
  return prod.environment;
}

it('a token that administers nothing makes nothing, and every click is shown', async () => {
  repository = await startSandboxRepository();
  const refused = await runSteps(await repository.as(repository.sandbox.token), steps(), () => {});
  expect(refused.filter(({ guards }) => guards)).toHaveLength(6);
  expect(refused.every(({ why }) => why.includes('403'))).toBe(true);
});

it('a bug is not a refusal', async () => {
  repository = await startSandboxRepository();
  const failing = (error: Error): Step => ({
    what: 'it',
    guards: true,
    click: 'there',
    run: () => Promise.reject(error),
  });
  const take = (error: Error) => runSteps({} as Repository, [failing(error)], () => {});
  await expect(take(new TypeError('x is undefined'))).rejects.toThrow('x is undefined');
  expect(await take(new UserError('no team'))).toMatchObject([{ why: 'no team' }]);
});
