import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mirrorEnvironment } from '../../packages/cli/src/terraform/mirror.ts';
import { root, start } from './adopt.ts';

const stack = join(root, 'terraform/stack');
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  env = { ...mirrorEnvironment(process.env, folder), TF_DATA_DIR: join(folder, '.terraform'), CHECKPOINT_DISABLE: '1' };
  const init = await terraform('init', '-backend=false', '-input=false', '-lockfile=readonly');
  expect(init.code, init.stderr).toBe(0);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the stack is valid', async () => {
  const validated = await terraform('validate');
  expect(validated.code, validated.stderr).toBe(0);
});

test('its own tests pass: phases, topologies and what it refuses', async () => {
  const tested = await terraform('test');
  expect(tested.code, tested.stdout + tested.stderr).toBe(0);
  expect(tested.stdout).toMatch(/Success! \d+ passed, 0 failed\./);
});

function terraform(...args: string[]) {
  return start('terraform', [...args, '-no-color'], { cwd: stack, env }).finished;
}
