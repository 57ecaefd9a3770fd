import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './lock.ts';
import type { Sandbox } from './sandbox.ts';

/** A sandbox that runs in some process of this checkout. */
export interface RunningSandbox {
  readonly pid: number;
  readonly loki: 'loki' | 'stand-in';
  /** Environment variables that point programs at it. */
  readonly env: Readonly<Record<string, string>>;
}

export function rememberSandbox(root: string, sandbox: Sandbox): void {
  const running: RunningSandbox = { pid: process.pid, loki: sandbox.loki.kind, env: sandbox.env };
  writeFileSync(stateFile(root), JSON.stringify(running, null, 2));
}

export function forgetSandbox(root: string): void {
  rmSync(stateFile(root), { force: true });
}

/** The sandbox that runs, if one does: a note of one whose process has ended is thrown away. */
export function findSandbox(root: string): RunningSandbox | undefined {
  try {
    const running = JSON.parse(readFileSync(stateFile(root), 'utf8')) as RunningSandbox;
    if (isAlive(running.pid)) return running;
    forgetSandbox(root);
    return undefined;
  } catch {
    return undefined;
  }
}

function stateFile(root: string): string {
  return join(root, '.sandbox', 'sandbox.json');
}
