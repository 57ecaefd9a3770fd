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
import { COMMANDS, type Command, parseDefinitions } from '@loki-adoption/rollout-engine';

export interface Inputs {
  readonly command: Command;
  readonly environmentFile: string;
  readonly githubToken: string | undefined;
  readonly lokiUrl: string | undefined;
  /** Folder that `report-file` is written to. */
  readonly reportFolder: string;
  readonly context: RunContext;
}

export function readInputs(): Inputs {
  return {
    command: readCommand(),
    environmentFile: requiredInput('environment-file'),
    githubToken: secretInput('github-token'),
    lokiUrl: optionalInput('loki-url') ?? (process.env['LOKI_URL'] || undefined),
    reportFolder: process.env['RUNNER_TEMP'] ?? tmpdir(),
    context: runContext(),
  };
}

function readCommand(): Command {
  const name = choiceInput('command', COMMANDS, 'rollout');
  if (name === 'status' || name === 'release') return { name };
  const text = name === 'rollout' ? requiredInput('task-definitions') : (optionalInput('task-definitions') ?? '{}');
  const definitions = parseDefinitions(text, 'Input "task-definitions"');
  const services = linesInput('services').flatMap((line) => line.split(/[\s,]+/).filter((each) => each !== ''));
  const dryRun = booleanInput('dry-run', false);
  if (name === 'rollout') return { name, definitions, services, dryRun };
  const reason = optionalInput('reason') ?? '';
  if (reason === '') {
    throw new UserError('Input "reason" is required for a rollback: it is what the next deploy is refused with.');
  }
  const unrecorded = booleanInput('unrecorded', false);
  return { name, definitions, services, dryRun, to: optionalInput('to') ?? 'previous', reason, unrecorded };
}
