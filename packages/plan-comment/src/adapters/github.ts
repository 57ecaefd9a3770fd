import {
  createGitHub,
  explainGitHubError,
  isForbidden,
  type RunContext,
  upsertComment,
} from '@loki-adoption/action-kit';
import { UserError } from '@loki-adoption/errors';
import type { Posted, PostRequest } from '../ports.ts';

/** Posts the comment as the token's owner; a token that may only read is told, not thrown. */
export async function postComment(request: PostRequest, token: string, context: RunContext): Promise<Posted> {
  const { owner, repo, runNumber, runAttempt, sha } = context;
  if (owner === '' || repo === '') throw new UserError('GITHUB_REPOSITORY is not set: where is the pull request?');
  try {
    return await upsertComment({
      github: await createGitHub(token, context),
      owner,
      repo,
      issueNumber: request.pullRequest,
      marker: request.marker,
      body: request.body,
      order: { run: runNumber, attempt: runAttempt, commit: sha },
    });
  } catch (error) {
    if (isForbidden(error)) return { posted: 'skipped' };
    throw explainGitHubError(error, `Posting the comment to pull request ${request.pullRequest}`);
  }
}
