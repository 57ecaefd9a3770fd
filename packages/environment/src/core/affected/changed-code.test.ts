import { expect, test } from 'vitest';
import { changedCode } from './changed-code.ts';
import { repositoryGraph } from './repository-graph.ts';

const packageOf = (name: string, ...dependencies: string[]) => ({ folder: `packages/${name}`, name, dependencies });
const graph = repositoryGraph([[packageOf('cli', 'errors'), packageOf('errors'), packageOf('sandbox')]]);

test('names each package once, and what is no package by its path', () => {
  const changed = [
    'pnpm-lock.yaml',
    'packages/errors/src/index.ts',
    'packages/errors/package.json',
    'packages/cli/dist/index.js',
    '.github/workflows/plan.yml',
    '.github/actions/setup/action.yml',
    'a-new-folder/nobody-placed-it.txt',
  ];
  expect(changedCode(changed, graph)).toEqual([
    '.github/actions/setup/action.yml',
    '.github/workflows/plan.yml',
    'a-new-folder/nobody-placed-it.txt',
    'packages/cli',
    'packages/errors',
    'pnpm-lock.yaml',
  ]);
});

test('leaves out what is planned, what no environment comes from, and tests', () => {
  const changed = [
    'environments/dev/environment.yaml',
    'terraform/stack/main.tf',
    'packages/sandbox/src/index.ts',
    'packages/cli/src/plan.test.ts',
    'docs/architecture.md',
  ];
  expect(changedCode(changed, graph)).toEqual([]);
});
