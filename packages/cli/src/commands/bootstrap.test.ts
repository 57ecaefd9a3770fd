import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SandboxRepository, startSandboxRepository } from '../github/testing/sandbox-repository.ts';
import { adopt, copyDesiredState, useAwsServer } from '../testing.ts';

let root: string;
let repository: SandboxRepository | undefined;
let callsOfAws = 0;

// An AWS that refuses everything: what matters is whether it was asked.
useAwsServer(() => {
  callsOfAws += 1;
  return { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' };
});

beforeEach(() => {
  callsOfAws = 0;
  root = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  copyDesiredState(root);
});

afterEach(async () => {
  await repository?.stop();
  repository = undefined;
  rmSync(root, { recursive: true, force: true });
});

const bootstrap = (...args: string[]) => {
  const github = repository && {
    GITHUB_TOKEN: repository.sandbox.administratorToken,
    GITHUB_API_URL: repository.sandbox.url,
  };
  const command = ['bootstrap', 'dev', '--repository', 'acme/platform', '--out', join(root, 'out'), ...args];
  return adopt({ root, env: { ...github } }, ...command);
};

const asked = () => repository?.sandbox.requests().filter(({ method }) => method !== 'GET') ?? [];

it('only explains without --yes, and writes nowhere', async () => {
  repository = await startSandboxRepository();
  const explained = await bootstrap('--code-owners', '@acme/sre');
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('First on GitHub, of acme/platform') });
  expect(asked()).toEqual([]);
  expect(callsOfAws).toBe(0);
  expect(existsSync(join(root, '.github'))).toBe(false);
});

it('makes nothing in AWS without a token, unless somebody says that GitHub is protected', async () => {
  const refused = await bootstrap('--yes');
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was made') });
  expect(refused.stdout).toContain('https://github.com/acme/platform/settings/rules: New ruleset');
  expect(callsOfAws).toBe(0);
  const byHand = await bootstrap('--yes', '--github-by-hand');
  expect(byHand.code).not.toBe(0);
  expect(callsOfAws).toBeGreaterThan(0);
});

it('stops before AWS where GitHub refuses what protects a role, and goes on once it is not asked for any more', async () => {
  repository = await startSandboxRepository({ plan: 'team' });
  const file = join(root, 'environments/dev/environment.yaml');
  const before = readFileSync(file, 'utf8');
  appendFileSync(file, 'protection: { approvers: [ann] }\n');
  const stopped = await bootstrap('--yes', '--code-owners', '@acme/sre');
  expect(stopped).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was made in AWS') });
  expect(stopped.stdout).toContain('settings/environments, dev: Required reviewers, ann');
  expect(stopped.stderr).toContain('GitHub: ruleset of main');
  expect(stopped.stderr).toContain('commit it');
  expect(readFileSync(join(root, '.github/CODEOWNERS'), 'utf8')).toContain('/packages/              @acme/sre\n');
  expect(callsOfAws).toBe(0);

  rmSync(file);
  appendFileSync(file, before);
  const writes = asked().length;
  await bootstrap('--yes');
  expect(asked()).toHaveLength(writes);
  expect(callsOfAws).toBeGreaterThan(0);
}, 40_000);

it('refuses code owners that are no team', async () => {
  const wrong = await bootstrap('--yes', '--code-owners', 'sre');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('expected a team, such as @acme/platform');
});
