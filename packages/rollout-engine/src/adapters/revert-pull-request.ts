import { createGitHub, explainGitHubError, httpStatus, type RunContext } from '@loki-adoption/action-kit';
import { type Environment, isAtLeast, setValue } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { blocks, code, md } from '@loki-adoption/markdown';
import type { RevertRequest } from '../ports.ts';

export interface RevertTarget {
  readonly token: string;
  readonly context: RunContext;
  readonly environment: Environment;
  /** Path of environment.yaml below the repository's root. */
  readonly path: string;
}

/**
 * Opens a pull request against the default branch that says in desired state what runs after a rollback: the phase before
 * `rollout`, or `collector: adot` for single services. `undefined` where desired state says so already.
 */
export async function openRevertPullRequest(target: RevertTarget, request: RevertRequest): Promise<string | undefined> {
  const { context, environment, path } = target;
  const { owner, repo } = context;
  if (!isAtLeast(environment.migration.phase, 'rollout')) return undefined;
  if (owner === '' || repo === '') throw new UserError('GITHUB_REPOSITORY is not set: which repository?');
  const { rest } = await createGitHub(target.token, context);
  try {
    const { data: repository } = await rest.repos.get({ owner, repo });
    const base = repository.default_branch;
    const { data: head } = await rest.git.getRef({ owner, repo, ref: `heads/${base}` });
    const { data: file } = await rest.repos.getContent({ owner, repo, path, ref: base });
    if (Array.isArray(file) || file.type !== 'file') throw new UserError(`${path} is not a file on ${base}.`);
    const source = Buffer.from(file.content, 'base64').toString('utf8');
    const reverted = revertedSource(source, request);
    if (reverted === source) return undefined;
    const branch = `rollback/${request.environment}-${request.epoch}`;
    // A branch that is there already is fine, so asking twice is as well.
    await rest.git
      .createRef({ owner, repo, ref: `refs/heads/${branch}`, sha: head.object.sha, request: { retries: 3 } })
      .catch((error: unknown) => ignoreExisting(error));
    const title = `Roll ${request.services?.join(', ') ?? 'back'} ${request.services ? 'back in ' : ''}${request.environment}`;
    const content = Buffer.from(reverted, 'utf8').toString('base64');
    await rest.repos.createOrUpdateFileContents({ owner, repo, path, message: title, content, branch, sha: file.sha });
    const { data: pull } = await rest.pulls.create({ owner, repo, title, head: branch, base, body: bodyOf(request) });
    return pull.html_url;
  } catch (error) {
    throw explainGitHubError(error, 'the pull request');
  }
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

function ignoreExisting(error: unknown): void {
  if (httpStatus(error) !== 422) throw error;
}
