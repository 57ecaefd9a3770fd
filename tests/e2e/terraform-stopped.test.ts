import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test, vi } from 'vitest';
import { runStoppable } from '../../packages/cli/src/terraform/stoppable.ts';

/** What an apply leaves when its run is cancelled: the real Terraform is asked once, and has to come to an end of its own. */

const folder = mkdtempSync(join(tmpdir(), 'stopped-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIGURATION = `
resource "terraform_data" "first" {
  provisioner "local-exec" { command = "touch begun; while [ ! -e enough ]; do sleep 0.1; done" }
}
resource "terraform_data" "second" {
  depends_on = [terraform_data.first]
}
`;

test('Terraform writes the state and gives its lock back, as often as a runner signals', async () => {
  writeFileSync(join(folder, 'main.tf'), CONFIGURATION);
  const terraform = (...args: string[]) => execFileSync('terraform', args, { cwd: folder, encoding: 'utf8' });
  terraform('init', '-no-color');
  const log = new PassThrough().resume();
  const applied = runStoppable('terraform', ['apply', '-no-color', '-auto-approve'], { cwd: folder, env: {}, log });
  await vi.waitFor(() => expect(existsSync(join(folder, 'begun'))).toBe(true), 60_000);
  process.emit('SIGINT', 'SIGINT');
  process.emit('SIGTERM', 'SIGTERM');
  const { exitCode, askedBy, stdout } = await applied;
  expect([exitCode, askedBy]).toEqual([1, 'SIGINT']);
  expect(stdout).toContain('Gracefully shutting down');
  expect(stdout).not.toContain('Two interrupts received');
  expect(existsSync(join(folder, '.terraform.tfstate.lock.info'))).toBe(false);
  expect(terraform('state', 'list')).toContain('terraform_data.first');
  writeFileSync(join(folder, 'enough'), '');
  terraform('apply', '-no-color', '-auto-approve');
  expect(terraform('state', 'list')).toContain('terraform_data.second');
});
