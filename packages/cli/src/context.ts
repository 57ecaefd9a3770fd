import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '@loki-adoption/errors';
import type { CommandContext } from '@stricli/core';

interface Io {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  exitCode: number | string | null;
}

/** What every command gets. */
export interface Context extends CommandContext {
  readonly process: Io;
  readonly env: NodeJS.ProcessEnv;
  /** Top folder of the checkout. */
  readonly root: string;
  /** The program itself, for threads of it. */
  readonly entry?: string | undefined;
}

export function createContext(process: NodeJS.Process): Context {
  return {
    process: { stdout: process.stdout, stderr: process.stderr, exitCode: null },
    env: process.env,
    entry: process.argv[1],
    get root() {
      return findRoot(process.cwd());
    },
  };
}

/**
 * A checkout is known by its environments and its Terraform stack. The search ends where git's checkout does: one that lies in another
 * must not be taken for that.
 */
function findRoot(start: string): string {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'environments')) && existsSync(join(folder, 'terraform', 'stack'))) return folder;
    if (existsSync(join(folder, '.git')) || folder === dirname(folder)) {
      throw new UserError(
        `${start} is not inside a checkout: up to where git's begins, no folder holds environments/ and terraform/stack/.`,
      );
    }
  }
}
