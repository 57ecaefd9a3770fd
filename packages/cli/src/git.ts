import { execFileSync } from 'node:child_process';
import { UserError } from '@loki-adoption/errors';

/** A commit that doesn't exist: what a push event names as "before" for a new branch. */
const NO_COMMIT = /^0+$/;

/** Paths that differ between the merge base of two commits and the second; undefined where there is nothing to compare with. */
export function changedPaths(root: string, base: string, head: string): string[] | undefined {
  if (NO_COMMIT.test(base)) return undefined;
  // A renamed file counts under both names: the environment that it has left changes as well.
  const range = `${commitOf(root, base)}...${commitOf(root, head)}`;
  return git(root, ['diff', '--name-only', '--no-renames', '-z', range, '--'])
    .split('\0')
    .filter((path) => path !== '');
}

/** The commit that `changedPaths` compares `head` with: the newest one that both have in their history. */
export function mergeBase(root: string, base: string, head: string): string {
  return git(root, ['merge-base', commitOf(root, base), commitOf(root, head)]).trim();
}

/** The regular files of a folder, or those `wanted` of them, as a commit has them: path from `root` → text. Links are left out. */
export function filesAt(
  root: string,
  ref: string,
  folder: string,
  wanted: (path: string) => boolean = () => true,
): ReadonlyMap<string, string> {
  const commit = commitOf(root, ref);
  const entries = git(root, ['ls-tree', '-r', '-z', commit, '--', folder])
    .split('\0')
    .flatMap((line) => {
      const [, object = '', path = ''] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return object === '' || !wanted(path) ? [] : [{ object, path }];
    });
  if (entries.length === 0) return new Map();
  // One process for all of them: a checkout may have a thousand environments.
  const blobs = execFileSync('git', ['cat-file', '--batch'], {
    cwd: root,
    input: entries.map(({ object }) => `${object}\n`).join(''),
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  });
  let offset = 0;
  return new Map(
    entries.map(({ path }): [string, string] => {
      const start = blobs.indexOf('\n', offset) + 1;
      const size = Number(blobs.toString('latin1', offset, start).split(' ')[2]);
      offset = start + size + 1;
      return [path, blobs.toString('utf8', start, start + size)];
    }),
  );
}

/** Paths of the files of a checkout that git has, or would have with the next commit. */
export function filesOfCheckout(root: string): string[] {
  return git(root, ['ls-files', '--cached', '--others', '--exclude-standard', '-z']).split('\0').filter(Boolean);
}

/** What git is asked for by its id: a ref that somebody gave could be an option, such as --output=FILE. */
function commitOf(root: string, ref: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  } catch (error) {
    throw new UserError(
      `There is no commit "${ref}" in ${root}. Is the whole history checked out (actions/checkout with fetch-depth: 0)?`,
      { cause: error },
    );
  }
}

/** Address of the remote that the checkout was cloned from. */
export function originOf(root: string): string {
  try {
    return git(root, ['remote', 'get-url', 'origin']).trim();
  } catch (error) {
    throw new UserError('The checkout has no remote "origin": say --repository OWNER/NAME.', { cause: error });
  }
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
