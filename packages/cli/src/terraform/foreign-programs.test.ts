import { expect, test } from 'vitest';
import { isTerraformFile, requireNoForeignPrograms } from './foreign-programs.ts';

const LOCK = 'terraform/stack/.terraform.lock.hcl';
const AWS = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n}\n';
const BASE = { [LOCK]: AWS, 'terraform/stack/versions.tf': 'provider "aws" {}\n' };

function judge(changed: Readonly<Record<string, string>>, moduleSources: readonly string[] = ['', '../modules/loki']) {
  const files = (record: Readonly<Record<string, string>>) => new Map(Object.entries(record));
  const local = moduleSources.filter((source) => source !== '');
  requireNoForeignPrograms({ before: files(BASE), after: files({ ...BASE, ...changed }), moduleSources: local });
}

test('resources, values and versions of known providers are data', () => {
  judge({
    [LOCK]: AWS.replace('5.100.0', '5.101.0'),
    'terraform/stack/new.tf': 'resource "aws_s3_bucket" "new" { bucket = "x" }\n',
  });
});

test.each([
  ['a provider', { [LOCK]: `${AWS}provider "registry.terraform.io/hashicorp/external" {\n}\n` }, 'hashicorp/external'],
  [
    'a credential process',
    { 'terraform/stack/versions.tf': 'provider "aws" {\n  shared_config_files = ["x"]\n}\n' },
    'versions.tf sets shared_config_files',
  ],
  [
    'one in escaped JSON',
    { 'terraform/stack/a.tf.json': '{"provider":{"aws":{"shared\\u005fconfig_files":["x"]}}}' },
    'a.tf.json sets shared_config_files',
  ],
  [
    'one of the backend',
    { 'terraform/modules/loki/b.tofu': 'shared_credentials_files = ["x"]' },
    'b.tofu sets shared_credentials_files',
  ],
])('%s that the base branch does not have is refused', (_, changed: Record<string, string>, words) => {
  expect(() => judge(changed)).toThrow(words);
});

test.each(['git::https://example.com/x.git', 'terraform-aws-modules/vpc/aws', 'https://example.com/x.zip', '/tmp/x'])(
  'a module from %s is refused',
  (source) => expect(() => judge({}, [source])).toThrow(`a module comes from ${source}`),
);

test('what the base branch sets already may stay', () => {
  const files = new Map([['terraform/stack/versions.tf', 'shared_config_files = ["x"]']]);
  requireNoForeignPrograms({ before: files, after: files, moduleSources: [] });
});

test.each(['a/main.tf', 'a/main.tf.json', 'a/main.tofu', 'a/main.tofu.json', LOCK])('%s is read', (path) => {
  expect(isTerraformFile(path)).toBe(true);
  expect(isTerraformFile(`${path}.md`)).toBe(false);
});
