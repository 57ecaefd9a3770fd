import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHub, type Repository } from '@loki-adoption/action-kit';
import { type GitHubOptions, type GitHubSandbox, startGitHub } from '@loki-adoption/sandbox';

export interface SandboxRepository {
  readonly sandbox: GitHubSandbox;
  /** The repository with a token of the sandbox, an administrator's unless it is said. */
  as(token?: string): Promise<Repository>;
  /** Commits files to main, whatever protects it. */
  commit(files: Readonly<Record<string, string>>): void;
  /** Changes a setting as an administrator. */
  set(method: string, path: string, body: unknown): Promise<number>;
  /** Variables of an environment. */
  variables(environment: string): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

const PERSON = { name: 'Ada', email: 'ada@example.com' };

/** GitHub with the repository acme/platform and the team acme/sre, for a test. */
export async function startSandboxRepository(options: Partial<GitHubOptions> = {}): Promise<SandboxRepository> {
  const directory = mkdtempSync(join(tmpdir(), 'github-settings-'));
  const bareRepository = join(directory, 'repository.git');
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', [...args], {
      input,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        GIT_DIR: bareRepository,
        GIT_INDEX_FILE: join(directory, 'index'),
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_NAME: PERSON.name,
        GIT_AUTHOR_EMAIL: PERSON.email,
        GIT_COMMITTER_NAME: PERSON.name,
        GIT_COMMITTER_EMAIL: PERSON.email,
      },
    }).trim();
  git(['init', '--quiet', '--bare', '--initial-branch=main', bareRepository]);
  const commit = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      git(['update-index', '--add', '--cacheinfo', `100644,${git(['hash-object', '-w', '--stdin'], text)},${path}`]);
    }
    git(['update-ref', 'refs/heads/main', git(['commit-tree', git(['write-tree']), '-m', 'Change'])]);
  };
  commit({ 'README.md': 'Platform\n' });
  const sandbox = await startGitHub({
    repository: 'acme/platform',
    bareRepository,
    stateDir: join(directory, 'state'),
    accounts: ['ann', 'acme/sre'],
    ...options,
  });
  return {
    sandbox,
    commit,
    async as(token = sandbox.administratorToken) {
      const github = await createGitHub(token, { apiUrl: sandbox.url }, { retryUnitMs: 1 });
      return { github, owner: 'acme', repo: 'platform' };
    },
    async set(method, path, body) {
      const response = await fetch(`${sandbox.url}/repos/acme/platform/${path}`, {
        method,
        headers: { authorization: `Bearer ${sandbox.administratorToken}` },
        body: JSON.stringify(body),
      });
      return response.status;
    },
    async variables(environment) {
      const path = `environments/${environment}/variables`;
      const response = await fetch(`${sandbox.url}/repos/acme/platform/${path}`, {
        headers: { authorization: `Bearer ${sandbox.administratorToken}` },
      });
      const { variables } = (await response.json()) as { variables: { name: string; value: string }[] };
      return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    },
    async stop() {
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
