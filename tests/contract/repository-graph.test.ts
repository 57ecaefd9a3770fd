import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { isIrrelevant, nodesOf, REPOSITORY_GRAPH } from '../../packages/environment/src/index.ts';
import { glob, read, root } from './repository.ts';

/** Also what is new and not committed yet. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '');
const PACKAGES = glob('packages/*/package.json').map((path) => path.split('/')[1] ?? '');

function needsOf(name: string): string[] {
  return [...(REPOSITORY_GRAPH.find((node) => node.name === name)?.needs ?? ['no such node'])].sort();
}

describe('the graph that says which environments a change touches', () => {
  test('has a place for every file, and only one', () => {
    expect(FILES.length).toBeGreaterThan(300);
    const misplaced = FILES.filter((file) => !isIrrelevant(file) && nodesOf(file).length !== 1);
    expect(misplaced, 'place them in packages/environment/src/core/affected/repository-graph.ts').toEqual([]);
  });

  test('has nothing that is not in the repository', () => {
    const prefixes = REPOSITORY_GRAPH.flatMap((node) => node.files).filter((prefix) => !prefix.includes('/_'));
    expect(prefixes.filter((prefix) => !FILES.some((file) => file.startsWith(prefix)))).toEqual([]);
    const names = REPOSITORY_GRAPH.map((node) => node.name);
    expect(new Set(names).size).toBe(names.length);
    expect(REPOSITORY_GRAPH.flatMap((node) => node.needs).filter((need) => !names.includes(need))).toEqual([]);
  });

  test.each(PACKAGES)('has the dependencies of packages/%s', (name) => {
    const { dependencies = {} } = JSON.parse(read(`packages/${name}/package.json`)) as {
      dependencies?: Record<string, string>;
    };
    const workspace = Object.keys(dependencies).filter((key) => dependencies[key]?.startsWith('workspace:'));
    const expected = workspace.map((key) => key.replace('@loki-adoption/', 'packages/')).sort();
    expect(needsOf(`packages/${name}`)).toEqual(expected);
  });

  test('has what the workflows that plan and deploy run', () => {
    const workflows = FILES.filter((file) => nodesOf(file).some(({ name }) => name === 'plan and deploy'));
    const text = workflows.map(read).join('\n');
    const packages = [...text.matchAll(/(?:uses: \.\/|node )packages\/([a-z-]+)/g)].map(
      (match) => `packages/${match[1]}`,
    );
    const composites = text.includes('uses: ./.github/actions/') ? ['composite actions'] : [];
    expect(needsOf('plan and deploy')).toEqual([...new Set([...composites, ...packages])].sort());
  });
});
