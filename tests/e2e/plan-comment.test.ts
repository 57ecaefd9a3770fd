import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../../packages/sandbox/src/github/server.ts';
import { adopt, root, start } from './adopt.ts';

const PULL_REQUEST = { pull_request: { number: 1, state: 'open', head: { sha: 'f'.repeat(40) } } };
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

/** A branch with one commit, and the pull request that merges it; returns that commit. */
async function openPullRequest(): Promise<string> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['--git-dir', join(folder, 'origin.git'), '-c', 'user.name=a', '-c', 'user.email=a@b.test', ...args],
      {
        env,
        input: '',
        encoding: 'utf8',
      },
    ).trim();
  const commit = (message: string, ...parents: string[]) =>
    git('commit-tree', git('mktree'), '-m', message, ...parents.flatMap((parent) => ['-p', parent]));
  const base = commit('start');
  const head = commit('change', base);
  git('update-ref', 'refs/heads/main', base);
  git('update-ref', 'refs/heads/topic', head);
  await call('POST', 'pulls', { title: 'Change', head: 'topic', base: 'main' });
  return head;
}

async function call(method: string, path: string, body: object): Promise<{ sha: string }> {
  const answer = await fetch(`${github.url}/repos/acme/logging/${path}`, {
    method,
    headers: { authorization: `Bearer ${github.developerToken}` },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { sha: string };
}

/** Runs the committed bundle as the runner does. */
async function comment(
  run: number,
  inputs: Readonly<Record<string, string>> = {},
  { event = PULL_REQUEST, sha = 'f'.repeat(40) }: { event?: object; sha?: string } = {},
) {
  const files = {
    GITHUB_OUTPUT: join(folder, `output-${run}`),
    GITHUB_STEP_SUMMARY: join(folder, `summary-${run}`),
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
  };
  writeFileSync(files.GITHUB_OUTPUT, '');
  writeFileSync(files.GITHUB_EVENT_PATH, JSON.stringify(event));
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
      GITHUB_SHA: sha,
    },
  }).finished;
  const output = (name: string) =>
    new RegExp(`${name}<<(\\S+)\\n(.*)\\n\\1`).exec(readFileSync(files.GITHUB_OUTPUT, 'utf8'))?.[2];
  return { ...finished, posted: output('posted'), reviewed: output('reviewed'), summary: files.GITHUB_STEP_SUMMARY };
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

test.each<[string, (file: string) => void, string]>([
  [
    'cut off',
    (file) => writeFileSync(file, readFileSync(PLAN, 'utf8').slice(0, 500)),
    'ends in the middle of its JSON',
  ],
  ['empty', (file) => writeFileSync(file, ''), 'is empty'],
  ['a directory', (file) => mkdirSync(file), 'is a directory'],
  ['missing', () => {}, 'does not exist'],
  ['binary', (file) => writeFileSync(file, 'PK\x03\x04'), 'terraform show -json'],
  [
    'of another format',
    (file) => writeFileSync(file, '{"format_version":"9.0","planned_values":{}}'),
    'versions 0 and 1',
  ],
  [
    'marked as errored',
    (file) => writeFileSync(file, readFileSync(PLAN, 'utf8').replace('"errored":false', '"errored":true')),
    'errored',
  ],
])('a plan that is %s fails with one line that says what to do, and posts nothing', async (_, prepare, words) => {
  const broken = join(folder, 'plan.json');
  prepare(broken);
  const failed = await comment(1, { 'plan-file': broken });
  expect(failed.code).toBe(1);
  expect(failed.stdout.match(/^::error::.*$/gm)).toEqual([expect.stringContaining(words)]);
  expect(failed.stderr).toBe('');
  expect(github.comments(1)).toHaveLength(0);
});

test('what GitHub refuses as too much is said in short', async () => {
  github.addFault({ method: 'POST', path: /comments$/, effect: { status: 422, message: 'Body is too long' } });
  expect(await comment(1)).toMatchObject({ code: 0, posted: 'created' });
  expect(github.comments(1)[0]?.body).toContain('## 🔶 dev');
});

test('a plan of real size keeps to the limits, and no secret of it is anywhere', async () => {
  const changes = Array.from({ length: 3000 }, (_, index) => ({
    address: `terraform_data.r[${index}]`,
    type: 'terraform_data',
    change: { actions: ['create'], before: null, after: { input: `${'x'.repeat(300)} hunter2-correct-horse` } },
  }));
  const configuration = { root_module: { variables: { pw: { sensitive: true, default: 'hunter2-correct-horse' } } } };
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify({ format_version: '1.2', resource_changes: changes, configuration }));
  const posted = await comment(1, { 'plan-file': file });
  expect(posted).toMatchObject({ code: 0, posted: 'created' });
  const body = github.comments(1)[0]?.body ?? '';
  const [summary, full] = [posted.summary, join(folder, 'body.md')].map((path) => readFileSync(path, 'utf8'));
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toMatch(/Too long for a comment: \d+ resources left out/);
  expect(Buffer.byteLength(summary ?? '')).toBeLessThanOrEqual(1024 * 1024);
  expect(full).toContain('terraform_data.r[2999]');
  for (const text of [body, summary, full, posted.stdout, posted.stderr])
    expect(text).not.toMatch(/hunter2|correct-horse/);
});

test('several environments: one line each; one that is no longer touched is outdated, and comes back', async () => {
  for (const [index, environment] of ['dev', 'prod'].entries()) await comment(index + 1, { environment });
  const rollUp = (run: number, environments: string, more = {}) =>
    comment(run, { mode: 'roll-up', environments, ...more });
  expect(await rollUp(3, '["dev","prod"]')).toMatchObject({ code: 0, posted: 'created' });
  const [dev, prod, index] = github.comments(1);
  expect(index?.body).toContain(`| [dev](${github.url}/acme/logging/issues/1#issuecomment-${dev?.id}) | 🔶 1 to add`);

  expect(await rollUp(4, '["dev"]', { outdated: 'minimize' })).toMatchObject({ code: 0, posted: 'updated' });
  expect(github.comments(1).map(({ minimizedReason }) => minimizedReason)).toEqual([undefined, 'outdated', undefined]);
  expect(github.comments(1)[1]?.body).toContain('## ⚪ prod: outdated');

  expect(await comment(5, { environment: 'prod' })).toMatchObject({ posted: 'updated' });
  expect(github.comments(1)[1]).toMatchObject({ id: prod?.id, body: expect.stringContaining('## 🔶 prod: 1 to add') });
  expect(github.comments(1)[1]?.minimizedReason).toBeUndefined();
}, 60_000);

test('a merge says whether what it applies is what was reviewed', async () => {
  const head = await openPullRequest();
  await comment(1, {}, { event: { pull_request: { number: 2, state: 'open', head: { sha: head } } } });
  const { sha } = await call('PUT', 'pulls/2/merge', {});
  const push = (run: number, inputs = {}) => comment(run, { mode: 'compare', ...inputs }, { event: {}, sha });
  expect(await push(2)).toMatchObject({ code: 0, reviewed: 'same', posted: 'skipped' });
  const changed = join(folder, 'changed.json');
  writeFileSync(changed, readFileSync(PLAN, 'utf8').replaceAll('hunter2-second', 'hunter2-third'));
  const different = await push(3, { 'plan-file': changed });
  expect(different).toMatchObject({ code: 0, reviewed: 'different' });
  expect(readFileSync(different.summary, 'utf8')).toMatch(/not the reviewed one\*\*, \[the plan in #2\]/);
  expect(await push(4, { 'plan-file': changed, 'fail-on': 'changed' })).toMatchObject({ code: 1 });
});

test('adopt comment prints the same comment, or writes it; a bad plan leaves no file', async () => {
  await comment(1);
  const withoutRun = (body: string) => body.replace(/^<!-- loki-adoption:order.*\n/m, '').replace(/<sub>.*\n/, '');
  const printed = await adopt(['comment', '--plan', PLAN, '--environment', 'dev']).finished;
  expect(withoutRun(printed.stdout)).toBe(withoutRun(github.comments(1)[0]?.body ?? ''));
  const out = join(folder, 'comment.md');
  expect((await adopt(['comment', '--plan', PLAN, '--environment', 'dev', '--out', out]).finished).code).toBe(0);
  expect(readFileSync(out, 'utf8')).toBe(printed.stdout);

  const errored = join(root, 'packages/plan-comment/src/fixtures/stack-errored.json.gz');
  for (const plan of [errored, folder, join(folder, 'none.json')]) {
    const none = join(folder, 'none.md');
    const failed = await adopt(['comment', '--plan', plan, '--environment', 'dev', '--out', none]).finished;
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
    expect(() => readFileSync(none)).toThrow('ENOENT');
  }
}, 60_000);
