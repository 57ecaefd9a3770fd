import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';

/** What a command found: text for people, data for `--json`. */
export interface Outcome {
  readonly text: string;
  readonly data: unknown;
  /** A finding or a refusal: exit code 1. */
  readonly failed?: boolean;
  /** Something couldn't be asked, so that there may be more findings: exit code 3. */
  readonly unavailable?: boolean;
}

export interface JsonFlag {
  readonly json: boolean;
}

/** The flag that every command has. */
export const jsonFlag = {
  json: { kind: 'boolean', brief: 'One JSON document on stdout', default: false, withNegated: false },
} as const;

/** The arguments of commands that take several environments. */
export const environmentArguments = {
  kind: 'array',
  parameter: { brief: 'Environments; all when none is named', parse: String, placeholder: 'env' },
} as const;

/** The one argument of most commands. */
export const environmentArgument = {
  kind: 'tuple',
  parameters: [{ brief: 'Environment', parse: String, placeholder: 'env' }],
} as const;

/** Prints an outcome and sets the exit code: the result on stdout, in the form that was asked for. */
export function report(context: Context, flags: JsonFlag, outcome: Outcome): void {
  const text = flags.json ? JSON.stringify(outcome.data, null, 2) : outcome.text;
  if (text !== '') context.process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  context.process.exitCode = exitCodeOf(outcome);
}

function exitCodeOf({ failed, unavailable }: Outcome): number {
  if (unavailable === true) return EXIT.unavailable;
  return failed === true ? EXIT.finding : EXIT.ok;
}

/** Progress and diagnostics go to stderr, so that stdout stays a document. */
export function note(context: Context, line: string): void {
  context.process.stderr.write(`${line}\n`);
}
