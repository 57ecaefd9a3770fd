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
import { type AccessNames, type LokiAccess, lokiAccessOf } from '@loki-adoption/telemetry';

export interface Inputs {
  readonly command: Command;
  readonly environmentFile: string;
  readonly githubToken: string | undefined;
  readonly loki: LokiAccess | undefined;
  /** Folder that `report-file` is written to. */
  readonly reportFolder: string;
  readonly context: RunContext;
}

export function readInputs(): Inputs {
  return {
    command: readCommand(),
    environmentFile: requiredInput('environment-file'),
    githubToken: secretInput('github-token'),
    loki: readLokiAccess(),
    reportFolder: process.env['RUNNER_TEMP'] ?? tmpdir(),
    context: runContext(),
  };
}

const LOKI_INPUTS: AccessNames = {
  url: 'Input "loki-url"',
  username: 'Input "loki-username"',
  password: 'Input "loki-password"',
  token: 'Input "loki-token"',
  tenant: 'Input "loki-tenant"',
};

function readLokiAccess(): LokiAccess | undefined {
  const inputs = {
    url: optionalInput('loki-url'),
    username: optionalInput('loki-username'),
    password: secretInput('loki-password'),
    token: secretInput('loki-token'),
    tenant: optionalInput('loki-tenant'),
  };
  return lokiAccessOf(process.env, inputs, LOKI_INPUTS);
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
