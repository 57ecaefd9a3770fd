import { afterEach, beforeEach, expect, it } from 'vitest';
import { REPOSITORY, startTestGitHub, type TestGitHub } from './test-repository.ts';

const repo = `/repos/${REPOSITORY}`;
const file = `${repo}/contents/environments/dev.yaml`;
let github: TestGitHub;
beforeEach(async () => {
  github = await startTestGitHub();
});
afterEach(() => github.stop());

const main = () => github.git('rev-parse', 'main');
const encode = (text: string) => Buffer.from(text).toString('base64');

async function writeOn(branch: string, text: string) {
  const { json } = await github.call('GET', `${file}?ref=${branch}`);
  return github.call('PUT', file, { branch, message: `Write on ${branch}`, content: encode(text), sha: json.sha });
}

async function openPull(branch = 'change', text = 'phase: infrastructure\n') {
  await github.call('POST', `${repo}/git/refs`, { ref: `refs/heads/${branch}`, sha: main() });
  await writeOn(branch, text);
  return github.call(
    'POST',
    `${repo}/pulls`,
    { title: 'Next phase', head: branch, base: 'main' },
    github.developerToken,
  );
}

it('reads files and folders of a ref', async () => {
  const { json } = await github.call('GET', file);
  expect(Buffer.from(json.content, 'base64').toString()).toBe('phase: baseline\n');
  expect((await github.call('GET', `${repo}/contents/environments`)).json).toMatchObject([
    { type: 'file', path: 'environments/dev.yaml' },
  ]);
  expect((await github.call('GET', `${repo}/contents/environments/prod.yaml`)).status).toBe(404);
  expect((await github.call('GET', `${file}?ref=no-branch`)).status).toBe(404);
});

it('commits a file on a branch of the repository and keeps the other files', async () => {
  const path = `${repo}/contents/environments/deep/prod%20eu.yaml`;
  const created = await github.call('PUT', path, { message: 'Add prod', content: encode('phase: baseline\n') });
  expect(created.status).toBe(201);
  expect(created.json.commit.sha).toBe(main());
  expect(github.git('ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual([
    'environments/deep/prod eu.yaml',
    'environments/dev.yaml',
  ]);
  expect(github.git('log', '-1', '--format=%an|%s', 'main')).toBe('github-actions[bot]|Add prod');
});

it('overwrites a file only for a caller who read its last content', async () => {
  const body = { message: 'Change', content: encode('x') };
  expect((await github.call('PUT', file, body)).status).toBe(422);
  expect((await github.call('PUT', file, { ...body, sha: 'f'.repeat(40) })).status).toBe(409);
  expect(github.git('show', 'main:environments/dev.yaml')).toBe('phase: baseline');
  expect((await writeOn('main', 'x')).status).toBe(200);
});

it('creates, moves and deletes refs, and refuses to lose commits', async () => {
  const start = main();
  const body = { ref: 'refs/heads/adopt/revert', sha: start };
  expect((await github.call('POST', `${repo}/git/refs`, body)).status).toBe(201);
  expect(await github.call('POST', `${repo}/git/refs`, body)).toMatchObject({
    status: 422,
    json: { message: 'Reference already exists' },
  });
  expect((await github.call('GET', `${repo}/git/ref/heads%2Fadopt%2Frevert`)).json.object.sha).toBe(start);
  await writeOn('main', 'moved on');
  await github.call('PATCH', `${repo}/git/refs/heads/adopt/revert`, { sha: main() });
  expect(github.git('rev-parse', 'adopt/revert')).toBe(main());
  const back = await github.call('PATCH', `${repo}/git/refs/heads/adopt/revert`, { sha: start });
  expect(back).toMatchObject({ status: 422, json: { message: 'Update is not a fast forward' } });
  expect((await github.call('DELETE', `${repo}/git/refs/heads/adopt/revert`)).status).toBe(204);
  expect((await github.call('GET', `${repo}/git/ref/heads/adopt/revert`)).status).toBe(404);
});

it('compares two refs from their merge base', async () => {
  await openPull();
  await writeOn('main', 'main moved on\n');
  const { json } = await github.call('GET', `${repo}/compare/main...change`);
  expect(json).toMatchObject({ status: 'diverged', ahead_by: 1, behind_by: 1 });
  expect(json.files).toMatchObject([
    { filename: 'environments/dev.yaml', status: 'modified', additions: 1, deletions: 1, changes: 2 },
  ]);
  expect(json.files[0].patch).toBe('@@ -1 +1 @@\n-phase: baseline\n+phase: infrastructure');
});

it('opens a pull request once and finds it by head', async () => {
  const opened = await openPull();
  expect(opened.json).toMatchObject({ number: 1, state: 'open', mergeable: true, user: { login: 'developer' } });
  expect(opened.json.head).toMatchObject({
    ref: 'change',
    sha: github.git('rev-parse', 'change'),
    repo: { full_name: REPOSITORY },
  });
  const again = await github.call(
    'POST',
    `${repo}/pulls`,
    { title: 'Next phase', head: 'change', base: 'main' },
    github.developerToken,
  );
  expect(JSON.stringify(again.json)).toContain('A pull request already exists for acme:change.');
  expect((await github.call('GET', `${repo}/pulls?head=acme:change`)).json).toHaveLength(1);
  expect((await github.call('GET', `${repo}/pulls?head=acme:other`)).json).toHaveLength(0);
  const files = (await github.call('GET', `${repo}/pulls/1/files`)).json;
  expect(files.map(({ filename }: { filename: string }) => filename)).toEqual(['environments/dev.yaml']);
});

it('lets a workflow open none, unless the repository is set to it', async () => {
  await openPull();
  await github.call('POST', `${repo}/git/refs`, { ref: 'refs/heads/other', sha: github.git('rev-parse', 'change') });
  const body = { title: 'Revert', head: 'other', base: 'main' };
  expect(await github.call('POST', `${repo}/pulls`, body)).toMatchObject({
    status: 403,
    json: { message: 'GitHub Actions is not permitted to create or approve pull requests.' },
  });
  await github.stop();
  github = await startTestGitHub({ workflowsMayOpenPullRequests: true });
  await github.call('POST', `${repo}/git/refs`, { ref: 'refs/heads/other', sha: main() });
  await writeOn('other', 'phase: rollout\n');
  expect((await github.call('POST', `${repo}/pulls`, body)).status).toBe(201);
});

it('makes a commit of files before any ref names it', async () => {
  const before = (await github.call('GET', `${repo}/git/commits/${main()}`)).json;
  const entry = { path: 'environments/dev.yaml', mode: '100644', type: 'blob', content: 'phase: rollout\n' };
  const tree = await github.call('POST', `${repo}/git/trees`, { base_tree: before.tree.sha, tree: [entry] });
  expect(tree.status).toBe(201);
  const body = { message: 'Revert', tree: tree.json.sha, parents: [main()] };
  const commit = (await github.call('POST', `${repo}/git/commits`, body)).json;
  expect(commit).toMatchObject({ parents: [{ sha: main() }], message: 'Revert' });
  expect(github.git('show', `${commit.sha}:environments/dev.yaml`)).toBe('phase: rollout');
  expect(github.git('show', 'main:environments/dev.yaml')).toBe('phase: baseline');

  const refused = async (path: string, change: object) =>
    (await github.call('POST', `${repo}/git/${path}`, change)).status;
  expect(await refused('trees', { base_tree: before.tree.sha, tree: [{ ...entry, mode: '040000' }] })).toBe(422);
  expect(await refused('trees', { base_tree: before.tree.sha, tree: [] })).toBe(422);
  expect(await refused('trees', { base_tree: 'main', tree: [entry] })).toBe(404);
  expect(await refused('commits', { ...body, parents: ['main'] })).toBe(422);
  expect(await refused('commits', { ...body, tree: 'x' })).toBe(422);
});

it('refuses a pull request without commits or without its branch', async () => {
  await github.call('POST', `${repo}/git/refs`, { ref: 'refs/heads/same', sha: main() });
  const empty = await github.call(
    'POST',
    `${repo}/pulls`,
    { title: 'x', head: 'same', base: 'main' },
    github.developerToken,
  );
  expect(JSON.stringify(empty.json)).toContain('No commits between main and same');
  const missing = await github.call(
    'POST',
    `${repo}/pulls`,
    { title: 'x', head: 'missing', base: 'main' },
    github.developerToken,
  );
  expect(missing).toMatchObject({ status: 422, json: { errors: [{ field: 'head', code: 'invalid' }] } });
});

it('squashes a pull request into one commit on main and keeps the branch', async () => {
  await openPull();
  await writeOn('change', 'phase: rollout\n');
  const before = main();
  const merged = await github.call('PUT', `${repo}/pulls/1/merge`, {
    merge_method: 'squash',
    sha: github.git('rev-parse', 'change'),
  });
  expect(merged.json).toMatchObject({ merged: true, sha: main() });
  expect(github.git('log', '--format=%P|%s', '-1', 'main')).toBe(`${before}|Next phase (#1)`);
  expect(github.git('show', 'main:environments/dev.yaml')).toBe('phase: rollout');
  expect(github.git('rev-parse', 'change')).not.toBe(main());
  expect((await github.call('GET', `${repo}/pulls/1`)).json).toMatchObject({
    state: 'closed',
    merged: true,
    base: { sha: before },
  });
  expect((await github.call('GET', `${repo}/commits/${main()}/pulls`)).json).toMatchObject([{ number: 1 }]);
  expect((await github.call('PUT', `${repo}/pulls/1/merge`, {})).status).toBe(405);
});

it('refuses to merge what was reviewed on another commit or on an older main', async () => {
  await openPull();
  const stale = await github.call('PUT', `${repo}/pulls/1/merge`, { merge_method: 'squash', sha: main() });
  expect(stale).toMatchObject({
    status: 409,
    json: { message: 'Head branch was modified. Review and try the merge again.' },
  });
  await writeOn('main', 'main moved on\n');
  const behind = await github.call('PUT', `${repo}/pulls/1/merge`, { merge_method: 'squash' });
  expect(behind.status).toBe(409);
  expect((await github.call('GET', `${repo}/pulls/1`)).json).toMatchObject({
    state: 'open',
    mergeable_state: 'behind',
  });
});

it('closes a pull request by hand and when its branch goes', async () => {
  await openPull('one', 'one\n');
  await openPull('two', 'two\n');
  expect((await github.call('PATCH', `${repo}/pulls/1`, { state: 'closed' })).json).toMatchObject({
    state: 'closed',
    merged: false,
  });
  await github.call('DELETE', `${repo}/git/refs/heads/two`);
  expect((await github.call('GET', `${repo}/pulls/2`)).json.state).toBe('closed');
  expect((await github.call('GET', `${repo}/pulls`)).json).toEqual([]);
});

it('stores statuses, check runs, deployments and workflow runs', async () => {
  const sha = main();
  await github.call('POST', `${repo}/statuses/${sha}`, { state: 'pending', context: 'plan (dev)' });
  await github.call('POST', `${repo}/statuses/${sha}`, { state: 'success', context: 'plan (dev)' });
  expect((await github.call('GET', `${repo}/commits/main/status`)).json).toMatchObject({
    state: 'success',
    total_count: 1,
  });
  const check = await github.call('POST', `${repo}/check-runs`, {
    name: 'policy',
    head_sha: sha,
    status: 'in_progress',
  });
  await github.call('PATCH', `${repo}/check-runs/${check.json.id}`, { conclusion: 'failure' });
  expect((await github.call('GET', `${repo}/commits/main/check-runs`)).json.check_runs).toMatchObject([
    { status: 'completed', conclusion: 'failure' },
  ]);
  const deployment = await github.call('POST', `${repo}/deployments`, { ref: 'main', environment: 'dev' });
  expect(deployment.json).toMatchObject({ sha, environment: 'dev' });
  const bad = await github.call('POST', `${repo}/deployments/${deployment.json.id}/statuses`, { state: 'fine' });
  expect(bad.status).toBe(422);
  await github.call('POST', `${repo}/deployments/${deployment.json.id}/statuses`, { state: 'in_progress' });
  await github.call('POST', `${repo}/deployments/${deployment.json.id}/statuses`, { state: 'success' });
  const statuses = (await github.call('GET', `${repo}/deployments/${deployment.json.id}/statuses`)).json;
  expect(statuses.map(({ state }: { state: string }) => state)).toEqual(['success', 'in_progress']);
  expect((await github.call('GET', `${repo}/deployments?environment=prod`)).json).toEqual([]);

  const run = {
    id: 7,
    name: 'deploy',
    path: '.github/workflows/deploy.yml',
    event: 'push',
    head_sha: sha,
    head_branch: 'main',
    conclusion: null,
  };
  github.recordRun({ ...run, status: 'in_progress' });
  expect((await github.call('GET', `${repo}/actions/workflows/deploy.yml/runs?status=in_progress`)).json).toMatchObject(
    { total_count: 1, workflow_runs: [{ id: 7 }] },
  );
  expect((await github.call('POST', `${repo}/actions/runs/7/cancel`)).status).toBe(202);
  expect((await github.call('GET', `${repo}/actions/runs/7`)).json.conclusion).toBe('cancelled');
  expect((await github.call('POST', `${repo}/actions/runs/7/cancel`)).status).toBe(409);
});

it('builds the event payloads that workflows read', async () => {
  const before = main();
  await openPull();
  const pull = await github.events.pullRequestEvent(1, 'synchronize');
  expect(pull).toMatchObject({
    action: 'synchronize',
    number: 1,
    pull_request: {
      state: 'open',
      head: { ref: 'change', repo: { full_name: REPOSITORY } },
      base: { ref: 'main', sha: before },
      user: { login: 'developer' },
    },
    repository: { name: 'logs', full_name: REPOSITORY, owner: { login: 'acme' }, default_branch: 'main' },
  });
  await github.call('PUT', `${repo}/pulls/1/merge`, { merge_method: 'squash' });
  const push = await github.events.pushEvent(before, main(), 'refs/heads/main');
  expect(push).toMatchObject({
    before,
    after: main(),
    ref: 'refs/heads/main',
    forced: false,
    head_commit: { id: main(), message: 'Next phase (#1)' },
  });
  expect(github.events.workflowDispatchEvent({ environment: 'dev' })).toMatchObject({
    inputs: { environment: 'dev' },
    ref: 'refs/heads/main',
  });
  expect(github.events.scheduleEvent()).toMatchObject({ schedule: '0 6 * * *', repository: { full_name: REPOSITORY } });
  await expect(github.events.pullRequestEvent(99, 'opened')).rejects.toThrow('no pull request 99');
});
