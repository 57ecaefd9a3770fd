import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedPaths, filesAt, findBase } from './git.ts';

let root: string;

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: root,
    encoding: 'utf8',
  }).trim();

function commit(): string {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'change');
  return git('rev-parse', 'HEAD');
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'git-'));
  git('init', '--quiet');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a renamed file counts under both names', () => {
  mkdirSync(join(root, 'terraform'));
  writeFileSync(join(root, 'terraform', 'loki.tf'), 'resource "aws_s3_bucket" "this" {}\n');
  const base = commit();
  git('mv', 'terraform/loki.tf', 'loki.tf.md');
  expect(changedPaths(root, base, commit())).toEqual(['loki.tf.md', 'terraform/loki.tf']);
});

test('two commits are compared as they are, or from the newest one that both have', () => {
  const start = commit();
  writeFileSync(join(root, 'theirs'), '');
  const base = commit();
  git('checkout', '--quiet', '-b', 'topic', start);
  writeFileSync(join(root, 'ours'), '');
  const head = commit();
  expect(changedPaths(root, base, head)).toEqual(['ours', 'theirs']);
  expect(findBase(root, base)).toEqual({ commit: base });
  expect(findBase(root, base, head)).toEqual({ commit: start });
  expect(changedPaths(root, start, head)).toEqual(['ours']);
});

test('what a rewound branch takes back is a change', () => {
  const before = commit();
  writeFileSync(join(root, 'bad'), '');
  const bad = commit();
  expect(changedPaths(root, bad, before)).toEqual(['bad']);
});

test('a submodule that says that nothing of it is shown is shown', () => {
  const gitlink = (object: string) =>
    git('update-index', '--add', '--cacheinfo', `160000,${object},environments/shared`);
  const first = commit();
  writeFileSync(
    join(root, '.gitmodules'),
    '[submodule "shared"]\n\tpath = environments/shared\n\turl = ../shared\n\tignore = all\n',
  );
  git('add', '.gitmodules');
  gitlink(first);
  git('commit', '--quiet', '--message', 'add');
  const base = git('rev-parse', 'HEAD');
  gitlink(base);
  git('commit', '--quiet', '--message', 'move');
  git('config', 'diff.ignoreSubmodules', 'all');
  expect(changedPaths(root, base, 'HEAD')).toEqual(['environments/shared']);
});

test('says why there is nothing to compare with', () => {
  const first = commit();
  expect(findBase(root, '')).toEqual({ reason: 'no base is named' });
  expect(findBase(root, '0'.repeat(40))).toEqual({ reason: 'the branch is new' });
  const gone = {
    reason: expect.stringMatching(/no commit "c0ffee" .*: the name is misspelt, or a force push has taken/),
  };
  expect(findBase(root, 'c0ffee')).toEqual(gone);
  expect(findBase(root, 'c0ffee', 'HEAD')).toEqual(gone);
  git('checkout', '--quiet', '--orphan', 'other');
  writeFileSync(join(root, 'other'), '');
  commit();
  expect(findBase(root, first)).toEqual({ commit: first });
  expect(findBase(root, first, 'HEAD')).toEqual({ reason: `"${first}" and "HEAD" have no commit in common` });
});

test('says that a clone is shallow, and how to fetch the rest', () => {
  const first = commit();
  writeFileSync(join(root, 'more'), '');
  commit();
  const clone = mkdtempSync(join(tmpdir(), 'shallow-'));
  try {
    git('clone', '--quiet', '--depth', '1', `file://${root}`, clone);
    const hint = /this clone is shallow, so fetch the whole history .*fetch-depth: 0/;
    expect(findBase(clone, 'HEAD^1')).toEqual({ reason: expect.stringMatching(hint) });
    expect(() => filesAt(clone, first, '.')).toThrow(hint);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
});

test('of a commit only the files that are wanted are read', () => {
  mkdirSync(join(root, 'a'));
  writeFileSync(join(root, 'a', 'one'), '1');
  writeFileSync(join(root, 'a', 'two'), '2');
  writeFileSync(join(root, 'three'), '3');
  const head = commit();
  expect([...filesAt(root, head, 'a')]).toEqual([
    ['a/one', '1'],
    ['a/two', '2'],
  ]);
  expect([...filesAt(root, head, 'a', (path) => path.endsWith('two'))]).toEqual([['a/two', '2']]);
  expect([...filesAt(root, head, 'a', () => false)]).toEqual([]);
});

test.each([
  ['the base of changed paths', (ref: string) => changedPaths(root, ref, 'HEAD')],
  ['the head of changed paths', (ref: string) => changedPaths(root, 'HEAD', ref)],
  ['the head of a merge base', (ref: string) => findBase(root, 'HEAD', ref)],
  ['the commit of files', (ref: string) => filesAt(root, ref, '.')],
])('%s is never an option of git', (_, ask) => {
  commit();
  const file = join(root, 'written');
  for (const ref of [`--output=${file}`, '--help', '-', '--', 'HEAD --all', '']) {
    expect(() => ask(ref), ref).toThrow(`There is no commit "${ref}"`);
    expect(findBase(root, ref)).toHaveProperty('reason');
  }
  // Where the option is the first half of a range.
  expect(() => ask(`--output=${join(root, 'x')}`)).toThrow('There is no commit');
  expect([file, join(root, 'x'), `${file}...HEAD`].filter((path) => existsSync(path))).toEqual([]);
});
