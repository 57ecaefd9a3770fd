import { expect, it } from 'vitest';
import { isPackageManifest, workspacePackage } from './workspace-package.ts';

const PATH = 'packages/cli/package.json';

it('reads what a package runs with, and not what only serves its development', () => {
  const manifest = {
    name: '@loki-adoption/cli',
    version: '0.0.0',
    dependencies: { '@loki-adoption/errors': 'workspace:*', yaml: 'catalog:' },
    optionalDependencies: { '@loki-adoption/registry': 'workspace:*' },
    peerDependencies: { '@loki-adoption/telemetry': 'workspace:*', yaml: '2' },
    devDependencies: { '@loki-adoption/sandbox': 'workspace:*' },
  };
  expect(workspacePackage(PATH, JSON.stringify(manifest))).toEqual({
    folder: 'packages/cli',
    name: '@loki-adoption/cli',
    dependencies: ['@loki-adoption/errors', 'yaml', '@loki-adoption/registry', '@loki-adoption/telemetry'],
  });
  expect(workspacePackage(PATH, '{ "name": "cli" }').dependencies).toEqual([]);
});

it.each([
  ['{ "name": "x", }', `${PATH} is not JSON: `],
  ['[]', `${PATH} describes no package: `],
  ['{}', `${PATH} describes no package: `],
  ['{ "name": "x", "dependencies": ["errors"] }', `${PATH} describes no package: `],
])('says which file is wrong: %s', (text, expected) => {
  expect(() => workspacePackage(PATH, text)).toThrow(expected);
});

it('knows package.json of packages alone', () => {
  const paths = [
    PATH,
    'package.json',
    'packages/cli/src/package.json',
    'packages/package.json',
    'x/packages/cli/package.json',
  ];
  expect(paths.filter(isPackageManifest)).toEqual([PATH]);
});
