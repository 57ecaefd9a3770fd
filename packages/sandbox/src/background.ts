import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from '@loki-adoption/errors';
import { isAlive } from './lock.ts';
import { findSandbox, type RunningSandbox } from './running.ts';
import type { SandboxOptions } from './sandbox.ts';

const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url));
const START_SECONDS = 60;
const STOP_SECONDS = 30;

export interface BackgroundSettings {
  /** Whose account the sandbox plays. */
  readonly environment: string;
  readonly ports: NonNullable<SandboxOptions['ports']>;
}

/** Starts a sandbox that outlives this process. */
export async function startInBackground(root: string, settings: BackgroundSettings): Promise<RunningSandbox> {
  const running = findSandbox(root);
  if (running !== undefined) return running;
  const folder = join(root, '.sandbox');
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'sandbox.log');
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [SERVE, JSON.stringify(settings)], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  child.unref();
  for (let waited = 0; waited < START_SECONDS * 10; waited += 1) {
    const found = findSandbox(root);
    if (found !== undefined) return found;
    if (exited) break;
    await sleep(100);
  }
  throw new UserError(`The sandbox did not start:\n${readFileSync(logFile, 'utf8').trimEnd()}`);
}

/** Ends the sandbox of this checkout, whichever process holds it; false when none runs. */
export async function stopRunning(root: string): Promise<boolean> {
  const running = findSandbox(root);
  if (running === undefined) return false;
  process.kill(running.pid, 'SIGTERM');
  for (let waited = 0; waited < STOP_SECONDS * 10; waited += 1) {
    if (!isAlive(running.pid)) return true;
    await sleep(100);
  }
  throw new UserError(`The sandbox (process ${running.pid}) did not end within ${STOP_SECONDS} seconds.`);
}
