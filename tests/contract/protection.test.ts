import { execFileSync } from 'node:child_process';
import { join, matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { codeOwnersText, OWNED } from '../../packages/cli/src/github/code-owners.ts';
import { REQUIRED_CHECKS } from '../../packages/cli/src/github/required-checks.ts';
import { BRANCH, rulesetOf } from '../../packages/cli/src/github/ruleset.ts';
import { loadEnvironment } from '../../packages/environment/src/index.ts';
import { glob, read, root } from './repository.ts';

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, { readonly name?: string; readonly if?: string }>>;
}

const workflows = glob('.github/workflows/*.yml').map((path) => ({ path, ...(parse(read(path)) as Workflow) }));

describe('what main requires of a pull request', () => {
  test('each workflow of pull requests has one job that stands for it, always runs, and is required by its name', () => {
    const ofPullRequests = workflows.filter(({ on }) => 'pull_request' in on);
    const standing = ofPullRequests.map(({ path, jobs }) => {
      const found = Object.entries(jobs).filter(([id]) => id.endsWith('-ok'));
      expect(found, path).toHaveLength(1);
      // A job that is skipped counts as passed on GitHub.
      expect(found[0]?.[1].if, path).toBe('always()');
      return found[0]?.[1].name;
    });
    expect(standing.length).toBeGreaterThan(1);
    expect([...REQUIRED_CHECKS].sort()).toEqual(standing.sort());
  });

  test('such a workflow runs for every pull request to the branch: a required check that is never reported blocks it', () => {
    for (const { path, on } of workflows.filter(({ on }) => 'pull_request' in on)) {
      // As GitHub has it where nothing is said.
      const always = ['opened', 'synchronize', 'reopened'];
      const { types, ...filter } = { types: always, branches: [BRANCH], ...Object(on['pull_request']) };
      expect(filter, path).toEqual({ branches: [BRANCH] });
      expect(types, path).toEqual(expect.arrayContaining(always));
    }
  });

  test('the branch that is protected is the one that deploys', () => {
    const deploy = parse(read('.github/workflows/deploy.yml')) as { on: { push: { branches: string[] } } };
    expect(deploy.on.push.branches).toEqual([BRANCH]);
    expect(read('terraform/bootstrap/variables.tf')).toContain(`default     = "refs/heads/${BRANCH}"`);
    expect(rulesetOf(1).conditions).toEqual({ ref_name: { include: [`refs/heads/${BRANCH}`], exclude: [] } });
  });
});

test('the audit runs by itself, with the token of an app that may only read, and a token that may not look fails it', () => {
  const source = read('.github/workflows/audit.yml');
  const { on } = parse(source) as Workflow;
  expect(Object.keys(on).sort()).toEqual(['schedule', 'workflow_dispatch']);
  expect(source).toContain('run: node packages/cli/dist/index.js audit-github\n');
  expect(source).not.toContain('continue-on-error');
  const asked = [...source.matchAll(/permission-([a-z-]+): (\w+)/g)].map(([, name, access]) => `${name}: ${access}`);
  expect(asked).toEqual(['actions: read', 'administration: read', 'contents: read']);
});

test('the sample asks somebody to approve what goes to production', () => {
  const prod = loadEnvironment('prod', { root: join(root, 'environments') });
  expect(prod.ok && prod.environment.protection.approvers.length).toBeGreaterThan(0);
});

describe('.github/CODEOWNERS', () => {
  const text = read('.github/CODEOWNERS');

  test('is what bootstrap writes for the one team that it names', () => {
    const owners = new Set([...text.matchAll(/^[^#\n]*(@\S+)$/gm)].map(([, owner]) => owner));
    expect(owners.size).toBe(1);
    expect(text).toBe(codeOwnersText([...owners].join()));
  });

  test('covers whatever runs with a role, or decides what does', () => {
    const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const decides =
      /^(\.github|packages|scripts|terraform|tests)\/|(^|\/)(package\.json|pnpm-[^/]+\.yaml|requirements[^/]*\.txt|[^/]*lock[^/]*|\.npmrc|\.node-version|\.gitattributes)$|^[^/]+\.(ts|mjs|json)$/;
    const found = files.filter((path) => decides.test(path));
    expect(found.length).toBeGreaterThan(900);
    expect(found.filter((path) => !OWNED.some((pattern) => owns(pattern, path)))).toEqual([]);
    // Desired state has its own reviewers, the approvers of its environment.
    expect(files.filter((path) => path.startsWith('environments/') && OWNED.some((p) => owns(p, path)))).toEqual([]);
  });
});

/** As GitHub matches: from the root with a slash in front, a folder with all that is in it, a name wherever it lies. */
function owns(pattern: string, path: string): boolean {
  if (pattern.endsWith('/')) return `/${path}`.startsWith(pattern);
  return pattern.startsWith('/')
    ? matchesGlob(`/${path}`, pattern)
    : matchesGlob(path.split('/').at(-1) ?? '', pattern);
}
