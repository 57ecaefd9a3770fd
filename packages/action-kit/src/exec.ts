import type { Writable } from 'node:stream';
import { errorMessage, UserError } from '@loki-adoption/errors';

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text for its standard input. */
  readonly input?: string;
  /** Where the command line and its output are shown while it runs. Default: nowhere. */
  readonly log?: Writable;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command without a shell and gives back what it said, whatever its exit code. A missing command is a UserError. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { getExecOutput } = await import('@actions/exec');
  const { cwd, env, input, log } = options;
  try {
    // A path with spaces would be read as command and arguments.
    return await getExecOutput(`"${command}"`, [...args], {
      ignoreReturnCode: true,
      silent: log === undefined,
      ...(log ? { outStream: log, errStream: log } : {}),
      ...(cwd === undefined ? {} : { cwd }),
      ...(env ? { env: { ...definedEnvironment(), ...env } } : {}),
      ...(input === undefined ? {} : { input: Buffer.from(input) }),
    });
  } catch (error) {
    if (/Unable to locate executable file|ENOENT/.test(errorMessage(error))) {
      throw new UserError(`"${command}" isn't installed, or not on PATH.`, { cause: error });
    }
    throw error;
  }
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
