import { expect, it } from 'vitest';
import { affectedEnvironments } from './affected-environments.ts';
import { repositoryGraph } from './repository-graph.ts';
import type { WorkspacePackage } from './workspace-package.ts';

function workspace(packages: Readonly<Record<string, readonly string[]>>): WorkspacePackage[] {
  return Object.entries(packages).map(([name, needs]) => ({
    folder: `packages/${name}`,
    name: `@loki-adoption/${name}`,
    dependencies: [...needs.map((need) => `@loki-adoption/${need}`), 'yaml'],
  }));
}

const PACKAGES = {
  'canary-rollout': ['environment', 'errors', 'telemetry'],
  cli: ['canary-rollout', 'config-renderers', 'environment', 'errors', 'telemetry'],
  'config-renderers': ['environment', 'errors'],
  environment: ['errors'],
  errors: [],
  sandbox: ['environment', 'errors'],
  telemetry: ['errors'],
};

const graph = repositoryGraph([workspace(PACKAGES)]);

const environments = ['dev', 'dev2', 'prod'];

function affected(...changed: string[]): string[] {
  return affectedEnvironments({ environments, changed, graph }).map(({ environment }) => environment);
}

it("takes a change in an environment's folder for that environment alone", () => {
  expect(affected('environments/dev/environment.yaml', 'README.md')).toEqual(['dev']);
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
  'packages/canary-rollout/action.yml',
  'a-new-folder/that-nobody-placed.txt',
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
  'terraform/stack/tests/stack.tftest.hcl',
  'tests/e2e/story.test.ts',
  '.github/workflows/ci.yml',
  '.github/workflows/rollback.yml',
  'package.json',
  'packages/canary-rollout/src/testing/fake-world.ts',
  'terraform/bootstrap/main.tf',
  'terraform/examples/greenfield/environment.yaml',
  'terraform/requirements.txt',
  '.github/CODEOWNERS',
])('takes %s for a change of none', (file) => {
  expect(affected(file)).toEqual([]);
});

it('lists each reason once, in order, with the way it takes', () => {
  const changed = [
    'terraform/stack/main.tf',
    'packages/telemetry/src/loki.ts',
    'environments/base.yaml',
    'environments/dev/alerts.yaml',
    'terraform/stack/main.tf',
    'docs/x.md',
    'unknown.txt',
  ];
  const files = { dev: ['environments/dev/environment.yaml', 'environments/base.yaml'] };
  const [dev] = affectedEnvironments({ environments: ['dev'], changed, files, graph });
  expect(dev?.why).toEqual([
    { file: 'environments/base.yaml', through: ['environments/base.yaml', 'environments/dev/environment.yaml'] },
    { file: 'environments/dev/alerts.yaml', through: ['environments/dev'] },
    {
      file: 'packages/telemetry/src/loki.ts',
      through: ['packages/telemetry', 'packages/canary-rollout', 'plan and deploy', 'environments'],
    },
    { file: 'terraform/stack/main.tf', through: ['terraform', 'environments'] },
    { file: 'unknown.txt', through: ['not in the graph of the repository'] },
  ]);
  expect(dev?.because).toEqual(dev?.why.map(({ file }) => file));
});

it('asks only the environments that extend a file, where that is known of all', () => {
  const own = (name: string, ...below: string[]) => [
    `environments/${name}/environment.yaml`,
    ...below.map((file) => `environments/${file}`),
  ];
  const files = { dev: own('dev', 'eu.yaml', 'base.yaml'), dev2: own('dev2', 'base.yaml'), prod: [] };
  const names = (...changed: string[]) =>
    affectedEnvironments({ environments, changed, files, graph }).map(({ environment }) => environment);
  // Of prod, which can't be read, nobody knows what it extends.
  expect(names('environments/eu.yaml')).toEqual(['dev', 'prod']);
  expect(names('environments/base.yaml')).toEqual(environments);
  expect(names('environments/gone.yaml')).toEqual(environments);
  expect(names('environments/dev/environment.yaml')).toEqual(['dev', 'prod']);
  expect(names('docs/x.md')).toEqual([]);
});

it("follows an environment that extends another's file", () => {
  const files = {
    dev: ['environments/dev/environment.yaml'],
    dev2: ['environments/dev2/environment.yaml'],
    prod: ['environments/prod/environment.yaml', 'environments/dev/environment.yaml'],
  };
  const result = affectedEnvironments({ environments, changed: ['environments/dev/environment.yaml'], files, graph });
  expect(result.map(({ environment }) => environment)).toEqual(['dev', 'prod']);
});

it('knows an environment by any name', () => {
  const changed = ['environments/testing/environment.yaml'];
  expect(affectedEnvironments({ environments: ['testing'], changed, graph })).toHaveLength(1);
});

it('plans nothing for an environment that is gone', () => {
  expect(affected('environments/old/environment.yaml')).toEqual([]);
});

it('takes a dependency for one as long as one of both commits has it', () => {
  const without = { ...PACKAGES, 'canary-rollout': ['environment', 'errors'], cli: ['canary-rollout', 'errors'] };
  const through = (...commits: WorkspacePackage[][]) =>
    affectedEnvironments({
      environments: ['dev'],
      changed: ['packages/telemetry/src/loki.ts'],
      graph: repositoryGraph(commits),
    }).flatMap(({ why }) => why.map((reason) => reason.through));
  expect(through(workspace(without))).toEqual([]);
  const way = [['packages/telemetry', 'packages/canary-rollout', 'plan and deploy', 'environments']];
  expect(through(workspace(PACKAGES), workspace(without))).toEqual(way);
  expect(through(workspace(without), workspace(PACKAGES))).toEqual(way);
});

it('knows a package that a change removes, and plans for files of one that nobody describes', () => {
  const { telemetry: _telemetry, ...left } = PACKAGES;
  const after = workspace({ ...left, 'canary-rollout': ['errors'], cli: ['canary-rollout'] });
  const reasons = (commits: WorkspacePackage[][], file: string) =>
    affectedEnvironments({ environments: ['dev'], changed: [file], graph: repositoryGraph(commits) }).flatMap(
      ({ why }) => why.map((reason) => reason.through[0]),
    );
  const removed = 'packages/telemetry/package.json';
  expect(reasons([workspace(PACKAGES), after], removed)).toEqual(['packages/telemetry']);
  expect(reasons([after], removed)).toEqual(['not in the graph of the repository']);
  expect(reasons([after], 'packages/sandbox/src/index.ts')).toEqual([]);
});
