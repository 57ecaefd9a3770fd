import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { glob, read, root, runTool } from './repository.ts';

const tflint = join(root, '.sandbox/bin/tflint');
const checkov = join(root, '.sandbox/checkov/bin/checkov');

test.skipIf(!existsSync(tflint))(
  `tflint finds nothing in terraform/${existsSync(tflint) ? '' : ' (not installed: that needs Go, and the Go module proxy)'}`,
  () => {
    const config = join(root, 'terraform/.tflint.hcl');
    const found = runTool(tflint, ['--chdir=terraform', '--recursive', `--config=${config}`, '--no-color'], {
      env: { TF_CLI_CONFIG_FILE: '' },
    });
    expect(found).toEqual({ code: 0, output: '' });
  },
);

test('checkov finds nothing in terraform/ that an exception in place does not explain', () => {
  const args = ['-d', 'terraform', '--framework', 'terraform', '--compact', '--quiet', '--skip-download'];
  const found = runTool(checkov, args, { env: { LOG_LEVEL: 'ERROR' } });
  expect(found, found.output).toMatchObject({ code: 0 });
  // It also ends with 0 where it has looked at nothing.
  expect(Number(/Passed checks: (\d+)/.exec(found.output)?.[1] ?? 0)).toBeGreaterThan(100);
}, 180_000);

test('every exception of checkov says why', () => {
  const exceptions = glob('terraform/**/*.tf').flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .filter((line) => line.includes('checkov:skip')),
  );
  expect(exceptions.length).toBeGreaterThan(0);
  for (const line of exceptions) expect(line).toMatch(/#checkov:skip=CKV2?_AWS_\d+:[A-Z].{20,}/);
});

test('what is checked with is pinned', () => {
  expect(read('terraform/requirements.in')).toMatch(/^checkov==\d+\.\d+\.\d+\n$/);
  expect(read('scripts/bootstrap/install.mjs')).toMatch(/terraform-linters\/tflint@v\d+\.\d+\.\d+'/);
});
