import { getOctokit } from '@actions/github';
import { defaults } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { FAILURE_RETRIES, REQUEST_TIMEOUT_MS, waitsForRateLimit } from './retry-policy.ts';

export interface GitHubOptions {
  readonly apiUrl?: string;
  /** Length of one unit of waiting between attempts; tests make it short. Milliseconds. */
  readonly retryUnitMs?: number;
  readonly log?: (message: string) => void;
}

let clients = 0;

/** Kept apart from github.ts, which loads it on first use: a run that doesn't talk to GitHub doesn't pay for it. */
export function connect(token: string, options: Required<GitHubOptions>) {
  const goOn = (retryAfter: number, request: { url?: unknown }, _octokit: unknown, retryCount: number): boolean =>
    waitsForRateLimit(String(request.url), retryAfter, retryCount, options.log);
  return getOctokit(
    token,
    {
      baseUrl: options.apiUrl,
      request: { fetch: fetchWithTimeout },
      // 429 belongs to the throttling plugin; both at once would multiply their attempts.
      retry: {
        retries: FAILURE_RETRIES,
        retryAfterBaseValue: options.retryUnitMs,
        doNotRetry: [400, 401, 403, 404, 410, 413, 422, 429, 451],
      },
      throttle: {
        // The plugin spaces the writes of all clients that share an id.
        id: `client-${++clients}`,
        retryAfterBaseValue: options.retryUnitMs,
        onRateLimit: goOn,
        onSecondaryRateLimit: goOn,
      },
    },
    createOnce,
    nameRateLimits,
    retry,
    throttling,
  );
}

function fetchWithTimeout(url: string, init: Record<string, unknown>): Promise<unknown> {
  return defaults.request?.fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
}

/**
 * After a server error nobody knows whether the thing exists, and asking again would make a double: a POST is repeated only where its
 * call says `request: { retries }`. GraphQL is always a POST, and what is asked of it here may be asked twice.
 */
function createOnce(octokit: Parameters<typeof retry>[0]): Record<string, never> {
  octokit.hook.before('request', (options) => {
    if (options.method === 'POST' && options.url !== '/graphql') options.request = { retries: 0, ...options.request };
  });
  return {};
}

interface FailedRequest extends Error {
  readonly status?: number;
  readonly response?: { headers?: Record<string, unknown> };
}

/** The throttling plugin knows a secondary limit by its wording only: a bare 429 or a `retry-after` header is one too. */
function nameRateLimits(octokit: Parameters<typeof retry>[0]): Record<string, never> {
  octokit.hook.error('request', (error) => {
    const { status, response } = error as FailedRequest;
    const limited = status === 429 || (status === 403 && response?.headers?.['retry-after'] !== undefined);
    if (limited && response?.headers?.['x-ratelimit-remaining'] !== '0' && !/secondary rate/i.test(error.message)) {
      error.message += ' (secondary rate limit)';
    }
    throw error;
  });
  return {};
}
