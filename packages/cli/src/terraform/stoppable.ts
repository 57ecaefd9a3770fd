import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { UserError } from '@loki-adoption/errors';

export interface StoppableOptions {
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Shown what the program says, and what it is asked, while it runs. */
  readonly log: Writable;
}

export interface Stopped {
  /** `null` where a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The first signal that this process got meanwhile. */
  readonly askedBy: NodeJS.Signals | undefined;
}

/**
 * Runs a program that has to end by itself, because what it holds would stay behind: Terraform writes the state and gives the lock back when
 * it is asked once, and neither when it is asked twice. In a process group of its own a terminal's Ctrl-C doesn't reach it beside ours. A
 * workflow that is cancelled sends SIGINT, SIGTERM after 7.5 s, and kills everything 2.5 s later: two kinds of one wish. The same signal
 * again is somebody who won't wait.
 */
export function runStoppable(
  command: string,
  args: readonly string[],
  { cwd, env, log }: StoppableOptions,
): Promise<Stopped> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
        log.write(text);
      });
    }
    const seen: NodeJS.Signals[] = [];
    const onSignal = (signal: NodeJS.Signals): void => {
      const isAgain = seen.includes(signal);
      seen.push(signal);
      if (seen.length === 1) log.write(`\n${signal}: ${command} is asked to stop, and ends what it has begun.\n`);
      else if (isAgain) log.write(`\n${signal} again: ${command} is asked to stop at once.\n`);
      else
        log.write(`\n${signal}: ${command} is still at it. If it is killed, its lock stays: adopt unlock shows it.\n`);
      if (seen.length === 1 || isAgain) child.kill('SIGINT');
    };
    const signals = ['SIGINT', 'SIGTERM'] as const;
    const settle = (): void => {
      for (const signal of signals) process.off(signal, onSignal);
    };
    for (const signal of signals) process.on(signal, onSignal);
    child.on('error', (error: NodeJS.ErrnoException) => {
      settle();
      const isMissing = error.code === 'ENOENT';
      reject(isMissing ? new UserError(`"${command}" isn't installed, or not on PATH.`, { cause: error }) : error);
    });
    // Not `exit`: its last words may come after that.
    child.on('close', (exitCode) => {
      settle();
      resolve({ exitCode, ...said, askedBy: seen[0] });
    });
  });
}
