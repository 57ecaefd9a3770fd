import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { adopt, copyDesiredState, useAwsServer } from '../testing.ts';

let root: string;
/** What AWS answers, whatever it is asked. */
let answer: { status: number; body: string };

useAwsServer(() => answer);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engine-'));
  copyDesiredState(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const STACK = /\n\s+at /;

test.each([
  ['null', "isn't an object"],
  ['{', "isn't JSON"],
  ['{"worker":null}', 'has no ARN for worker'],
])('rollout refuses the task definitions %s in one line', async (text, why) => {
  const { code, stderr } = await adopt(root, 'rollout', 'dev', '--task-definitions', text);
  expect({ code, stderr: stderr.trim() }).toEqual({
    code: 1,
    stderr: expect.stringMatching(new RegExp(`^--task-definitions ${why}[^\\n]*$`)),
  });
});

test('rollback refuses a target that is not a revision before it asks AWS', async () => {
  const { code, stderr } = await adopt(root, 'rollback', 'dev', '--to', 'the last good one', '--reason', 'r');
  expect(code).toBe(1);
  expect(stderr).toContain('--to is "the last good one": expected previous, adot, or a revision');
  expect(stderr).not.toMatch(STACK);
});

test('rollback says that there is no such revision', async () => {
  answer = { status: 400, body: '{"__type":"ClientException","message":"Unable to describe task definition."}' };
  const { code, stderr } = await adopt(
    root,
    'rollback',
    'dev',
    '--to',
    'temporal-dev-temporal-worker:99',
    '--reason',
    'r',
  );
  expect(code).toBe(1);
  expect(stderr).toContain('There is no task definition temporal-dev-temporal-worker:99 to go back to');
  expect(stderr).not.toMatch(STACK);
});

test('a bucket that may not be read is a service that refused, without a stack', async () => {
  answer = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' };
  const { code, stderr } = await adopt(root, 'status', 'dev');
  expect(code).toBe(3);
  expect(stderr).toContain('S3 GetObject failed with AccessDenied');
  expect(stderr).not.toMatch(STACK);
});

test('missing credentials are named, with what to do', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', root);
  const { code, stderr } = await adopt(root, 'status', 'dev');
  expect(code).toBe(3);
  expect(stderr).toContain('Check the AWS credentials of this job or shell');
  expect(stderr).not.toMatch(STACK);
});

test('status of an environment that was never deployed names every service', async () => {
  answer = { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
  const { code, stdout } = await adopt(root, 'status', 'dev', '--json');
  expect(code).toBe(0);
  const { services } = JSON.parse(stdout) as { services: { service: string; state: string }[] };
  expect(services.map(({ service, state }) => `${service} ${state}`)).toEqual(
    ['worker', 'frontend', 'matching', 'history', 'ui'].map((name) => `${name} pending`),
  );
});
