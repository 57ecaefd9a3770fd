import { readFileSync } from 'node:fs';
import { UserError } from '@loki-adoption/errors';

/** What the runner says of the run this step belongs to. */
export interface RunContext {
  readonly owner: string;
  readonly repo: string;
  readonly sha: string;
  readonly runId: number;
  readonly runNumber: number;
  readonly runAttempt: number;
  readonly actor: string;
  readonly eventName: string;
  /** The event's payload, `{}` outside of GitHub. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly apiUrl: string;
  readonly serverUrl: string;
}

/** Reads GITHUB_*; an unreadable event file is an error, a missing one isn't. */
export function runContext(env: NodeJS.ProcessEnv = process.env): RunContext {
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const eventPath = env['GITHUB_EVENT_PATH'];
  return {
    owner,
    repo,
    sha: env['GITHUB_SHA'] ?? '',
    runId: Number(env['GITHUB_RUN_ID'] ?? 0),
    runNumber: Number(env['GITHUB_RUN_NUMBER'] ?? 0),
    runAttempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1),
    actor: env['GITHUB_ACTOR'] ?? '',
    eventName: env['GITHUB_EVENT_NAME'] ?? '',
    payload: eventPath ? readEvent(eventPath) : {},
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    serverUrl: env['GITHUB_SERVER_URL'] ?? 'https://github.com',
  };
}

/** The page of this run. */
export function runUrl(context: RunContext): string {
  return `${context.serverUrl}/${context.owner}/${context.repo}/actions/runs/${context.runId}`;
}

function readEvent(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new UserError(`GITHUB_EVENT_PATH names ${path}, which can't be read as JSON.`, { cause: error });
  }
}
