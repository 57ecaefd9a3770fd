import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedPaths, filesAt, mergeBase } from './git.ts';

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

test('only what the head changed counts, and a new branch has nothing to compare with', () => {
  const start = commit();
  writeFileSync(join(root, 'theirs'), '');
  const base = commit();
  git('checkout', '--quiet', '-b', 'topic', start);
  writeFileSync(join(root, 'ours'), '');
  const head = commit();
  expect(changedPaths(root, base, head)).toEqual(['ours']);
  expect(mergeBase(root, base, head)).toBe(start);
  expect(changedPaths(root, '0'.repeat(40), 'HEAD')).toBeUndefined();
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
  ['one side of a merge base', (ref: string) => mergeBase(root, ref, 'HEAD')],
  ['the other side', (ref: string) => mergeBase(root, 'HEAD', ref)],
  ['the commit of files', (ref: string) => filesAt(root, ref, '.')],
])('%s is never an option of git', (_, ask) => {
  commit();
  const file = join(root, 'written');
  for (const ref of [`--output=${file}`, '--help', '-', '--', 'HEAD --all', '']) {
    expect(() => ask(ref), ref).toThrow(`There is no commit "${ref}"`);
  }
  // Where the option is the first half of a range.
  expect(() => ask(`--output=${join(root, 'x')}`)).toThrow('There is no commit');
  expect([file, join(root, 'x'), `${file}...HEAD`].filter((path) => existsSync(path))).toEqual([]);
});
