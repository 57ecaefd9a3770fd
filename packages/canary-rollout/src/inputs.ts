import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import {
  booleanInput,
  choiceInput,
  linesInput,
  optionalInput,
  type RunContext,
  requiredInput,
  runContext,
  secretInput,
} from '@loki-adoption/action-kit';
import { UserError } from '@loki-adoption/errors';
import type { DefinitionMap } from './core/desired.ts';

export interface Inputs {
  readonly command: 'rollout' | 'rollback' | 'status' | 'release';
  readonly environmentFile: string;
  readonly definitions: DefinitionMap;
  readonly services: readonly string[];
  readonly to: string;
  readonly reason: string;
  readonly dryRun: boolean;
  readonly githubToken: string | undefined;
  readonly lokiUrl: string | undefined;
  /** Folder that `report-file` is written to. */
  readonly reportFolder: string;
  /** The same for every attempt of a workflow run, so that a second attempt takes over from the first. */
  readonly run: string;
  readonly context: RunContext;
}

export function readInputs(): Inputs {
  const command = choiceInput('command', ['rollout', 'rollback', 'status', 'release'], 'rollout');
  const context = runContext();
  const reason = optionalInput('reason') ?? '';
  if (command === 'rollback' && reason === '') {
    throw new UserError('Input "reason" is required for a rollback: it is what the next deploy is refused with.');
  }
  return {
    command,
    environmentFile: requiredInput('environment-file'),
    definitions: parseDefinitions(
      command === 'rollout' ? requiredInput('task-definitions') : optionalInput('task-definitions'),
    ),
    services: linesInput('services').flatMap((line) => line.split(/[\s,]+/).filter((name) => name !== '')),
    to: optionalInput('to') ?? 'previous',
    reason,
    dryRun: booleanInput('dry-run', false),
    githubToken: secretInput('github-token'),
    lokiUrl: optionalInput('loki-url') ?? (process.env['LOKI_URL'] || undefined),
    reportFolder: process.env['RUNNER_TEMP'] ?? tmpdir(),
    run: context.runId > 0 ? `run ${context.runId}` : `local ${randomUUID()}`,
    context,
  };
}

/** `{"worker": "arn:…"}`, or `{"worker": {"adot": "arn:…", "alloy": "arn:…"}}`. */
export function parseDefinitions(text: string | undefined): DefinitionMap {
  if (text === undefined) return {};
  const fail = (what: string): never => {
    throw new UserError(`Input "task-definitions" ${what}: expected a JSON object, service → task definition ARN.`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail("isn't JSON");
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail("isn't an object");
  for (const [service, entry] of Object.entries(value)) {
    const definitions = typeof entry === 'object' && entry !== null ? Object.values(entry) : [entry];
    if (!definitions.every((arn) => typeof arn === 'string' && arn.startsWith('arn:')))
      fail(`has no ARN for ${service}`);
  }
  return value as DefinitionMap;
}
