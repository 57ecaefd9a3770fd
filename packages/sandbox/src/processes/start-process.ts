import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '@loki-adoption/errors';
import { stopTree } from './stop-tree.ts';

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the process; default: ours. */
  readonly env?: NodeJS.ProcessEnv;
  /** Gets stdout and stderr; made anew. */
  readonly logFile: string;
  /** The process is up when a line of its stdout matches. */
  readonly ready?: { readonly line: RegExp; readonly timeoutMs: number };
  /** Keep a pipe to its stdin open, so that it can see us die. */
  readonly lifeline?: boolean;
}

export interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  /** The match of the `ready` line. */
  readonly readyMatch: RegExpMatchArray | undefined;
  readonly exited: Promise<ExitStatus>;
  /** Ends it with all its descendants. */
  stop(graceMs?: number): Promise<void>;
}

/** Starts a program and waits until it is up; throws UserError when it can't start, ends early or isn't up in time. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const child = spawn(options.command, options.args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env ?? process.env,
    stdio: [options.lifeline ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(options.logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.stdin?.on('error', () => {});
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => {
      log.end();
      resolve({ code, signal });
    });
  });
  const stop = async (graceMs?: number) => {
    await stopTree(child.pid, graceMs);
    child.stdin?.destroy();
    await exited;
  };
  try {
    const readyMatch = await waitUntilReady(child, options, exited);
    return { pid: child.pid ?? 0, readyMatch, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function waitUntilReady(
  child: ChildProcess,
  options: ProcessOptions,
  exited: Promise<ExitStatus>,
): Promise<RegExpMatchArray | undefined> {
  const { ready, command, logFile } = options;
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new UserError(`${command} could not be started: ${error.message}`)));
    if (!ready || !child.stdout) {
      child.once('spawn', () => resolve(undefined));
      return;
    }
    const timer = setTimeout(
      () => reject(new UserError(`${command} wasn't up after ${ready.timeoutMs / 1000} s; see ${logFile}`)),
      ready.timeoutMs,
    );
    void exited.then(({ code, signal }) => {
      clearTimeout(timer);
      reject(new UserError(`${command} ended (${signal ?? `exit code ${code}`}) before it was up; see ${logFile}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = line.match(ready.line);
      if (!match) return;
      clearTimeout(timer);
      resolve(match);
    });
  });
}
