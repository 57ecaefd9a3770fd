import { createGitHub, explainGitHubError, type GitHub, httpStatus, type RunContext } from '@loki-adoption/action-kit';
import { type Environment, isAtLeast, setValue } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { blocks, code, md } from '@loki-adoption/markdown';
import type { Revert, RevertRequest } from '../ports.ts';

export interface RevertTarget {
  readonly token: string;
  readonly context: RunContext;
  readonly environment: Environment;
  /** Path of environment.yaml below the repository's root. */
  readonly path: string;
}

/**
 * Reverts desired state on a branch of its own, and opens a pull request against the default branch: it takes the phase back to the one
 * before `rollout`, or has `collector: adot` for single services. `undefined` where desired state says so already.
 */
export async function openRevertPullRequest(target: RevertTarget, request: RevertRequest): Promise<Revert | undefined> {
  const { context, environment, path } = target;
  const { owner, repo } = context;
  if (!isAtLeast(environment.migration.phase, 'rollout')) return undefined;
  if (owner === '' || repo === '') throw new UserError('GITHUB_REPOSITORY is not set: which repository?');
  const github = await createGitHub(target.token, context);
  try {
    const place = { github, owner, repo };
    const { base, head, source } = await currentSource(place, path);
    const content = revertedSource(source, request);
    if (content === source) return undefined;
    const branch = `rollback/${request.environment}-${request.epoch}`;
    const title = `Roll ${request.services?.join(', ') ?? 'back'} ${request.services ? 'back in ' : ''}${request.environment}`;
    await createBranch(place, { branch, parent: head, path, content, message: title });
    const compareUrl = `${context.serverUrl}/${owner}/${repo}/compare/${base}...${branch}?expand=1`;
    const body = bodyOf(request);
    const opened = await github.rest.pulls
      .create({ owner, repo, title, head: branch, base, body })
      .catch((error: unknown) => {
        // GITHUB_TOKEN may open none as long as workflows may not approve any, and that is how it should stay: a person opens it.
        if (httpStatus(error) === undefined) throw error;
        return undefined;
      });
    return opened === undefined ? { branch, compareUrl } : { pullRequest: opened.data.html_url };
  } catch (error) {
    throw explainGitHubError(error, 'the pull request');
  }
}

interface Place {
  readonly github: GitHub;
  readonly owner: string;
  readonly repo: string;
}

/** The file on the newest commit of the default branch. */
async function currentSource({ github, owner, repo }: Place, path: string) {
  const { rest } = github;
  const { data: repository } = await rest.repos.get({ owner, repo });
  const base = repository.default_branch;
  const { data: ref } = await rest.git.getRef({ owner, repo, ref: `heads/${base}` });
  const head = ref.object.sha;
  const { data: file } = await rest.repos.getContent({ owner, repo, path, ref: head });
  if (Array.isArray(file) || file.type !== 'file') throw new UserError(`${path} is not a file on ${base}.`);
  return { base, head, source: Buffer.from(file.content, 'base64').toString('utf8') };
}

interface Change {
  readonly branch: string;
  /** Commit that the change is made on. */
  readonly parent: string;
  readonly path: string;
  readonly content: string;
  readonly message: string;
}

/**
 * A branch with one commit on `parent`. The commit comes first, so a branch of that name is either this commit, which an answer that was
 * lost leaves behind, or somebody else's: what they put there must not be merged as a rollback.
 */
async function createBranch({ github, owner, repo }: Place, change: Change): Promise<void> {
  const { git } = github.rest;
  const { branch, parent, path, content, message } = change;
  const { data: before } = await git.getCommit({ owner, repo, commit_sha: parent });
  const entry = { path, mode: '100644', type: 'blob', content } as const;
  const { data: tree } = await git.createTree({ owner, repo, base_tree: before.tree.sha, tree: [entry] });
  const { data: commit } = await git.createCommit({ owner, repo, message, tree: tree.sha, parents: [parent] });
  const ref = { owner, repo, ref: `refs/heads/${branch}`, sha: commit.sha, request: { retries: 3 } };
  await git.createRef(ref).catch(async (error: unknown) => {
    if (httpStatus(error) !== 422) throw error;
    const { data: existing } = await git.getRef({ owner, repo, ref: `heads/${branch}` });
    if (existing.object.sha === commit.sha) return;
    throw new UserError(
      `The branch ${branch} is there already, at ${existing.object.sha}, and not made by this run: see who pushed it and what it holds, ` +
        'delete it, and revert desired state by hand.',
    );
  });
}

/** The environment file as it has to read after the rollback. */
export function revertedSource(source: string, request: Pick<RevertRequest, 'services'>): string {
  if (!request.services) return setValue(source, ['migration', 'phase'], 'infrastructure');
  return request.services.reduce((text, name) => setValue(text, ['services', name, 'collector'], 'adot'), source);
}

function bodyOf(request: RevertRequest): string {
  const what = request.services ? `${request.services.join(', ')} of ${request.environment}` : request.environment;
  return blocks([
    md`${code(what)} was rolled back (epoch ${request.epoch}): ${code(request.reason.replace(/\s+/g, ' '))}`,
    md`What runs is no longer what desired state asks for, and deploys are on hold. Merging this makes them agree again and ends the hold.`,
  ]);
}
