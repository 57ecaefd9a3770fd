import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adopt, sandboxProcesses } from './adopt.ts';

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const started = await adopt(['sandbox', 'start', 'dev', '--json']).finished;
  expect(started.code, started.stderr).toBe(0);
  env = (JSON.parse(started.stdout) as { env: Record<string, string> }).env;
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  expect((await adopt(['sandbox', 'stop']).finished).code).toBe(0);
  expect((await adopt(['sandbox', 'status']).finished).code).toBe(1);
  expect(sandboxProcesses()).toEqual([]);
});

test('it says where it is, and a second start finds it', async () => {
  expect((await fetch(`${env['AWS_ENDPOINT_URL']}/_sandbox/health`)).ok).toBe(true);
  const again = await adopt(['sandbox', 'start', 'dev', '--json']).finished;
  expect(JSON.parse(again.stdout)).toMatchObject({ env });
  expect((await adopt(['sandbox', 'status']).finished).code).toBe(0);
});

test('the committed environment deploys to it as it is, and its status can be read', async () => {
  const planned = await adopt(['plan', 'dev', '--out', folder, '--json'], { env }).finished;
  expect(planned.code, planned.stderr).toBe(0);
  expect(JSON.parse(planned.stdout)).toMatchObject({ changes: true });
  const commented = await adopt(['comment', '--plan', join(folder, 'review/plan.json'), '--environment', 'dev'])
    .finished;
  expect(commented.stdout).toMatch(/## .* dev: \d+ to add, 0 to change, 0 to replace, 0 to destroy/);
  const applied = await adopt(['apply', 'dev', '--plan', folder, '--json'], { env }).finished;
  expect(applied.code, applied.stderr).toBe(0);
  const { outputs } = JSON.parse(applied.stdout) as { outputs: { target_task_definitions: Record<string, string> } };
  const targets = JSON.stringify(outputs.target_task_definitions);
  const dryRun = await adopt(['rollout', 'dev', '--task-definitions', targets, '--dry-run'], { env }).finished;
  expect(dryRun.code, dryRun.stderr).toBe(0);
  const status = await adopt(['status', 'dev', '--json'], { env }).finished;
  expect(status.code, status.stderr).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({ environment: 'dev', hold: null });
});

test('a plan of something else is refused', async () => {
  const applied = await adopt(['apply', 'prod', '--plan', folder], { env }).finished;
  expect(applied.code).toBe(1);
  expect(applied.stderr).toContain('holds a plan of dev, not of prod');
});
