import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setValue } from '@loki-adoption/environment';

/** A commit identity and no settings of the machine: the demo's history is the same everywhere. */
const GIT_ENV: NodeJS.ProcessEnv = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Dana Developer',
  GIT_AUTHOR_EMAIL: 'dana@example.com',
  GIT_COMMITTER_NAME: 'Dana Developer',
  GIT_COMMITTER_EMAIL: 'dana@example.com',
};

export interface PullRequest {
  readonly number: number;
  readonly branch: string;
  readonly base: string;
  readonly head: string;
}

/** Somebody of the platform team, at work in a clone of the repository and on GitHub. */
export class Developer {
  readonly clone: string;
  readonly #api: string;
  readonly #token: string;
  readonly #repository: string;

  constructor(options: { clone: string; api: string; token: string; repository: string }) {
    this.clone = options.clone;
    this.#api = options.api;
    this.#token = options.token;
    this.#repository = options.repository;
  }

  git(...args: string[]): string {
    return git(this.clone, args);
  }

  head(): string {
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Edits an environment's file as a person would: other lines and comments stay. */
  editEnvironment(name: string, edits: readonly (readonly [path: string, value: unknown])[]): void {
    const file = join(this.clone, 'environments', name, 'environment.yaml');
    let source = readFileSync(file, 'utf8');
    for (const [path, value] of edits) source = setValue(source, path.split('.'), value);
    writeFileSync(file, source);
  }

  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    return this.head();
  }

  push(branch: string): void {
    this.git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  }

  async openPullRequest(branch: string, title: string, body: string, change: () => void): Promise<PullRequest> {
    this.git('fetch', '--quiet', 'origin');
    this.git('checkout', '--quiet', '-B', branch, 'origin/main');
    const base = this.head();
    change();
    const head = this.commit(title);
    this.push(branch);
    const number = await this.openPullRequestOf(branch, title, body);
    return { number, branch, base, head };
  }

  /** Of a branch that is there already. Returns its number. */
  async openPullRequestOf(branch: string, title: string, body: string): Promise<number> {
    const change = { title, body, head: branch, base: 'main' };
    return Number((await this.#request('POST', `/repos/${this.#repository}/pulls`, change))['number']);
  }

  /** Merges and returns main before and after. */
  async merge(pull: PullRequest): Promise<{ before: string; after: string }> {
    const merged = await this.#request('PUT', `/repos/${this.#repository}/pulls/${pull.number}/merge`, {
      merge_method: 'squash',
    });
    this.git('fetch', '--quiet', 'origin');
    this.git('checkout', '--quiet', '-B', 'main', 'origin/main');
    return { before: pull.base, after: String(merged['sha']) };
  }

  async createIssue(title: string): Promise<number> {
    return Number((await this.#request('POST', `/repos/${this.#repository}/issues`, { title }))['number']);
  }

  async #request(method: string, path: string, body: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#api}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }
}

export function git(folder: string, args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...GIT_ENV },
    maxBuffer: 1 << 28,
  });
}

/** Copies what git knows of a checkout, with uncommitted changes, and nothing that it ignores. */
export function copyTrackedFiles(root: string, target: string): void {
  const listed = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  const deleted = new Set(git(root, ['ls-files', '-z', '--deleted']).split('\0'));
  for (const path of listed.split('\0')) {
    if (path === '' || deleted.has(path)) continue;
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(root, path), join(target, path));
  }
}
