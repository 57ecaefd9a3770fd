import { execFileSync } from 'node:child_process';
import { UserError } from '@loki-adoption/errors';

/** A commit that doesn't exist: what a push event names as "before" for a new branch. */
const NO_COMMIT = /^0+$/;

/** What a comparison begins with: a commit, or why there is none. */
export type Base = { readonly commit: string } | { readonly commit?: undefined; readonly reason: string };

/**
 * The commit that somebody calls `ref`, as far as there is one: what a push event names as "before" is gone after the next force push.
 * With `head` the newest commit that both have in their history.
 */
export function findBase(root: string, ref: string, head?: string): Base {
  if (ref === '') return { reason: 'no base is named' };
  if (NO_COMMIT.test(ref)) return { reason: 'the branch is new' };
  const commit = findCommit(root, ref);
  if (commit === undefined) return { reason: noCommit(root, ref) };
  if (head === undefined) return { commit };
  const shared = tryGit(root, ['merge-base', commit, commitOf(root, head)]);
  return shared === undefined
    ? { reason: `"${ref}" and "${head}" have no commit in common${isShallow(root) ? ` here: ${WHOLE_HISTORY}` : ''}` }
    : { commit: shared };
}

/**
 * Paths that differ between two commits, whatever lies between them. A submodule is one path, whatever its settings hide; a renamed file
 * counts under both names: the environment that it has left changes as well.
 */
export function changedPaths(root: string, base: string, head: string): string[] {
  const range = [commitOf(root, base), commitOf(root, head)];
  return git(root, ['diff', '--name-only', '--no-renames', '--ignore-submodules=none', '-z', ...range, '--'])
    .split('\0')
    .filter((path) => path !== '');
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
  const commit = findCommit(root, ref);
  if (commit === undefined) throw new UserError(noCommit(root, ref));
  return commit;
}

function findCommit(root: string, ref: string): string | undefined {
  return tryGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
}

const WHOLE_HISTORY =
  'this clone is shallow, so fetch the whole history (git fetch --unshallow; actions/checkout with fetch-depth: 0)';

function noCommit(root: string, ref: string): string {
  const why = isShallow(root) ? WHOLE_HISTORY : 'the name is misspelt, or a force push has taken the commit away';
  return `There is no commit "${ref}" in ${root}: ${why}.`;
}

function isShallow(root: string): boolean {
  return tryGit(root, ['rev-parse', '--is-shallow-repository']) === 'true';
}

/** What git answers; undefined where it refuses. */
function tryGit(root: string, args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch {
    return undefined;
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
    const hint = isShallow(root) ? `. Perhaps because ${WHOLE_HISTORY}` : '';
    throw new UserError(`git ${args.join(' ')} failed: ${stderr || 'no output'}${hint}`, { cause: error });
  }
}
