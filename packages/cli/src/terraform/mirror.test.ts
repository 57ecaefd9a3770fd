import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cliConfiguration, findMirror, mirrorEnvironment } from './mirror.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mirror-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a mirror is found at any depth that people keep them at', () => {
  mkdirSync(join(folder, 'a/b/c/registry.terraform.io/hashicorp/aws'), { recursive: true });
  expect(findMirror([join(folder, 'missing'), folder])).toBe(join(folder, 'a/b/c'));
});

test('a mirror of another provider is none', () => {
  mkdirSync(join(folder, 'registry.terraform.io/hashicorp/google'), { recursive: true });
  expect(findMirror([folder])).toBeUndefined();
});

test('a CLI configuration that exists is left alone', () => {
  const file = join(folder, 'own.rc');
  writeFileSync(file, '');
  expect(mirrorEnvironment({ TF_CLI_CONFIG_FILE: file }, join(folder, 'work'))).toEqual({});
  expect(existsSync(join(folder, 'work'))).toBe(false);
});

test('a CLI configuration that does not exist is never passed on', () => {
  const found = mirrorEnvironment({ TF_CLI_CONFIG_FILE: join(folder, 'gone.rc') }, join(folder, 'work'));
  const file = found['TF_CLI_CONFIG_FILE'];
  expect(file === '' || (file !== undefined && readFileSync(file, 'utf8').includes('filesystem_mirror'))).toBe(true);
});

test('the configuration quotes the path and leaves other providers to the registry', () => {
  const text = cliConfiguration('/opt/with "quotes"');
  expect(text).toContain('path    = "/opt/with \\"quotes\\""');
  expect(text).toContain('exclude = ["registry.terraform.io/hashicorp/aws"]');
});
