import { expect, it } from 'vitest';
import { affectedEnvironments } from './affected-environments.ts';

const environments = ['dev', 'dev2', 'prod'];

function affected(...changed: string[]): string[] {
  return affectedEnvironments({ environments, changed }).map(({ environment }) => environment);
}

it("takes a change in an environment's folder for that environment alone", () => {
  expect(affectedEnvironments({ environments, changed: ['environments/dev/environment.yaml', 'README.md'] })).toEqual([
    { environment: 'dev', because: ['environments/dev/environment.yaml'] },
  ]);
  expect(affected('environments/prod/alerts/rules.yaml')).toEqual(['prod']);
});

it.each([
  'environments/base.yaml',
  'environments/shared/network.yaml',
  'packages/environment/src/schema.ts',
  'packages/config-renderers/src/core/loki.ts',
  'packages/canary-rollout/dist/index.js',
  'packages/errors/package.json',
  'terraform/stack/main.tf',
  'terraform/stack/.terraform.lock.hcl',
  '.github/workflows/plan.yml',
  '.github/workflows/deploy-environment.yaml',
  '.github/actions/setup/action.yml',
  'pnpm-lock.yaml',
])('takes %s for a change of all environments', (file) => {
  expect(affected(file)).toEqual(environments);
});

it.each([
  'docs/architecture.md',
  'README.md',
  'environments/README.md',
  'environments/schema.json',
  'packages/environment/src/schema.test.ts',
  'packages/environment/fixtures/sample/base.yaml',
  'packages/sandbox/src/index.ts',
  'packages/environment/notes.txt',
  'terraform/stack/tests/stack.tftest.hcl',
  'tests/e2e/story.test.ts',
  '.github/workflows/ci.yml',
  '.github/workflows/rollback.yml',
  'package.json.bak',
])('takes %s for a change of none', (file) => {
  expect(affected(file)).toEqual([]);
});

it('lists each reason once, in order', () => {
  const changed = ['terraform/stack/main.tf', 'environments/base.yaml', 'terraform/stack/main.tf', 'docs/x.md'];
  expect(affectedEnvironments({ environments: ['dev'], changed })).toEqual([
    { environment: 'dev', because: ['environments/base.yaml', 'terraform/stack/main.tf'] },
  ]);
});

it("follows an environment that extends another's file", () => {
  const files = { prod: ['environments/prod/environment.yaml', 'environments/dev/environment.yaml'] };
  const result = affectedEnvironments({ environments, changed: ['environments/dev/environment.yaml'], files });
  expect(result.map(({ environment }) => environment)).toEqual(['dev', 'prod']);
});

it('plans nothing for an environment that is gone', () => {
  expect(affected('environments/old/environment.yaml')).toEqual([]);
});
