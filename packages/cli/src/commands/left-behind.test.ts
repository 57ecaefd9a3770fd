import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adopt, copyDesiredState, useAwsServer } from '../testing.ts';

let root: string;
let answer: { status: number; body: string; headers?: Record<string, string> };

useAwsServer(() => answer);

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root });
const refusal = (status: number, code: string) => ({ status, body: `<Error><Code>${code}</Code></Error>` });
const state = (...types: string[]) => ({
  status: 200,
  body: JSON.stringify({
    version: 4,
    resources: types.map((type) => ({ mode: 'managed', type, name: 'this', instances: [{}] })),
  }),
  headers: { etag: '"v1"' },
});
const run = (name = 'dev') => adopt(root, 'left-behind', name, '--base', 'HEAD');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'left-behind-'));
  copyDesiredState(root);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'start');
  // The base is asked, not the checkout.
  rmSync(join(root, 'environments/dev'), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('an environment with resources may not go', async () => {
  answer = state(...Array.from({ length: 12 }, (_, index) => `aws_thing_${index}`));
  const { code, stdout } = await run();
  expect(code).toBe(1);
  expect(stdout).toContain(
    'dev has 12 resources in s3://temporal-dev-state-111122223333/dev/terraform.tfstate, and nothing would manage them',
  );
  expect(stdout).toMatch(/: aws_thing_0\.this, .*aws_thing_9\.this, 2 more\. Take it down first: docs\//);
});

test.each([
  ['whose state is empty', () => state()],
  ['that was never deployed', () => refusal(404, 'NoSuchKey')],
  ['whose bucket is gone', () => refusal(404, 'NoSuchBucket')],
])('one %s may go', async (_, given) => {
  answer = given();
  const { code, stdout } = await run();
  expect([code, stdout]).toEqual([0, expect.stringContaining('dev has nothing left in s3://')]);
});

test.each([
  ['AccessDenied', 3],
  ['ExpiredToken', 3],
])('%s is no answer to the question', async (refused, exit) => {
  answer = refusal(403, refused);
  expect((await run()).code).toBe(exit);
});

test('a base that does not know the environment, or not its state, is refused', async () => {
  expect(await run('eu')).toMatchObject({ code: 1, stderr: expect.stringContaining('no environment "eu" at HEAD') });
  const file = join(root, 'environments/prod/environment.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('  key: prod/terraform.tfstate\n', ''));
  git('commit', '--quiet', '--all', '--message', 'broken');
  expect(await run('prod')).toMatchObject({ code: 1, stderr: expect.stringContaining("doesn't say at HEAD where") });
});
