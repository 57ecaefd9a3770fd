import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adopt } from '../testing.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lockfile-'));
  mkdirSync(join(root, 'packages/x'), { recursive: true });
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', '.gitignore'])
    cpSync(join(REPOSITORY, file), join(root, file));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'base');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const audit = (...args: string[]) => adopt({ root, env: {} }, 'audit-lockfile', ...args);

test("the repository's own lockfile is one of the registry's packages", async () => {
  expect(await audit('--base', 'HEAD')).toMatchObject({ code: 0, stdout: 'every package comes from the registry\n' });
});

test('an entry that leads to another archive is found, though a frozen install takes it', async () => {
  const file = join(root, 'pnpm-lock.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/(yaml@2\.9\.1:\n\s+resolution: \{integrity: [^}]+)\}/, '$1, tarball: https://example.com/y.tgz}'),
  );
  const { code, stdout } = await audit('--base', 'HEAD');
  expect(code).toBe(1);
  expect(stdout).toContain('pnpm-lock.yaml: yaml@2.9.1: is resolved by tarball');
});

test('so are a checksum that changed, and settings of a package manager, committed or not', async () => {
  const file = join(root, 'pnpm-lock.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(zod@[\d.]+:\n\s+resolution: \{integrity: sha512-)./, '$1A'));
  writeFileSync(join(root, 'packages/x/.npmrc'), 'registry=https://example.com\n');
  const { stdout } = await audit('--base', 'HEAD');
  expect(stdout).toMatch(/packages\/x\/\.npmrc: .*\n.*zod@.*another checksum/);
});

test('what is committed below folders that git ignores is found as well', async () => {
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules/evil.js'), '');
  expect((await audit()).code).toBe(0);
  execFileSync('git', ['add', '--force', 'node_modules/evil.js'], { cwd: root });
  expect((await audit()).stdout).toContain('node_modules/: stands for what is installed or built');
});

test('a lockfile that is missing is no finding but an error', async () => {
  rmSync(join(root, 'pnpm-lock.yaml'));
  const { code, stderr } = await audit();
  expect(code).toBe(1);
  expect(stderr).toContain('pnpm-lock.yaml is missing');
});
