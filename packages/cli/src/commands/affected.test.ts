import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { affectedEnvironments, nodesOf, repositoryGraph } from '@loki-adoption/environment';
import { afterEach, beforeEach, expect, describe as suite, test, vi } from 'vitest';
import { adopt, copyDesiredState } from '../testing.ts';
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

suite('against a base', () => {
  let root: string;
  let output: string;

  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  const file = (path: string) => join(root, 'environments', path);
  const edit = (path: string, change: (text: string) => string) =>
    writeFileSync(file(path), change(readFileSync(file(path), 'utf8')));

  function commit(): string {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
    return git('rev-parse', 'HEAD');
  }

  /** What the command says, and what a step of a workflow hands on. */
  async function run(...args: string[]) {
    writeFileSync(output, '');
    const { stdout, stderr, code } = await adopt(
      { root, env: { GITHUB_OUTPUT: output } },
      'affected',
      '--json',
      ...args,
    );
    const set = (name: string) =>
      new RegExp(`^${name}<<(\\S+)\\n([\\s\\S]*?)\\n\\1$`, 'm').exec(readFileSync(output, 'utf8'))?.[2];
    return { data: JSON.parse(stdout), stderr, code, environments: set('environments'), gone: set('gone') };
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'affected-'));
    output = join(root, '.git-output');
    copyDesiredState(root);
    git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(root, '.gitignore'), '.git-output\n');
    vi.stubEnv('GITHUB_OUTPUT', output);
    commit();
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true, force: true });
  });

  test('a rewound main deploys what was taken back', async () => {
    const good = git('rev-parse', 'HEAD');
    edit('dev/environment.yaml', (text) => `${text}loki: { cpu: 2048 }\n`);
    const bad = commit();
    git('branch', 'kept');
    git('reset', '--quiet', '--hard', good);
    expect(await run('--base', bad)).toMatchObject({ code: 0, environments: '["dev"]', gone: '[]' });
  });

  test('replaced history deploys both sides', async () => {
    const start = git('rev-parse', 'HEAD');
    edit('dev/environment.yaml', (text) => `${text}loki: { cpu: 2048 }\n`);
    const before = commit();
    git('reset', '--quiet', '--hard', start);
    edit('prod/environment.yaml', (text) => text.replace('cpu: 1024', 'cpu: 2048'));
    commit();
    expect((await run('--base', before)).environments).toBe('["dev","prod"]');
    // A pull request, at its author's desk, is about its own side alone.
    expect((await run('--base', before, '--merge-base')).environments).toBe('["prod"]');
  });

  test.each([
    ['', /no base is named/],
    ['0000000000000000000000000000000000000000', /the branch is new/],
    ['c0ffee0000000000000000000000000000000000', /force push has taken the commit away/],
  ])('a base "%s" means every environment, and says so', async (base, why) => {
    const result = await run('--base', base);
    expect(result).toMatchObject({ code: 0, environments: '["dev","prod"]', gone: '[]' });
    expect(result.stderr).toMatch(/^Every environment counts as affected, /);
    expect(result.stderr).toMatch(why);
    expect(result.data.notice).toMatch(why);
  });

  test('all of them need no base, and no notice', async () => {
    const result = await run('--all');
    expect(result).toMatchObject({ environments: '["dev","prod"]', stderr: '', data: { notice: null } });
  });

  test.each([
    [
      'deleted',
      () => rmSync(file('dev'), { recursive: true }),
      /^dev is gone: what s3:\/\/temporal-dev-state-111122223333\/dev\/terraform\.tfstate describes stays in AWS/,
    ],
    ['renamed', () => renameSync(file('dev'), file('dev-eu')), /^dev is called dev-eu now, /],
    [
      'moved',
      () => edit('dev/environment.yaml', (text) => text.replace('dev/terraform', 'dev-2/terraform')),
      /^dev looks for its state elsewhere now: /,
    ],
  ])('an environment that is %s is named as gone', async (how, change, message) => {
    const base = git('rev-parse', 'HEAD');
    change();
    commit();
    const result = await run('--base', base);
    expect(result).toMatchObject({ code: 0, gone: '["dev"]', data: { gone: [{ environment: 'dev', how }] } });
    expect(result.stderr).toMatch(message);
  });

  test('one whose base is not valid is gone all the same', async () => {
    edit('dev/environment.yaml', (text) => `${text}nonsense: 1\n`);
    const base = commit();
    renameSync(file('dev'), file('dev-eu'));
    commit();
    expect((await run('--base', base)).data.gone).toMatchObject([{ environment: 'dev', how: 'renamed', to: 'dev-eu' }]);
  });

  test('a folder that is no environment ends the run', async () => {
    const base = git('rev-parse', 'HEAD');
    renameSync(file('dev/environment.yaml'), file('dev/environment.yml'));
    commit();
    const { code, stderr } = await adopt(root, 'affected', '--base', base);
    expect([code, stderr]).toEqual([1, expect.stringContaining('environment.yml has to be called environment.yaml')]);
  });

  test('more environments than a matrix may have fail a workflow, with the list, and nothing else', async () => {
    for (let index = 0; index < 255; index += 1) {
      mkdirSync(file(`e${index}`));
      writeFileSync(file(`e${index}/environment.yaml`), 'extends: ../base.yaml\n');
    }
    const result = await run('--all');
    expect(result).toMatchObject({ code: 1, environments: undefined });
    expect(result.stderr).toContain('257 environments are affected, and a matrix has at most 256 jobs');
    expect(result.data.affected).toHaveLength(257);
    rmSync(file('e0'), { recursive: true });
    expect(await run('--all')).toMatchObject({ code: 0, environments: expect.stringContaining('"e254"') });
  });
});
