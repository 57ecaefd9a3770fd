import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { commitHistory } from './commit-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'commits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
const git = (...args: string[]) =>
  execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim();

function commit(message: string): string {
  git('commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD');
}

test('a commit lies behind those that have it in their history, and behind no other', () => {
  git('init', '--quiet', '--initial-branch', 'main');
  const first = commit('first');
  const second = commit('second');
  git('checkout', '--quiet', '--orphan', 'elsewhere');
  const stranger = commit('stranger');
  const { isBefore } = commitHistory(folder);
  expect(isBefore(first, second)).toBe(true);
  expect(isBefore(second, first)).toBe(false);
  expect(isBefore(first, first)).toBe(false);
  expect(isBefore(stranger, second)).toBe(false);
});

test('what the checkout does not have, or is no commit, is not known', () => {
  const { isBefore } = commitHistory(folder);
  expect(isBefore('0'.repeat(40), git('rev-parse', 'main'))).toBeUndefined();
  expect(isBefore(git('rev-parse', 'main'), 'unknown')).toBeUndefined();
  expect(isBefore('--help', '--help')).toBeUndefined();
  expect(commitHistory(tmpdir()).isBefore('0'.repeat(40), '1'.repeat(40))).toBeUndefined();
});
