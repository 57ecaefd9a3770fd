import { errorMessage } from '@loki-adoption/errors';
import type { Comment, CommentsGitHub } from './comments.ts';
import type { GitHubOptions } from './github.ts';
import type { PullRequestsGitHub } from './pull-requests.ts';
import { ConnectionError, request } from './request.ts';
import { FAILURE_RETRIES, LONGEST_PAUSE_SECONDS, REQUEST_TIMEOUT_MS, waitsForRateLimit } from './retry-policy.ts';

/** What comments and pull requests need of GitHub, by the HTTP client of Node: octokit takes its time to load. */
export type DirectGitHub = CommentsGitHub & PullRequestsGitHub;

/** An answer with a status outside 200–299. */
class RequestError extends Error {
  readonly status: number;
  readonly response: { readonly headers: Readonly<Record<string, string>> };

  constructor(status: number, message: string, headers: Readonly<Record<string, string>>) {
    super(message);
    this.status = status;
    this.response = { headers };
  }
}

interface Answer<T> {
  readonly data: T;
  readonly headers: { readonly link?: string };
}

/**
 * A client with the same manners as `createGitHub`: failed calls are repeated up to three times, but for what creates something; limits of the
 * rate are waited for up to a minute.
 */
export function connectDirectly(
  token: string,
  context: { readonly apiUrl: string },
  options: GitHubOptions = {},
): DirectGitHub {
  const { apiUrl = context.apiUrl, retryUnitMs = 1000 } = options;
  const log = options.log ?? ((message: string) => void process.stderr.write(`${message}\n`));
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `token ${token}`,
    'user-agent': 'loki-adoption',
    'x-github-api-version': '2022-11-28',
  };

  let proxied: Promise<void> | undefined;

  async function once<T>(method: string, url: string, body: object | undefined): Promise<Answer<T>> {
    proxied ??= useProxy(process.env, log);
    await proxied;
    const response = await request(url, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json; charset=utf-8' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs: REQUEST_TIMEOUT_MS,
    });
    const { status, text } = response;
    if (status < 200 || status > 299) throw new RequestError(status, wordsOf(text, status), response.headers);
    const { link } = response.headers;
    return { data: (text === '' ? undefined : parsed(text)) as T, headers: link === undefined ? {} : { link } };
  }

  async function call<T>(method: string, path: string, body?: object, retries = FAILURE_RETRIES): Promise<Answer<T>> {
    const url = path.startsWith('/') ? `${apiUrl.replace(/\/$/, '')}${path}` : path;
    for (let failures = 0, limits = 0; ; ) {
      try {
        return await once<T>(method, url, body);
      } catch (error) {
        const pause = pauseFor(error);
        if (pause !== undefined) {
          if (!waitsForRateLimit(`${method} ${path}`, pause, limits++, log)) throw error;
          await wait(pause * retryUnitMs);
        } else {
          if (!isPassing(error) || failures++ >= retries) throw error;
          await wait(failures ** 2 * retryUnitMs);
        }
      }
    }
  }

  return {
    rest: {
      issues: {
        listComments: ({ owner, repo, issue_number, per_page, page }) =>
          call<Comment[]>(
            'GET',
            `/repos/${owner}/${repo}/issues/${issue_number}/comments?per_page=${per_page}&page=${page}`,
          ),
        createComment: ({ owner, repo, issue_number, body }) =>
          call<Comment>('POST', `/repos/${owner}/${repo}/issues/${issue_number}/comments`, { body }, 0),
        updateComment: ({ owner, repo, comment_id, body }) =>
          call('PATCH', `/repos/${owner}/${repo}/issues/comments/${comment_id}`, { body }),
        deleteComment: ({ owner, repo, comment_id }) =>
          call('DELETE', `/repos/${owner}/${repo}/issues/comments/${comment_id}`),
      },
      pulls: { get: ({ owner, repo, pull_number }) => call('GET', `/repos/${owner}/${repo}/pulls/${pull_number}`) },
      repos: {
        listPullRequestsAssociatedWithCommit: ({ owner, repo, commit_sha }) =>
          call('GET', `/repos/${owner}/${repo}/commits/${encodeURIComponent(commit_sha)}/pulls`),
      },
    },
    graphql: async (query, variables) => {
      const { data } = await call<{ errors?: readonly { message: string }[] }>('POST', graphqlUrl(apiUrl), {
        query,
        variables,
      });
      const [problem] = data.errors ?? [];
      if (problem !== undefined) throw new Error(`GitHub's GraphQL API: ${problem.message}`);
      return data;
    },
  };
}

/** Runners behind a proxy name it in their environment, which Node heeds when it is asked to. */
async function useProxy(env: NodeJS.ProcessEnv, log: (message: string) => void): Promise<void> {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  if (!names.some((name) => (env[name] ?? '') !== '')) return;
  const { setGlobalProxyFromEnv } = (await import('node:http')) as { setGlobalProxyFromEnv?: () => unknown };
  if (setGlobalProxyFromEnv === undefined) {
    log(`Node ${process.version} can't use the proxy of this environment: set NODE_USE_ENV_PROXY=1 for this step.`);
  } else setGlobalProxyFromEnv();
}

/** On an enterprise server, REST lies below `/api/v3` and GraphQL beside it. */
function graphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/$/, '').replace(/\/api\/v3$/, '/api')}/graphql`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`GitHub's answer is not JSON: ${errorMessage(error)}`, { cause: error });
  }
}

function wordsOf(text: string, status: number): string {
  try {
    const answer = JSON.parse(text) as { message?: string; errors?: unknown };
    const errors = answer.errors === undefined ? '' : ` (${JSON.stringify(answer.errors)})`;
    return `${answer.message ?? `status ${status}`}${errors}`;
  } catch {
    return `status ${status}`;
  }
}

/** Seconds to wait where GitHub limits the rate. */
function pauseFor(error: unknown): number | undefined {
  if (!(error instanceof RequestError) || (error.status !== 429 && error.status !== 403)) return undefined;
  const { headers } = error.response;
  if (headers['retry-after'] !== undefined) return Number(headers['retry-after']) || 1;
  if (headers['x-ratelimit-remaining'] === '0') {
    return Math.max(1, Math.ceil(Number(headers['x-ratelimit-reset'] ?? 0) - Date.now() / 1000) + 1);
  }
  return error.status === 429 || /secondary rate/i.test(error.message) ? LONGEST_PAUSE_SECONDS : undefined;
}

/** A server that is down, or a connection that breaks. */
function isPassing(error: unknown): boolean {
  return error instanceof RequestError ? error.status >= 500 : error instanceof ConnectionError;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
