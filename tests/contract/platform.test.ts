import { expect, test } from 'vitest';
import { glob, read } from './repository.ts';

test('images are checked for the machines that Terraform registers task definitions for', () => {
  const architectures = glob('terraform/modules/*/main.tf').flatMap((path) =>
    [...read(path).matchAll(/cpu_architecture\s*=\s*"(\w+)"/g)].map(([, architecture]) => architecture),
  );
  expect(new Set(architectures)).toEqual(new Set(['ARM64']));
  expect(read('packages/cli/src/commands/images.ts')).toContain("DEFAULT_PLATFORM = 'linux/arm64'");
});
