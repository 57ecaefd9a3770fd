import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../packages/sandbox/src/github/server.ts';
import { root, start } from './adopt.ts';

const PLAN = join(root, 'packages/plan-comment/src/fixtures/changes.json');

let folder: string;
let github: GitHubSandbox;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plan-comment-'));
  const bareRepository = join(folder, 'origin.git');
  mkdirSync(bareRepository);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bareRepository]);
  github = await startGitHub({ repository: 'acme/logging', bareRepository, stateDir: join(folder, 'github') });
  const created = await fetch(`${github.url}/repos/acme/logging/issues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.developerToken}` },
    body: JSON.stringify({ title: 'A pull request as far as comments go' }),
  });
  expect(created.status).toBe(201);
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the committed bundle as the runner does. */
async function comment(run: number, inputs: Readonly<Record<string, string>> = {}) {
  const files = {
    GITHUB_OUTPUT: join(folder, `output-${run}`),
    GITHUB_STEP_SUMMARY: join(folder, `summary-${run}`),
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
  };
  writeFileSync(files.GITHUB_OUTPUT, '');
  writeFileSync(
    files.GITHUB_EVENT_PATH,
    JSON.stringify({ pull_request: { number: 1, state: 'open', head: { sha: 'f'.repeat(40) } } }),
  );
  const given = {
    'plan-file': PLAN,
    environment: 'dev',
    'github-token': github.token,
    'body-file': join(folder, 'body.md'),
    ...inputs,
  };
  const env = Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  const finished = await start(process.execPath, [join(root, 'packages/plan-comment/dist/index.js')], {
    env: {
      ...env,
      ...files,
      ...github.env,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REPOSITORY: 'acme/logging',
      GITHUB_RUN_ID: String(run),
      GITHUB_RUN_NUMBER: String(run),
      GITHUB_SHA: 'f'.repeat(40),
    },
  }).finished;
  const posted = /posted<<(\S+)\n(.*)\n\1/.exec(readFileSync(files.GITHUB_OUTPUT, 'utf8'))?.[2];
  return { ...finished, posted, summary: files.GITHUB_STEP_SUMMARY };
}

test('one comment is created, left alone when nothing changed, updated, and never overwritten by an older run', async () => {
  expect(await comment(5)).toMatchObject({ code: 0, posted: 'created' });
  expect(await comment(6)).toMatchObject({ code: 0, posted: 'unchanged' });
  expect(await comment(7, { 'phase-from': 'baseline', 'phase-to': 'infrastructure' })).toMatchObject({
    posted: 'updated',
  });
  expect(await comment(4)).toMatchObject({ code: 0, posted: 'superseded' });
  expect(github.comments(1)).toHaveLength(1);
  expect(github.comments(1)[0]?.body).toContain('`baseline` → `infrastructure`');
});

test('a token that may not write leaves the job summary and a green step', async () => {
  github.addFault({
    path: /comments/,
    times: 100,
    effect: { status: 403, message: 'Resource not accessible by integration' },
  });
  const refused = await comment(1);
  expect(refused).toMatchObject({ code: 0, posted: 'skipped' });
  expect(readFileSync(refused.summary, 'utf8')).toContain('dev:');
  expect(github.comments(1)).toHaveLength(0);
});

test('a plan that is cut off fails with one line that says what to do, and posts nothing', async () => {
  const broken = join(folder, 'plan.json');
  writeFileSync(broken, readFileSync(PLAN, 'utf8').slice(0, 500));
  const failed = await comment(1, { 'plan-file': broken });
  expect(failed.code).toBe(1);
  expect(failed.stdout).toMatch(/^::error::.*plan\.json/m);
  expect(github.comments(1)).toHaveLength(0);
});
