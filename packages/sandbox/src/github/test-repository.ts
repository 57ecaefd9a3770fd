import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitHubOptions, type GitHubSandbox, startGitHub } from './server.ts';

const ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

/** Answers are read like JavaScript objects: a wrong guess fails the test that made it. */
// biome-ignore lint/suspicious/noExplicitAny: the shape differs per route and the assertions check it
type LooseJson = any;

export interface TestGitHub extends GitHubSandbox {
  readonly directory: string;
  /** Runs git on the bare repository. */
  git(...args: string[]): string;
  /** A request as the workflow's token, or as `token`. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; headers: Headers; json: LooseJson }>;
}

export const REPOSITORY = 'acme/logs';

/** A bare repository whose main holds `environments/dev.yaml`, served for a test; `stop()` removes it. */
export async function startTestGitHub(options: Partial<GitHubOptions> = {}): Promise<TestGitHub> {
  const directory = mkdtempSync(join(tmpdir(), 'sandbox-github-'));
  const bareRepository = join(directory, 'repository.git');
  const run = (args: readonly string[], input = '') =>
    execFileSync('git', args, { env: ENV, input, encoding: 'utf8' }).trim();
  run(['init', '--quiet', '--bare', '--initial-branch=main', bareRepository]);
  const git = (...args: string[]) => run(['--git-dir', bareRepository, ...args]);
  const blob = run(['--git-dir', bareRepository, 'hash-object', '-w', '--stdin'], 'phase: baseline\n');
  const folder = run(['--git-dir', bareRepository, 'mktree'], `100644 blob ${blob}\tdev.yaml\n`);
  const root = run(['--git-dir', bareRepository, 'mktree'], `040000 tree ${folder}\tenvironments\n`);
  git('update-ref', 'refs/heads/main', git('commit-tree', root, '-m', 'Start'));

  const sandbox = await startGitHub({
    repository: REPOSITORY,
    bareRepository,
    stateDir: join(directory, 'state'),
    ...options,
  });
  return {
    ...sandbox,
    directory,
    git,
    async call(method, path, body, token = sandbox.token) {
      const response = await fetch(`${sandbox.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, json: text === '' ? undefined : JSON.parse(text) };
    },
    async stop() {
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
