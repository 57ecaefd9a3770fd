import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnvironmentFile } from './environment-file.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'environment-file-'));
  cpSync(fileURLToPath(new URL('../../../../environments', import.meta.url)), root, { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = () => join(root, 'dev/environment.yaml');

test('loads the environment of the folder', () => {
  expect(readEnvironmentFile(file()).name).toBe('dev');
});

test('moves nothing of an environment that shares its cluster with another', () => {
  cpSync(join(root, 'dev'), join(root, 'dev-eu'), { recursive: true });
  expect(() => readEnvironmentFile(file())).toThrow(/cluster: is the cluster of dev-eu .*\(the other: .*dev-eu\//);
});

test('names the file that it wants', () => {
  expect(() => readEnvironmentFile(join(root, 'dev'))).toThrow(
    'expected a path such as environments/dev/environment.yaml',
  );
});
