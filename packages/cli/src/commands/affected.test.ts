import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { affectedEnvironments, nodesOf, repositoryGraph } from '@loki-adoption/environment';
import { expect, test } from 'vitest';
import { describe, filesOf, graphAt } from './affected.ts';

const environments = fileURLToPath(new URL('../../../../environments', import.meta.url));

test('an environment is affected by the file of another one that it extends', () => {
  const root = mkdtempSync(join(tmpdir(), 'affected-'));
  try {
    cpSync(environments, join(root, 'environments'), { recursive: true });
    const file = join(root, 'environments', 'prod', 'environment.yaml');
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, source.replace('extends: ../base.yaml', 'extends: ../dev/environment.yaml'));
    const names = ['dev', 'prod'];
    const changed = ['environments/dev/environment.yaml'];
    const found = affectedEnvironments({ environments: names, changed, files: filesOf(root, names), graph: [] });
    expect(found.map(({ environment }) => environment)).toEqual(names);
    expect(filesOf(root, ['dev'])).toEqual({ dev: ['environments/dev/environment.yaml', 'environments/base.yaml'] });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('says for each file which way it touches an environment', () => {
  const files = { dev: ['environments/dev/environment.yaml', 'environments/base.yaml'] };
  const changed = ['environments/base.yaml', 'environments/dev/environment.yaml', 'packages/cost-report/src/main.ts'];
  const graph = repositoryGraph([
    [
      { folder: 'packages/cli', name: 'cli', dependencies: ['cost-report'] },
      { folder: 'packages/cost-report', name: 'cost-report', dependencies: [] },
    ],
  ]);
  expect(affectedEnvironments({ environments: ['dev'], changed, files, graph }).map(describe)).toEqual([
    `dev
  environments/base.yaml → environments/dev/environment.yaml
  environments/dev/environment.yaml
  packages/cost-report/src/main.ts → packages/cost-report → packages/cli → plan and deploy → environments`,
  ]);
  expect(describe({ environment: 'dev', because: ['nothing to compare with'], why: [] })).toBe(
    'dev: nothing to compare with',
  );
});

test('reads the packages of the commits that are compared, whatever lies in the checkout', () => {
  const root = mkdtempSync(join(tmpdir(), 'graph-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  function commit(needs: Readonly<Record<string, readonly string[]>>): string {
    rmSync(join(root, 'packages'), { recursive: true, force: true });
    for (const [name, dependencies] of Object.entries(needs)) {
      const folder = join(root, 'packages', name);
      mkdirSync(join(folder, 'src'), { recursive: true });
      const versions = Object.fromEntries(dependencies.map((each) => [`@x/${each}`, 'workspace:*']));
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `@x/${name}`, dependencies: versions }));
      writeFileSync(join(folder, 'src', 'package.json'), 'no package');
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
    return git('rev-parse', 'HEAD');
  }
  try {
    git('init', '--quiet');
    const before = commit({ cli: ['errors', 'old'], errors: [], old: ['errors'] });
    const after = commit({ cli: ['errors', 'kit'], errors: [], kit: [] });
    commit({ cli: [] });
    const needs = (...commits: string[]) =>
      Object.fromEntries(
        graphAt(root, ...commits)
          .filter(({ name }) => name.startsWith('packages/'))
          .map((node) => [node.name, node.needs]),
      );
    expect(needs(after)).toEqual({
      'packages/cli': ['packages/errors', 'packages/kit'],
      'packages/errors': [],
      'packages/kit': [],
    });
    expect(needs(before, after)).toEqual({
      'packages/cli': ['packages/errors', 'packages/kit', 'packages/old'],
      'packages/errors': [],
      'packages/kit': [],
      'packages/old': ['packages/errors'],
    });
    const [old] = nodesOf(graphAt(root, before, after), 'packages/old/src/index.ts');
    expect(old?.name).toBe('packages/old');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
