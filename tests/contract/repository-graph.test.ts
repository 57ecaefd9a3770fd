import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  affectedEnvironments,
  isIrrelevant,
  nodesOf,
  repositoryGraph,
  workspacePackage,
} from '../../packages/environment/src/index.ts';
import { glob, read, root } from './repository.ts';

/** Also what is new and not committed yet. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '');
const PACKAGES = glob('packages/*/package.json').map((path) => workspacePackage(path, read(path)));
const GRAPH = repositoryGraph([PACKAGES]);
const WORKSPACE = PACKAGES.map(({ name }) => name);

/** What `adopt sandbox` and `adopt demo` run on a laptop: no workflow does. */
const NEVER_SHIPPED = '@loki-adoption/sandbox';

function needsOf(name: string): string[] {
  return [...(GRAPH.find((node) => node.name === name)?.needs ?? ['no such node'])].sort();
}

/** Packages of the workspace that the files of a package import, those of its tests aside. */
function importsOf(folder: string): string[] {
  const files = FILES.filter(
    (file) => file.startsWith(`${folder}/src/`) && file.endsWith('.ts') && !isIrrelevant(file),
  );
  const imported = files.flatMap((file) =>
    [...read(file).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(imported)].filter((name) => WORKSPACE.includes(name)).sort();
}

describe('the graph that says which environments a change touches', () => {
  test('has a place for every file, and only one', () => {
    expect(FILES.length).toBeGreaterThan(300);
    const misplaced = FILES.filter((file) => !isIrrelevant(file) && nodesOf(GRAPH, file).length !== 1);
    expect(misplaced, 'place them in packages/environment/src/core/affected/repository-graph.ts').toEqual([]);
  });

  test('has nothing that is not in the repository', () => {
    const prefixes = GRAPH.flatMap((node) => node.files).filter((prefix) => !prefix.includes('/_'));
    expect(prefixes.filter((prefix) => !FILES.some((file) => file.startsWith(prefix)))).toEqual([]);
    const names = GRAPH.map((node) => node.name);
    expect(new Set(names).size).toBe(names.length);
    expect(GRAPH.flatMap((node) => node.needs).filter((need) => !names.includes(need))).toEqual([]);
  });

  // Code that is shipped could import a devDependency as well, and a change there would then touch no environment.
  test.each(PACKAGES)('has every package that $folder runs with, and no other', ({ folder, dependencies }) => {
    expect(dependencies.filter((name) => WORKSPACE.includes(name)).sort()).toEqual(
      importsOf(folder).filter((name) => !(folder === 'packages/cli' && name === NEVER_SHIPPED)),
    );
  });

  test('leaves out what only serves development', () => {
    const touches = (changed: string) =>
      affectedEnvironments({ environments: ['any'], changed: [changed], graph: GRAPH }).length > 0;
    const { devDependencies } = JSON.parse(read('packages/cli/package.json')) as {
      devDependencies: Record<string, string>;
    };
    expect(Object.keys(devDependencies)).toContain(NEVER_SHIPPED);
    expect(touches('packages/sandbox/src/index.ts')).toBe(false);
    expect(touches('packages/cli/src/index.ts')).toBe(true);
  });

  test('has what the workflows that plan and deploy run', () => {
    const workflows = FILES.filter((file) => nodesOf(GRAPH, file).some(({ name }) => name === 'plan and deploy'));
    const text = workflows.map(read).join('\n');
    const packages = [...text.matchAll(/(?:uses: \.\/|node )packages\/([a-z-]+)/g)].map(
      (match) => `packages/${match[1]}`,
    );
    const composites = text.includes('uses: ./.github/actions/') ? ['composite actions'] : [];
    expect(needsOf('plan and deploy')).toEqual([...new Set([...composites, ...packages])].sort());
  });
});
