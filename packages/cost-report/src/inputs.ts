import { basename, dirname } from 'node:path';
import { choiceInput, integerInput, optionalInput, requiredInput, secretInput } from '@loki-adoption/action-kit';
import { UserError } from '@loki-adoption/errors';
import type { AssumptionSet } from './core/report.ts';

export interface Inputs {
  /** Name of the environment and the folder that holds its folder. */
  readonly environment: { readonly name: string; readonly root: string };
  /** Absent: what the environment says. */
  readonly assumptions: AssumptionSet | undefined;
  readonly failOn: 'none' | 'budget';
  /** The issue whose comment holds the report, and the token to write it with. */
  readonly comment: { readonly issue: number; readonly token: string } | undefined;
}

export function readInputs(): Inputs {
  checkMode(choiceInput('mode', ['forecast', 'measured', 'billed'], 'forecast'));
  return {
    environment: locate(requiredInput('environment-file')),
    assumptions: assumptionsInput(),
    failOn: choiceInput('fail-on', ['none', 'budget'], 'none'),
    comment: commentInput(),
  };
}

function checkMode(mode: 'forecast' | 'measured' | 'billed'): void {
  if (mode === 'forecast') return;
  throw new UserError(`Input "mode" is "${mode}", which this version can't do yet: use "forecast" or leave it out.`);
}

function assumptionsInput(): AssumptionSet | undefined {
  if (optionalInput('assumptions') === undefined) return undefined;
  return choiceInput('assumptions', ['corrected', 'seed'], 'corrected');
}

function locate(file: string): Inputs['environment'] {
  if (basename(file) !== 'environment.yaml') {
    throw new UserError(
      `Input "environment-file" is "${file}": expected a file such as environments/dev/environment.yaml.`,
    );
  }
  const folder = dirname(file);
  return { name: basename(folder), root: dirname(folder) };
}

function commentInput(): Inputs['comment'] {
  const token = secretInput('github-token');
  const issue = integerInput('issue', 0, { min: 1, max: Number.MAX_SAFE_INTEGER });
  if (issue === 0) return undefined;
  if (token === undefined) {
    throw new UserError('Input "issue" needs "github-token": pass a token with the permission issues: write.');
  }
  return { issue, token };
}
