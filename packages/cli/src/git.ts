import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { UserError } from '@loki-adoption/errors';

/** A commit that doesn't exist: what a push event names as "before" for a new branch. */
const NO_COMMIT = /^0+$/;

/** Paths that differ between the merge base of two commits and the second; undefined where there is nothing to compare with. */
export function changedPaths(root: string, base: string, head: string): string[] | undefined {
  if (NO_COMMIT.test(base)) return undefined;
  // A renamed file counts under both names: the environment that it has left changes as well.
  return git(root, ['diff', '--name-only', '--no-renames', '-z', `${base}...${head}`])
    .split('\0')
    .filter((path) => path !== '');
}

/** Reads files as they are at a commit, so that the base of a pull request is rendered by the same code as its head. */
export function readFileAt(root: string, ref: string): (path: string) => string {
  return (path) => {
    const name = relative(root, path).replaceAll('\\', '/');
    return execFileSync('git', ['show', `${ref}:${name}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 26,
    });
  };
}

export function existsAt(root: string, ref: string, path: string): boolean {
  return git(root, ['ls-tree', '--name-only', ref, '--', path]).trim() !== '';
}

function git(root: string, args: string[]): string {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new UserError(
      `git ${args.join(' ')} failed: ${stderr || 'no output'}. Is the whole history checked out (actions/checkout with fetch-depth: 0)?`,
      { cause: error },
    );
  }
}
