import { expect, test } from 'vitest';
import { parseBlocks, terraformReadmes } from '../../scripts/terraform-docs.ts';
import { glob, read, root } from './repository.ts';

test.each([...terraformReadmes(root)])('%s says what goes in and comes out', (path, current) => {
  expect(read(path), 'stale: run "pnpm gen"').toBe(current);
});

test('every module has such a README', () => {
  const modules = glob('terraform/{bootstrap,foundation,stack,modules/*}/versions.tf');
  expect([...terraformReadmes(root).keys()]).toEqual(modules.map((path) => path.replace('versions.tf', 'README.md')));
});

test('types and defaults of several lines are read', () => {
  const source =
    'variable "a" {\n  description = "An \\"a\\"."\n  type = object({\n    b = string\n  })\n  default  = 1\n\n  validation {\n    condition = true\n  }\n}\n';
  expect(parseBlocks(source, 'variable')).toEqual([
    { name: 'a', attributes: { description: '"An \\"a\\"."', type: 'object({ b = string })', default: '1' } },
  ]);
});

test('lock files are the same everywhere, and hold sums for every platform', () => {
  const [first, ...others] = glob('terraform/*/.terraform.lock.hcl').map(read);
  for (const other of others)
    expect(other.replace(/ +constraints.*\n/, '')).toBe(first?.replace(/ +constraints.*\n/, ''));
  expect(first?.match(/"zh:[0-9a-f]{64}"/g)?.length).toBeGreaterThanOrEqual(12);
});
