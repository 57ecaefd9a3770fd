import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  choiceInput,
  linesInput,
  optionalInput,
  type RunContext,
  requiredInput,
  runUrl,
  secretInput,
} from '@loki-adoption/action-kit';
import { UserError } from '@loki-adoption/errors';

export interface PullRequest {
  readonly number: number;
  readonly isClosed: boolean;
}

export interface Inputs {
  readonly planFiles: readonly string[];
  readonly environment: string;
  readonly token: string | undefined;
  /** `undefined` where the event has none. */
  readonly pullRequest: PullRequest | undefined;
  readonly mode: 'comment' | 'summary' | 'file';
  readonly bodyFile: string;
  readonly configDiffFile: string | undefined;
  readonly costFile: string | undefined;
  readonly phaseFrom: string | undefined;
  readonly phaseTo: string | undefined;
  readonly failOn: 'none' | 'policy' | 'destroy';
  readonly commit: string | undefined;
  readonly run: { readonly number: number; readonly url: string } | undefined;
}

/** Reads the inputs of action.yml and the run they belong to. */
export function readInputs(context: RunContext, env: NodeJS.ProcessEnv = process.env): Inputs {
  const environment = requiredInput('environment');
  const planFiles = linesInput('plan-file');
  if (planFiles.length === 0) throw new UserError('Input "plan-file" is empty: name a file of `terraform show -json`.');
  const pull = record(context.payload['pull_request']);
  return {
    planFiles,
    environment,
    token: secretInput('github-token'),
    pullRequest: pullRequest(context),
    mode: choiceInput('mode', ['comment', 'summary', 'file'], 'comment'),
    bodyFile: optionalInput('body-file') ?? join(env['RUNNER_TEMP'] ?? tmpdir(), `plan-comment-${environment}.md`),
    configDiffFile: optionalInput('config-diff-file'),
    costFile: optionalInput('cost-file'),
    phaseFrom: optionalInput('phase-from'),
    phaseTo: optionalInput('phase-to'),
    failOn: choiceInput('fail-on', ['none', 'policy', 'destroy'], 'none'),
    // For a pull request GITHUB_SHA is a merge that nobody has seen: people know the head.
    commit: text(record(pull['head'])['sha']) ?? (context.sha || undefined),
    run: context.runId > 0 ? { number: context.runNumber, url: runUrl(context) } : undefined,
  };
}

function pullRequest({ payload }: RunContext): PullRequest | undefined {
  const given = optionalInput('pull-request');
  if (given !== undefined && !/^[1-9][0-9]{0,9}$/.test(given)) {
    throw new UserError(`Input "pull-request" is "${given}": expected the number of a pull request.`);
  }
  const pull = record(payload['pull_request']);
  const issue = record(payload['issue']);
  const source = pull['number'] === undefined ? (issue['pull_request'] === undefined ? {} : issue) : pull;
  const fromEvent = source['number'];
  const number = given === undefined ? fromEvent : Number(given);
  if (typeof number !== 'number') return undefined;
  return { number, isClosed: number === fromEvent && source['state'] === 'closed' };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
