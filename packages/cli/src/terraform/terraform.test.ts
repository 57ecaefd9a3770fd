import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const terraform = createTerraform({ stack: join(folder, 'stack'), work: join(folder, 'work'), env, log });
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
