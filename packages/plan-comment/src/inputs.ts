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

export interface EventPullRequest {
  readonly number: number;
  /** Not one that an input names: the event tells its commit. */
  readonly isOfEvent: boolean;
  /** As the event says. */
  readonly isClosed: boolean;
  readonly description: string;
}

/** Of any mode. */
interface CommonInputs {
  readonly token: string | undefined;
  /** `undefined` where the event has none. */
  readonly pullRequest: EventPullRequest | undefined;
  readonly commit: string | undefined;
  readonly run: { readonly number: number; readonly url: string } | undefined;
}

/** `comment` posts, `summary` and `file` render only, `compare` says whether a plan is the one that was reviewed. */
export interface PlanInputs extends CommonInputs {
  readonly mode: 'comment' | 'summary' | 'file' | 'compare';
  readonly planFiles: readonly string[];
  readonly environment: string;
  readonly bodyFile: string;
  /** Name of the artifact that a later step makes of it. */
  readonly bodyArtifact: string | undefined;
  readonly configDiffFile: string | undefined;
  readonly costFile: string | undefined;
  readonly consequencesFile: string | undefined;
  readonly phaseFrom: string | undefined;
  readonly phaseTo: string | undefined;
  /** Paths that the pull request changes and that this plan was made without. */
  readonly notInEffect: readonly string[];
  /** Fingerprint of a plan that somebody has read and wants, reviewed or not. */
  readonly approvedPlan: string | undefined;
  readonly failOn: 'none' | 'policy' | 'destroy' | 'changed';
}

/** `roll-up`: one line for each environment, and what no longer has a plan is told so. */
export interface RollUpInputs extends CommonInputs {
  readonly mode: 'roll-up';
  /** Those that have a plan of this commit. */
  readonly environments: readonly string[];
  readonly outdated: 'mark' | 'minimize' | 'delete';
}

export type Inputs = PlanInputs | RollUpInputs;

/** Reads the inputs of action.yml and the run they belong to. */
export function readInputs(context: RunContext, env: NodeJS.ProcessEnv = process.env): Inputs {
  const mode = choiceInput('mode', ['comment', 'summary', 'file', 'compare', 'roll-up'], 'comment');
  const pull = record(context.payload['pull_request']);
  const common: CommonInputs = {
    token: secretInput('github-token'),
    pullRequest: pullRequest(context),
    // For a pull request GITHUB_SHA is a merge that nobody has seen: people know the head.
    commit: text(record(pull['head'])['sha']) ?? (context.sha || undefined),
    run: context.runId > 0 ? { number: context.runNumber, url: runUrl(context) } : undefined,
  };
  if (mode === 'roll-up') {
    const outdated = choiceInput('outdated', ['mark', 'minimize', 'delete'], 'mark');
    return { mode, ...common, environments: environmentList(), outdated };
  }
  const environment = requiredInput('environment');
  const planFiles = linesInput('plan-file');
  if (planFiles.length === 0) throw new UserError('Input "plan-file" is empty: name a file of `terraform show -json`.');
  return {
    mode,
    ...common,
    planFiles,
    environment,
    bodyFile: optionalInput('body-file') ?? join(env['RUNNER_TEMP'] ?? tmpdir(), `plan-comment-${environment}.md`),
    bodyArtifact: optionalInput('body-artifact'),
    configDiffFile: optionalInput('config-diff-file'),
    costFile: optionalInput('cost-file'),
    consequencesFile: optionalInput('consequences-file'),
    phaseFrom: optionalInput('phase-from'),
    phaseTo: optionalInput('phase-to'),
    notInEffect: linesInput('not-in-effect'),
    approvedPlan: approvedPlan(),
    failOn: choiceInput('fail-on', ['none', 'policy', 'destroy', 'changed'], 'none'),
  };
}

function approvedPlan(): string | undefined {
  const given = optionalInput('approved-plan');
  if (given === undefined || /^[0-9a-f]{64}$/.test(given)) return given;
  throw new UserError(
    'Input "approved-plan" is not the fingerprint of a plan: copy its 64 hex digits from the error of the run that stopped.',
  );
}

/** One name a line, or the JSON list that a matrix is made of. */
function environmentList(): string[] {
  const lines = linesInput('environments');
  if (!lines[0]?.startsWith('[')) return lines;
  try {
    const list: unknown = JSON.parse(lines.join('\n'));
    if (Array.isArray(list) && list.every((name) => typeof name === 'string')) return list;
  } catch {
    // Told below.
  }
  throw new UserError('Input "environments" is not a JSON list of names: give ["dev", "prod"], or one name a line.');
}

function pullRequest({ payload }: RunContext): EventPullRequest | undefined {
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
  const isOfEvent = number === pull['number'];
  const description = number === fromEvent ? (text(source['body']) ?? '') : '';
  return { number, isOfEvent, isClosed: number === fromEvent && source['state'] === 'closed', description };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
