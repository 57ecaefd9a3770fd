import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Paths below the checkout, sorted. */
export function glob(pattern: string): string[] {
  return globSync(pattern, { cwd: root }).sort();
}

export interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Runs a program in a folder of the checkout; both streams end up in the output. */
export function runTool(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Finished {
  try {
    const output = execFileSync(command, args, {
      cwd: join(root, options.cwd ?? '.'),
      encoding: 'utf8',
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { code: 0, output };
  } catch (error) {
    const failed = error as { status?: number; stdout?: string; stderr?: string; message: string };
    return { code: failed.status ?? 1, output: `${failed.stdout ?? failed.message}${failed.stderr ?? ''}` };
  }
}

export const bin = (name: string) => join(root, 'node_modules', '.bin', name);
