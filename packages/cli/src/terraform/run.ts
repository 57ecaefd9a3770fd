import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UserError } from '@loki-adoption/errors';
import { UnavailableError } from '../exit-codes.ts';

export interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Exit codes that are not a failure. */
  readonly accept?: readonly number[];
  /** Told of every line of stdout unless `capture` is set, and of stderr. */
  readonly onLine: (line: string) => void;
  readonly capture?: boolean;
}

/** Runs a program to its end; a failure carries the last lines of stderr. */
export async function run(options: Run): Promise<{ code: number; stdout: string }> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const errors: string[] = [];
  if (options.capture === true) child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  else createInterface({ input: child.stdout }).on('line', options.onLine);
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line);
    options.onLine(line);
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(startError(options.command, error)));
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  if (![0, ...(options.accept ?? [])].includes(code)) {
    const last = errors
      .filter((line) => line.trim() !== '')
      .slice(-20)
      .join('\n');
    throw new UserError(`${options.command} ${options.args[0] ?? ''} failed with exit code ${code}:\n${last}`);
  }
  return { code, stdout: Buffer.concat(stdout).toString('utf8') };
}

function startError(command: string, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT') return error;
  return new UnavailableError(
    `${command} is not on the PATH. Get it from https://developer.hashicorp.com/terraform/install`,
    { cause: error },
  );
}
