import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitCommand } from './git-command.ts';

/** Who wrote a commit; `date` is anything git reads, e.g. `2026-01-31T10:00:00Z`. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly path: string;
}

export interface ChangedFile {
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified';
  readonly additions: number;
  readonly deletions: number;
  readonly sha: string;
  readonly patch?: string;
}

export type GitRepository = ReturnType<typeof openGitRepository>;

const OBJECT_ID = /^[0-9a-f]{40}$/;
const NO_OBJECT = '0'.repeat(40);

/** The plumbing of a bare repository. */
export function openGitRepository(gitDir: string) {
  const { git, text } = createGitCommand(gitDir);

  /** Commit id of a branch name, full ref, or commit id. */
  async function resolve(revision: string): Promise<string | undefined> {
    const candidates = OBJECT_ID.test(revision)
      ? [revision]
      : [`refs/heads/${revision}`, `refs/tags/${revision}`, revision];
    for (const candidate of candidates) {
      try {
        return await text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`]);
      } catch {
        // Not under this name.
      }
    }
    return undefined;
  }

  /** Object id a full ref such as `refs/heads/main` points at. */
  async function readRef(ref: string): Promise<string | undefined> {
    const found = await listRefs(ref);
    return found.find((entry) => entry.ref === ref)?.sha;
  }

  /** Refs below, or equal to, a prefix of whole path segments. */
  async function listRefs(prefix: string): Promise<{ ref: string; sha: string }[]> {
    const output = await text(['for-each-ref', '--format=%(objectname) %(refname)', '--', prefix]);
    return output
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ sha: line.slice(0, 40), ref: line.slice(41) }));
  }

  /** Moves a ref only if it still is where `expected` says; `undefined` means that it must not exist. */
  async function updateRef(ref: string, sha: string, expected: string | undefined): Promise<void> {
    await git(['update-ref', ref, sha, expected ?? NO_OBJECT]);
  }

  async function deleteRef(ref: string): Promise<void> {
    await git(['update-ref', '-d', ref]);
  }

  async function isValidRef(ref: string): Promise<boolean> {
    return git(['check-ref-format', ref]).then(
      () => true,
      () => false,
    );
  }

  async function readCommit(sha: string): Promise<Commit> {
    const raw = (await git(['cat-file', 'commit', sha])).toString('utf8');
    const split = raw.indexOf('\n\n');
    const headers = raw.slice(0, split).split('\n');
    const values = (key: string) =>
      headers.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
    return {
      sha,
      tree: values('tree')[0] ?? '',
      parents: values('parent'),
      author: parseSignature(values('author')[0] ?? ''),
      committer: parseSignature(values('committer')[0] ?? ''),
      message: raw.slice(split + 2).replace(/\n$/, ''),
    };
  }

  /** The commits reachable from `to` but not from `from`, oldest first. */
  async function listCommits(from: string, to: string): Promise<Commit[]> {
    const output = await text(['rev-list', '--reverse', '--topo-order', `${from}..${to}`]);
    return Promise.all(output.split('\n').filter(Boolean).map(readCommit));
  }

  async function mergeBase(left: string, right: string): Promise<string | undefined> {
    return text(['merge-base', left, right]).catch(() => undefined);
  }

  async function isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    return (await mergeBase(ancestor, descendant)) === ancestor;
  }

  /** The entry at a path; the root (`''`) is its tree. */
  async function entryAt(revision: string, path: string): Promise<TreeEntry | undefined> {
    if (path === '') return { mode: '040000', type: 'tree', sha: (await readCommit(revision)).tree, path };
    return (await parseTree(['ls-tree', '-z', revision, '--', path]))[0];
  }

  async function entriesBelow(revision: string, path: string): Promise<TreeEntry[]> {
    const entries = await parseTree(['ls-tree', '-z', `${revision}:${path}`]);
    return entries.map((entry) => ({ ...entry, path: path === '' ? entry.path : `${path}/${entry.path}` }));
  }

  async function parseTree(args: readonly string[]): Promise<TreeEntry[]> {
    const output = (await git(args)).toString('utf8');
    return output
      .split('\0')
      .filter(Boolean)
      .map((record) => {
        const tab = record.indexOf('\t');
        const [mode = '', type = '', sha = ''] = record.slice(0, tab).split(' ');
        return { mode, type: type as TreeEntry['type'], sha, path: record.slice(tab + 1) };
      });
  }

  async function readBlob(sha: string): Promise<Buffer> {
    return git(['cat-file', 'blob', sha]);
  }

  /** The tree of a commit with one file written; other files stay. Nothing is committed yet. */
  async function writeFile(revision: string, path: string, content: Buffer): Promise<{ tree: string; blob: string }> {
    const blob = await text(['hash-object', '-w', '--stdin'], { input: content });
    const mode = (await entryAt(revision, path))?.mode ?? '100644';
    const scratch = await mkdtemp(join(tmpdir(), 'sandbox-git-index-'));
    const env = { GIT_INDEX_FILE: join(scratch, 'index') };
    try {
      await git(['read-tree', revision], { env });
      await git(['update-index', '-z', '--index-info'], { env, input: `${mode} ${blob}\t${path}\0` });
      return { tree: await text(['write-tree'], { env }), blob };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async function commitTree(commit: Omit<Commit, 'sha'>): Promise<string> {
    const env = {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: commit.author.date,
      GIT_COMMITTER_NAME: commit.committer.name,
      GIT_COMMITTER_EMAIL: commit.committer.email,
      GIT_COMMITTER_DATE: commit.committer.date,
    };
    const parents = commit.parents.flatMap((parent) => ['-p', parent]);
    return text(['commit-tree', commit.tree, ...parents, '-F', '-'], { env, input: commit.message });
  }

  /** Files that differ between two commits, with their patches; renames count as removed and added. */
  async function changedFiles(from: string, to: string): Promise<ChangedFile[]> {
    const diff = ['diff-tree', '-r', '--no-renames', '-z'];
    const raw = (await git([...diff, '--raw', '--no-abbrev', from, to])).toString('utf8').split('\0');
    const numstat = (await git([...diff, '--numstat', from, to])).toString('utf8').split('\0').filter(Boolean);
    const counts = new Map(
      numstat.map((record) => {
        const [added = '', removed = '', ...name] = record.split('\t');
        return [name.join('\t'), [Number(added) || 0, Number(removed) || 0] as const];
      }),
    );
    // A line inside a patch starts with a blank, a sign, "@" or "\\": only a header starts with "diff".
    const patches = (await git(['diff-tree', '-r', '-p', '--no-renames', from, to]))
      .toString('utf8')
      .split(/^diff --git /m);
    const files: ChangedFile[] = [];
    for (let index = 0; index + 1 < raw.length; index += 2) {
      const [, , oldSha = '', newSha = '', letter = ''] = (raw[index] ?? '').split(' ');
      const filename = raw[index + 1] ?? '';
      const [additions = 0, deletions = 0] = counts.get(filename) ?? [];
      const patch = patches[index / 2 + 1] ?? '';
      const hunks = patch.indexOf('\n@@');
      files.push({
        filename,
        status: letter === 'A' ? 'added' : letter === 'D' ? 'removed' : 'modified',
        additions,
        deletions,
        sha: letter === 'D' ? oldSha : newSha,
        ...(hunks < 0 ? {} : { patch: patch.slice(hunks + 1).replace(/\n$/, '') }),
      });
    }
    return files;
  }

  return {
    resolve,
    readRef,
    listRefs,
    updateRef,
    deleteRef,
    isValidRef,
    readCommit,
    listCommits,
    commitTree,
    mergeBase,
    isAncestor,
    changedFiles,
    entryAt,
    entriesBelow,
    readBlob,
    writeFile,
  };
}

function parseSignature(line: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+)/.exec(line) ?? [];
  return { name, email, date: `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z` };
}
