import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { adopt, copyDesiredState, useAwsServer } from './testing.ts';

let root: string;
let lock: string | undefined;

useAwsServer(() => {
  if (lock === undefined) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
  return { status: 200, body: lock, headers: { etag: '"1"' } };
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unlock-'));
  copyDesiredState(root);
  writeFileSync(join(root, 'terraform/stack/.terraform.lock.hcl'), '');
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/terraform'), `#!/bin/sh\necho "$*" >> ${join(root, 'calls')}\n`);
  chmodSync(join(root, 'bin/terraform'), 0o755);
  vi.stubEnv('PATH', `${join(root, 'bin')}:${process.env['PATH']}`);
  lock = JSON.stringify({
    ID: 'a-1',
    Operation: 'OperationTypeApply',
    Who: 'runner@host',
    Created: '2026-11-26T12:00:00Z',
  });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const unlock = (...args: string[]) => adopt({ root, env: { PATH: process.env['PATH'] } }, 'unlock', 'dev', ...args);
const calls = () => (existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8') : '');

test('a state that nobody has locked', async () => {
  lock = undefined;
  expect(await unlock()).toMatchObject({ code: 0, stdout: 'dev: the state is not locked\n' });
});

test('shows who holds the lock since when, and removes nothing', async () => {
  const { code, stdout } = await unlock();
  expect([code, stdout]).toEqual([
    0,
    'dev: runner@host holds the lock a-1 since 2026-11-26T12:00:00Z (apply).\n' +
      'If its run is over, and it was killed: adopt unlock dev --id a-1\n',
  ]);
  expect(JSON.parse((await unlock('--json')).stdout)).toMatchObject({ lock: { id: 'a-1' }, removed: false });
  expect(calls()).toBe('');
});

test('removes the lock whose id is given, and no other', async () => {
  expect(await unlock('--id', 'b-2')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not b-2: nothing was removed.'),
  });
  expect(calls()).toBe('');
  const { code, stdout } = await unlock('--id', 'a-1');
  expect([code, stdout]).toEqual([
    0,
    'dev: the lock a-1 of runner@host is removed. What it had not finished the next deploy does.\n',
  ]);
  expect(calls()).toMatch(/^init .*-backend-config=key=dev\/terraform.tfstate[\s\S]*\nforce-unlock -force a-1\n$/m);
});

test('leaves alone what is not a lock', async () => {
  lock = '<html>';
  expect(await unlock('--id', 'a-1')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      's3://temporal-dev-state-111122223333/dev/terraform.tfstate.tflock is not a lock of Terraform',
    ),
  });
});
