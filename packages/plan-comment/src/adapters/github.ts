import {
  type Comment,
  composeSticky,
  connectDirectly,
  DEFAULT_AUTHOR,
  type DirectGitHub,
  deleteComment,
  explainGitHubError,
  httpStatus,
  info,
  isForbidden,
  listComments,
  minimizeComment,
  orderOf,
  pullRequestOf,
  type RunContext,
  readPullRequest,
  rewriteComment,
  unminimizeComment,
  upsertComment,
} from '@loki-adoption/action-kit';
import { errorMessage, UserError } from '@loki-adoption/errors';
import { firstLine, isOutdated, isOwn } from '../core/show/posted-comment.ts';
import type { Posted, PostRequest, PullRequests } from '../ports.ts';

export interface GitHubSettings {
  readonly token: string;
  /** Login that the token writes under; `undefined`: `github-actions[bot]`, or what its first comment says. */
  readonly author: string | undefined;
  /** Commit that the texts are of. */
  readonly commit: string | undefined;
  /** Whether that commit is one of the pull request's: only then does its newest one show which text is older. */
  readonly isOfPullRequest: boolean;
}

/** Pull requests and comments over GitHub's API. */
export function gitHubPullRequests(settings: () => GitHubSettings, context: RunContext): PullRequests {
  let connected: DirectGitHub | undefined;
  /** Asked for before the plan was read. */
  const early = new Map<number, Promise<readonly Comment[]>>();
  const place = () => {
    const { owner, repo } = context;
    if (owner === '' || repo === '') throw new UserError('GITHUB_REPOSITORY is not set: where is the pull request?');
    connected ??= connectDirectly(settings().token, context);
    return { github: connected, owner, repo };
  };
  const ownComments = (pullRequest: number) =>
    listComments({ ...place(), issueNumber: pullRequest }, settings().author ?? DEFAULT_AUTHOR, isOwn);
  /** Text as the poster writes it, so that its commit and run stay known. */
  const order = () => {
    const { runNumber, runAttempt, sha } = context;
    return { run: runNumber, attempt: runAttempt, commit: settings().commit ?? sha };
  };

  async function upsert({ marker, pullRequest }: PostRequest, body: string): Promise<Posted> {
    const at = place();
    const { author, isOfPullRequest } = settings();
    const posted = await upsertComment({
      ...at,
      issueNumber: pullRequest,
      marker,
      body,
      order: order(),
      ...(isOfPullRequest && { newestCommit: async () => (await readPullRequest(at, pullRequest))?.head }),
      ...(author !== undefined && { author }),
      known: early.get(pullRequest),
    });
    early.delete(pullRequest);
    const { id, url, replaced, nodeId } = posted;
    // It may have been hidden with what it said before.
    if (replaced !== undefined && isOutdated(replaced)) await showAgain(at.github, nodeId);
    return { posted: posted.posted, id, url };
  }

  return {
    find: async (number) => readPullRequest(place(), number),
    ofCommit: async (commit) =>
      explained(`Looking for the pull request of ${commit}`, async () => pullRequestOf(place(), commit)),
    prepare: (pullRequest) => {
      const listed = ownComments(pullRequest);
      // A failure surfaces where the comments are awaited; until then it must not count as unhandled.
      listed.catch(() => {});
      early.set(pullRequest, listed);
    },
    comments: async (pullRequest) =>
      explained(`Reading the comments of pull request ${pullRequest}`, async () => {
        const found = await (early.get(pullRequest) ?? ownComments(pullRequest));
        return found.map(({ id, node_id, html_url, body = '' }) => {
          return { id, nodeId: node_id, url: html_url, body, commit: orderOf(body)?.commit };
        });
      }),
    async post(request) {
      try {
        return await upsert(request, request.body);
      } catch (error) {
        if (isForbidden(error)) return { posted: 'skipped' };
        const what = `Posting the comment to pull request ${request.pullRequest}`;
        const short = httpStatus(error) === 422 ? request.short?.() : undefined;
        if (short === undefined) throw explainGitHubError(error, what);
        return explained(what, () => upsert(request, short));
      }
    },
    rewrite: async (comment, body) => {
      await rewriteComment(place(), comment.id, composeSticky(firstLine(comment.body), order(), body));
    },
    hide: async (comment) => minimizeComment(place().github, { node_id: comment.nodeId }),
    delete: async (comment) => deleteComment(place(), comment.id),
  };
}

/** The text is up to date already: that it can't be shown again is not a failure. */
async function showAgain(github: DirectGitHub, nodeId: string): Promise<void> {
  try {
    await unminimizeComment(github, { node_id: nodeId });
  } catch (error) {
    info(`The comment may still be hidden: ${errorMessage(error)}`);
  }
}

async function explained<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explainGitHubError(error, what);
  }
}
