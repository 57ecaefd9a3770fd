import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTerraform } from './terraform.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  for (const name of ['bin', 'stack', 'work']) mkdirSync(join(folder, name));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** What `init` is called with by a machine that has this program, in a stack whose providers come from that registry. */
async function initOf(program: string, registry: string): Promise<string> {
  const said = join(folder, 'said');
  writeFileSync(join(folder, 'bin', program), `#!/bin/sh\necho "$0 $*" > ${said}\n`);
  chmodSync(join(folder, 'bin', program), 0o755);
  writeFileSync(join(folder, 'stack/.terraform.lock.hcl'), `provider "${registry}/hashicorp/aws" {\n}\n`);
  vi.stubEnv('PATH', join(folder, 'bin'));
  const env = { PATH: join(folder, 'bin'), TF_CLI_CONFIG_FILE: said };
  const log = new PassThrough().resume();
  const terraform = createTerraform({
    stack: join(folder, 'stack'),
    work: join(folder, 'work'),
    env,
    log,
  });
  await terraform.init({ bucket: 'b', key: 'k', region: 'eu-west-1' });
  return readFileSync(said, 'utf8');
}

test('a lock file is left as it was committed', async () => {
  expect(await initOf('terraform', 'registry.terraform.io')).toMatch(
    /\/terraform init .*-lockfile=readonly .*-backend-config=bucket=b /,
  );
});

test('OpenTofu makes a lock file of Terraform its own once, and leaves its own alone', async () => {
  expect(await initOf('tofu', 'registry.terraform.io')).toMatch(/\/tofu init (?!.* -lockfile=)/);
  expect(await initOf('tofu', 'registry.opentofu.org')).toContain('-lockfile=readonly');
});

/** A program that does `body` as Terraform. */
function terraformThat(body: string) {
  writeFileSync(join(folder, 'bin/terraform'), `#!/bin/bash\n[ "$1" = version ] && exit\n${body}\n`);
  chmodSync(join(folder, 'bin/terraform'), 0o755);
  const path = `${join(folder, 'bin')}:${process.env['PATH']}`;
  vi.stubEnv('PATH', path);
  const env = { PATH: path, TF_CLI_CONFIG_FILE: join(folder, 'rc') };
  const environment = { name: 'dev', cluster: 'temporal-dev' };
  const work = join(folder, 'work');
  return createTerraform({ stack: join(folder, 'stack'), work, env, log: new PassThrough().resume(), environment });
}

/** As Terraform 1.11 prints it, in more lines than are shown of another error. */
const LOCKED = `
Error: Error acquiring the state lock

Error message: operation error S3: PutObject, https response error StatusCode:
412, RequestID: A, HostID: B, api error PreconditionFailed: At least one of the
pre-conditions you specified did not hold
Lock Info:
  ID:        6f4c2f0e-0d5e-7a46-1b9a-b0a4e0f1c2d3
  Path:      state/dev/terraform.tfstate
  Operation: OperationTypeApply
  Who:       runner@fv-az1
  Version:   1.11.4
  Created:   2026-11-26 12:00:00.123 +0000 UTC
  Info:


Terraform acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.
`;

test('a state that is locked: the error says who holds it since when, and how to go on', async () => {
  writeFileSync(join(folder, 'said'), LOCKED);
  const terraform = terraformThat(`cat ${join(folder, 'said')} >&2; exit 1`);
  const error = await terraform.apply('plan').catch((caught: Error) => caught);
  expect(error).toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(
      'runner@fv-az1 holds the lock 6f4c2f0e-0d5e-7a46-1b9a-b0a4e0f1c2d3 since 2026-11-26 12:00:00.123 +0000 UTC (apply). ' +
        'Wait until that has ended. If its run is over, and it was killed: adopt unlock dev --id 6f4c2f0e-0d5e-7a46-1b9a-b0a4e0f1c2d3',
    ),
  });
});

test('what AWS has and the state does not: the error says each import', async () => {
  writeFileSync(
    join(folder, 'said'),
    `
Error: creating IAM Role (temporal-dev-worker-task): operation error IAM: CreateRole, EntityAlreadyExists: Role with name temporal-dev-worker-task already exists.

  with module.service["worker"].aws_iam_role.task,
  on ../modules/service/main.tf line 56, in resource "aws_iam_role" "task":
  56: resource "aws_iam_role" "task" {

Error: creating ECS Service (temporal-dev-worker): InvalidParameterException: Creation of service was not idempotent.

  with module.service["worker"].aws_ecs_service.this,
  on ../modules/service/main.tf line 172, in resource "aws_ecs_service" "this":

Error: creating Security Group (temporal-dev-worker): InvalidGroup.Duplicate: The security group exists

  with module.service["worker"].aws_security_group.this,

Error: waiting for something else

  with module.loki[0].aws_ecs_service.this,
`,
  );
  const terraform = terraformThat(`cat ${join(folder, 'said')} >&2; exit 1`);
  const { message } = (await terraform.apply('plan').catch((caught: Error) => caught)) as Error;
  const imports = message.split('\n').filter((line) => line.includes(' import -var-file='));
  expect(imports.map((line) => line.replace(/^.* import -var-file=\S+ /, ''))).toEqual([
    `'module.service["worker"].aws_iam_role.task' temporal-dev-worker-task`,
    `'module.service["worker"].aws_ecs_service.this' temporal-dev/temporal-dev-worker`,
    `'module.service["worker"].aws_security_group.this' ID`,
  ]);
});

test('an apply that is asked to stop is asked once, waited for, and read to its end', async () => {
  const body = `trap 'echo asked >> ${folder}/asked' INT
touch ${folder}/begun
while [ ! -e ${folder}/enough ]; do sleep 0.05; done
echo 'its last words' >&2
exit 1`;
  const terraform = terraformThat(body);
  const applied = terraform.apply('plan').catch((caught: Error) => caught);
  await vi.waitFor(() => expect(existsSync(join(folder, 'begun'))).toBe(true), 20_000);
  const own = process.listenerCount('SIGTERM');
  process.emit('SIGINT', 'SIGINT');
  await vi.waitFor(() => expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('asked\n'), 20_000);
  // What a runner sends 7.5 s later is the same wish.
  process.emit('SIGTERM', 'SIGTERM');
  writeFileSync(join(folder, 'enough'), '');
  expect(await applied).toMatchObject({
    message:
      'terraform apply was asked to stop (SIGINT), and ended with exit code 1.\n' +
      'What it had begun is in the state, and its lock is free: deploy again to go on from there.',
  });
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('asked\n');
  expect(process.listenerCount('SIGTERM')).toBe(own - 1);
});

test('an apply that was killed says that its lock may be left', async () => {
  const terraform = terraformThat(`trap 'kill -9 $$' INT\ntouch ${folder}/begun\nwhile :; do sleep 0.05; done`);
  const applied = terraform.apply('plan').catch((caught: Error) => caught);
  await vi.waitFor(() => expect(existsSync(join(folder, 'begun'))).toBe(true), 20_000);
  process.emit('SIGTERM', 'SIGTERM');
  expect(await applied).toMatchObject({
    message:
      'terraform apply was asked to stop (SIGTERM), and was killed.\n' +
      'Its lock may still be there: adopt unlock dev shows it. Then deploy again.',
  });
});

test('a plan that ends well although it was asked to stop is not gone on with', async () => {
  const terraform = terraformThat(`trap 'exit 0' INT\ntouch ${folder}/begun\nwhile :; do sleep 0.05; done`);
  const planned = terraform.plan({ variables: 'v', out: 'o', lock: true }).catch((caught: Error) => caught);
  await vi.waitFor(() => expect(existsSync(join(folder, 'begun'))).toBe(true), 20_000);
  process.emit('SIGINT', 'SIGINT');
  expect(await planned).toMatchObject({ message: expect.stringContaining('was asked to stop (SIGINT)') });
});
