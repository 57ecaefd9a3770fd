import { errorMessage, UserError } from '@loki-adoption/errors';
import type { RunContext } from './context.ts';
import type { connect, GitHubOptions } from './octokit.ts';

/** An octokit client with its REST methods and `paginate`. */
export type GitHub = ReturnType<typeof connect>;

export type { GitHubOptions };

/**
 * A client for the API that GITHUB_API_URL names. Failed reads are repeated up to three times, limits of the rate are waited for up to
 * a minute; creating something is never repeated blindly.
 */
export async function createGitHub(
  token: string,
  context: Pick<RunContext, 'apiUrl'>,
  options: GitHubOptions = {},
): Promise<GitHub> {
  const { connect } = await import('./octokit.ts');
  return connect(token, {
    apiUrl: context.apiUrl,
    retryUnitMs: 1000,
    log: (message) => process.stderr.write(`${message}\n`),
    ...options,
  });
}

/** The HTTP status of a failed GitHub call, `undefined` for any other error. */
export function httpStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** Whether the token may not do this, as with the read-only token of a pull request from a fork. */
export function isForbidden(error: unknown): boolean {
  return httpStatus(error) === 403 && /not accessible|must have admin rights|read-only/i.test(errorMessage(error));
}

/** What a failed GitHub call means to the reader of the log; other errors come back as they are. */
export function explainGitHubError(error: unknown, what: string): unknown {
  const status = httpStatus(error);
  if (status === undefined) return error;
  const hints: Readonly<Record<number, string>> = {
    401: 'the token is wrong or has expired',
    403: 'the token lacks a permission: see "Permissions" in the README',
    404: 'not found, or the token may not see it',
    410: 'it was deleted, or the feature is switched off in this repository',
    422: 'it refuses the content',
    429: 'GitHub limits the rate: run the job again later',
  };
  const hint = hints[status];
  return new UserError(`${what}: GitHub answered ${status}${hint ? ` (${hint})` : ''}: ${errorMessage(error)}`, {
    cause: error,
  });
}
