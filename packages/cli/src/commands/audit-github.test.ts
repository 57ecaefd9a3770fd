import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment } from '@loki-adoption/environment';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { codeOwnersText } from '../github/code-owners.ts';
import { runSteps } from '../github/protect/run-steps.ts';
import { protectionSteps } from '../github/protect/steps.ts';
import { protectedEnvironments } from '../github/protection.ts';
import { type SandboxRepository, startSandboxRepository } from '../github/testing/sandbox-repository.ts';
import { clicksOn } from '../github/where-to-click.ts';
import { adopt, copyDesiredState } from '../testing.ts';

// Octokit keeps a second between two writes.
vi.setConfig({ testTimeout: 60_000 });

let root: string;
let repository: SandboxRepository | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-'));
  copyDesiredState(root);
  rmSync(join(root, 'environments/prod'), { recursive: true });
});

afterEach(async () => {
  await repository?.stop();
  repository = undefined;
  rmSync(root, { recursive: true, force: true });
});

/** A repository as bootstrap leaves it, once its code owners are merged. */
async function protectedRepository(): Promise<SandboxRepository> {
  const started = await startSandboxRepository();
  repository = started;
  const dev = loadEnvironment('dev', { root: join(root, 'environments') });
  if (!dev.ok) throw new Error('environments/dev is broken');
  const environments = protectedEnvironments(dev.environment);
  const clicks = clicksOn('https://github.com/acme/platform');
  const steps = protectionSteps({ environments, subject: 'legacy', isPrivate: true }, clicks);
  expect(await runSteps(await started.as(), steps, () => {})).toEqual([]);
  started.commit({ '.github/CODEOWNERS': codeOwnersText('@acme/sre') });
  return started;
}

function audit({ sandbox }: SandboxRepository, token: string, ...args: string[]) {
  const env = { GITHUB_TOKEN: token, GITHUB_API_URL: sandbox.url, GITHUB_REPOSITORY: 'acme/platform' };
  return adopt({ root, env }, 'audit-github', ...args);
}

const lines = (text: string, word: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${word} `))
    .map((line) => line.slice(10));

it('finds nothing where bootstrap has been, changes nothing, and says who can see more', async () => {
  const started = await protectedRepository();
  const { sandbox } = started;
  const before = sandbox.requests().length;
  const administrator = await audit(started, sandbox.administratorToken);
  expect(administrator, administrator.stdout).toMatchObject({ code: 0 });
  expect(lines(administrator.stdout, 'note')).toEqual([
    expect.stringContaining('protection.approvers of environments/dev'),
  ]);

  const app = await audit(started, sandbox.auditToken);
  expect(app, app.stdout).toMatchObject({ code: 0 });
  expect(lines(app.stdout, 'note')[1]).toMatch(/bypass .* run this as an administrator to see it/);

  // The sandbox's workflow token is GITHUB_TOKEN: no permission makes it read settings.
  const workflow = await audit(started, sandbox.token);
  expect(workflow.code).toBe(3);
  expect(lines(workflow.stdout, 'NOT SEEN')).toEqual([
    expect.stringMatching(/default permissions of workflows .* lacks the permission "Administration: read"/),
    expect.stringMatching(/approval by workflows .* lacks the permission "Administration: read"/),
    expect.stringMatching(/pull requests of forks .* lacks the permission "Administration: read"/),
  ]);
  expect(workflow.stdout).toContain('give this a token of a GitHub App');

  const written = sandbox
    .requests()
    .slice(before)
    .filter(({ method }) => method !== 'GET');
  expect(written).toEqual([]);
});

it('finds everything that was loosened, with what to click', async () => {
  const started = await protectedRepository();
  const policy = { protected_branches: false, custom_branch_policies: true };
  await started.set('PUT', 'environments/dev', { deployment_branch_policy: policy });
  await started.set('POST', 'environments/dev/deployment-branch-policies', { name: 'release/*' });
  const rulesets = (await (await started.as()).github.request('GET /repos/acme/platform/rulesets')).data as {
    id: number;
  }[];
  await started.set('PUT', `rulesets/${rulesets[0]?.id}`, {
    name: 'What deploys is reviewed',
    enforcement: 'active',
    bypass_actors: [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' }],
    rules: [{ type: 'deletion' }],
  });
  const permissions = { default_workflow_permissions: 'write', can_approve_pull_request_reviews: true };
  await started.set('PUT', 'actions/permissions/workflow', permissions);
  const forks = { run_workflows_from_fork_pull_requests: true, send_secrets_and_variables: true };
  await started.set('PUT', 'actions/permissions/fork-pr-workflows-private-repos', forks);
  await started.set('PUT', 'actions/oidc/customization/sub', { use_default: false, include_claim_keys: ['repo'] });
  started.commit({ '.github/CODEOWNERS': codeOwnersText('@acme/gone') });

  const found = await audit(started, started.sandbox.administratorToken);
  expect(found.code).toBe(1);
  expect(lines(found.stdout, 'FINDING')).toEqual([
    expect.stringMatching(/^environment dev: branches +may deploy: main, release\/\*$/),
    expect.stringMatching(
      /^rules of main +missing: no force push, a pull request, an approving review, review from code owners, .*the check "CI ok" of GitHub Actions, the check "Plan ok" of GitHub Actions$/,
    ),
    expect.stringMatching(/^bypass of the rules of main +may bypass: RepositoryRole 5$/),
    expect.stringMatching(/^\.github\/CODEOWNERS +Unknown owner on line 3/),
    expect.stringMatching(/^default permissions of workflows/),
    expect.stringMatching(/^approval by workflows/),
    expect.stringMatching(/^pull requests of forks +their workflows get secrets$/),
    expect.stringMatching(/^subject of tokens +it is customized/),
  ]);
  // Below each what to do about it.
  expect(found.stdout.match(/^ {10}(https:|No page|In a checkout)/gm)).toHaveLength(8);
});

it('finds all of it missing in a repository that nobody has set up', async () => {
  const started = await startSandboxRepository();
  repository = started;
  const found = await audit(started, started.sandbox.administratorToken, '--json');
  expect(found.code).toBe(1);
  const { rows } = JSON.parse(found.stdout) as { rows: { check: string; status: string }[] };
  const findings = rows.filter(({ status }) => status === 'finding').map(({ check }) => check);
  expect(findings).toEqual(['environment dev', 'environment dev-plan', 'rules of main', '.github/CODEOWNERS']);
});

it('could not look without a token, with a wrong one, or while GitHub is down: never a pass', async () => {
  expect(await adopt({ root, env: { GITHUB_REPOSITORY: 'acme/platform' } }, 'audit-github')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('GITHUB_TOKEN is not set'),
  });
  const started = await startSandboxRepository();
  repository = started;
  expect((await audit(started, 'wrong')).code).toBe(3);
  started.sandbox.addFault({ path: /rules\/branches/, effect: { status: 403 } });
  const partly = await audit(started, started.sandbox.administratorToken);
  expect(partly.code).toBe(3);
  expect(lines(partly.stdout, 'NOT SEEN')).toEqual([expect.stringContaining('rules of main')]);
});
