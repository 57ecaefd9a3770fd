import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@stricli/core';
import { app } from './app.ts';
import type { Context } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

/** A checkout with nothing but desired state, for tests. */
export function copyDesiredState(folder: string): void {
  cpSync(join(REPOSITORY, 'environments'), join(folder, 'environments'), { recursive: true });
  mkdirSync(join(folder, 'terraform/stack'), { recursive: true });
}

/** Runs the command line in this process, in another checkout; `at.env` is all it knows of the environment. */
export async function adopt(at: string | { root: string; env: NodeJS.ProcessEnv }, ...args: string[]) {
  const { root, env } = typeof at === 'string' ? { root: at, env: {} } : at;
  const output = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof output) => ({
    write(text: string) {
      output[name] += text;
    },
  });
  const process = { stdout: stream('stdout'), stderr: stream('stderr'), exitCode: null as number | string | null };
  // The streams of a terminal have more than these; no command asks for it.
  await run(app, args, { process, env, root } as unknown as Context);
  return { ...output, code: exitCodeOf(process.exitCode) };
}
