import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adopt, copyDesiredState } from './testing.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'environments-'));
  copyDesiredState(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const COMMANDS = [
  ['plan', 'dev'],
  ['deploy', 'dev'],
  ['rollout', 'dev', '--task-definitions', '{}'],
  ['rollback', 'dev', '--to', 'previous', '--reason', 'test'],
  ['bootstrap', 'dev', '--repository', 'acme/platform'],
  ['render', 'dev'],
  ['render', '--all', '--out', 'out'],
];

test.each(COMMANDS)('%s %s is refused while another environment has the same state', async (...args) => {
  cpSync(join(root, 'environments/dev'), join(root, 'environments/dev-eu'), { recursive: true });
  const out = args.map((arg) => (arg === 'out' ? join(root, 'out') : arg));
  const { code, stderr } = await adopt(root, ...out);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/state\.key: is the state of dev-eu too, .*the other: /)]);
});

test.each(COMMANDS)('%s %s is refused while a folder is no environment', async (...args) => {
  mkdirSync(join(root, 'environments/eu/dev'), { recursive: true });
  const out = args.map((arg) => (arg === 'out' ? join(root, 'out') : arg));
  const { code, stderr } = await adopt(root, ...out);
  expect([code, stderr]).toEqual([1, expect.stringContaining('eu:1:1: has no environment.yaml')]);
});
