import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type BundledPackage, bundledPackages, keyOf } from '../../scripts/third-party/bundled-packages.ts';
import { ALLOWED, NOTICES, noticesFile } from '../../scripts/third-party/notices.ts';
import { sbomOf } from '../../scripts/third-party/sbom.ts';
import { glob, read, root } from './repository.ts';

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: unknown;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const workflows = glob('.github/workflows/*.yml').map((path) => ({
  path,
  jobs: (parse(read(path)) as { jobs: Readonly<Record<string, Job>> }).jobs,
}));
const jobsOf = workflows.flatMap(({ path, jobs }) =>
  Object.entries(jobs).map(([id, job]) => ({ path, id, job, jobs })),
);

test('nothing in a pull request is hidden from its reader', () => {
  const lines = read('.gitattributes')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) expect(line).not.toMatch(/ -diff|-text|binary|diff=/);
  const folded = lines.filter((line) => / linguist-generated/.test(line)).map((line) => line.split(' ')[0]);
  expect(folded).toEqual(['packages/*/dist/**', 'environments/schema.json']);
  // GitHub folds these by itself: https://github.com/github-linguist/linguist/blob/main/lib/linguist/generated.rb
  for (const lockfile of ['pnpm-lock.yaml', '.terraform.lock.hcl'])
    expect(lines).toContain(`${lockfile} -linguist-generated`);
  const all = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(all.split('\n').filter((path) => /(^|\/)\.gitattributes$/.test(path))).toEqual(['.gitattributes']);
});

test('the lockfile is checked where nothing is installed yet, by the code of the base for a pull request', () => {
  const desired = workflows.find(({ path }) => path.endsWith('/ci.yml'))?.jobs['desired-state']?.steps ?? [];
  expect(desired.map(({ run }) => run)).toContain('node packages/cli/dist/index.js audit-lockfile');
  expect(desired.some(({ run }) => /install|npm test/.test(run ?? ''))).toBe(false);
  const discover = workflows.find(({ path }) => path.endsWith('/plan.yml'))?.jobs['discover']?.steps ?? [];
  expect(discover).toContainEqual(
    expect.objectContaining({
      'working-directory': 'pull-request',
      run: 'node "$GITHUB_WORKSPACE/packages/cli/dist/index.js" audit-lockfile --base HEAD^1',
    }),
  );
});

/** What is in a job and not in a pull request's reach: an environment's roles, secrets, a token that writes. */
const hasCredentials = (job: Job) =>
  job.environment !== undefined ||
  /\$\{\{ *secrets\./.test(JSON.stringify(job)) ||
  Object.values(job.permissions ?? {}).includes('write');

describe('a job with credentials', () => {
  const withCredentials = jobsOf.filter(({ job }) => hasCredentials(job));

  test('is one of these', () => {
    expect(withCredentials.map(({ path, id }) => `${path.split('/').at(-1)} ${id}`).sort()).toEqual([
      'audit.yml audit',
      'cost-report.yml report',
      'deploy.yml deploy',
      'plan.yml gone',
      'plan.yml plan',
      'plan.yml roll-up',
      'release.yml release',
      'rollback.yml rollback',
    ]);
  });

  test.each(withCredentials)(
    '$path $id: waits until the bundles are known to be what the source builds',
    ({ job, jobs, path }) => {
      expect([job.needs].flat()).toContain('bundles');
      expect(jobs['bundles']?.steps.some(({ uses }) => uses === './.github/actions/rebuild')).toBe(true);
      expect(jobs['bundles']?.permissions).toEqual({ contents: 'read' });
      expect(hasCredentials(jobs['bundles'] ?? { steps: [] })).toBe(false);
      const [own, checked] = [job.steps, jobs['bundles']?.steps ?? []].map((steps) => {
        const { 'fetch-depth': _, ...where } = Object(Reflect.get(steps[0] ?? {}, 'with'));
        return where;
      });
      expect(own).toEqual(checked);
      // In an emergency somebody may say that they go without; nobody else does.
      if (path.endsWith('/rollback.yml'))
        expect(job.if).toContain("(needs.bundles.result == 'success' || inputs.unverified)");
      else if (job.if?.includes('cancelled()')) expect(job.if).toContain("needs.bundles.result == 'success'");
      else expect(job.if ?? '').not.toMatch(/always|failure/);
    },
  );
});

describe('the rebuild', () => {
  const { runs } = parse(read('.github/actions/rebuild/action.yml')) as {
    runs: { steps: { name: string; run: string }[] };
  };
  const script = (name: string) => runs.steps.find((step) => step.name === name)?.run ?? 'exit 9';
  let folder: string;
  const shell = (text: string) =>
    spawnSync('bash', ['-e', '-o', 'pipefail', '-c', text], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, RUNNER_TEMP: join(folder, '.git') },
    });
  const bundle = (text: string) => writeFileSync(join(folder, 'packages/cli/dist/index.js'), text);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
    mkdirSync(join(folder, 'packages/cli/dist'), { recursive: true });
    bundle('a\n');
    shell('git init -q && git add -A && git -c user.name=t -c user.email=t@example.com commit -qm x');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('passes bundles that are what is committed', () => {
    expect(shell(script('Compare'))).toMatchObject({ status: 0 });
  });

  const overlooked = (flag: string) => () => {
    shell(`git update-index --${flag} packages/cli/dist/index.js`);
    bundle('b\n');
  };

  test.each<[what: string, change: () => void]>([
    ['another content', () => bundle('b\n')],
    ['another content that the index is told to overlook', overlooked('skip-worktree')],
    ['another content that the index is told to assume unchanged', overlooked('assume-unchanged')],
    [
      'other line ends that an attribute hides',
      () => {
        writeFileSync(join(folder, '.gitattributes'), '* text eol=lf\n');
        bundle('a\r\n');
      },
    ],
    ['a file more', () => writeFileSync(join(folder, 'packages/cli/dist/more.js'), '')],
    ['no file', () => rmSync(join(folder, 'packages/cli/dist'), { recursive: true })],
  ])('finds %s', (_, change) => {
    change();
    expect(shell(script('Compare'))).toMatchObject({ status: 1, stdout: expect.stringContaining('::error::') });
  });

  test('runs no bundle before that, and takes nothing that is committed for installed or built', () => {
    expect(runs.steps.map(({ name }) => name)).toEqual(['Install', 'Rebuild', 'Compare']);
    for (const { run } of runs.steps) expect(run).not.toMatch(/dist\/index\.js/);
    expect(script('Install')).toMatch(
      /^rm -rf node_modules packages\/\*\/node_modules \.turbo packages\/\*\/\.turbo\n.* --frozen-lockfile --ignore-scripts /,
    );
    expect(script('Rebuild')).toMatch(/^rm -rf packages\/\*\/dist\n.* build --force\n$/);
  });
});

test('the package manager is named with the checksum that Corepack compares', () => {
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
  expect(packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+\+sha512\.[0-9a-f]{128}$/);
});

test.each(['packages/sandbox/python', 'terraform'])(
  'every Python package below %s has its version and its checksums',
  (folder) => {
    const compiled = read(`${folder}/requirements.txt`);
    const entries = compiled.split(/\n(?=[a-z0-9])/i).filter((entry) => !entry.startsWith('#'));
    expect(entries.length).toBeGreaterThan(50);
    for (const entry of entries)
      expect(entry).toMatch(/^[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^\s]+( ; [^\\]+)? \\\n\s+--hash=sha256:[0-9a-f]{64}/);
    expect(compiled).not.toMatch(/^\s*(--(extra-)?index-url|--find-links|-e |.* @ )/m);
    // The packages of an extra stand there by themselves.
    for (const asked of read(`${folder}/requirements.in`).split('\n').filter(Boolean))
      expect(compiled).toContain(`\n${asked.replace(/\[.*\]/, '')} \\\n`);
    expect(read('scripts/bootstrap/install.mjs').match(/'pip', 'install',.*'--require-hashes'/g)).toHaveLength(2);
  },
);

describe('what others have written', () => {
  const packages = bundledPackages(root);
  const found = (name: string) => packages.find((each) => each.name === name);

  test('is known of every bundle, with the checksum of the lockfile', () => {
    expect(new Set(packages.flatMap(({ bundles }) => bundles))).toEqual(
      new Set(['canary-rollout', 'cli', 'cost-report', 'plan-comment']),
    );
    expect(found('zod')?.license).toBe('MIT');
    expect(found('zod')?.texts.get('LICENSE')).toContain('Colin McDonnell');
    for (const each of packages) expect(each.integrity, keyOf(each)).toMatch(/^[A-Za-z0-9+/]{86}==$/);
  });

  test('may be passed on, and its licences stand in THIRD_PARTY_NOTICES', () => {
    expect(packages.filter(({ license }) => !ALLOWED.includes(license)).map(keyOf)).toEqual([]);
    expect(read(NOTICES) === noticesFile(packages), 'run "pnpm build", then "pnpm gen"').toBe(true);
  });

  test('is listed with a release, the same for the same bundles', () => {
    const release = { version: 'v1.2.3', time: '2026-01-01T00:00:00.000Z' };
    const sbom = sbomOf(packages, release) as {
      components: { purl: string }[];
      dependencies: { dependsOn: string[] }[];
    };
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { version: 'v1.2.3' } },
    });
    expect(sbom.components.map(({ purl }) => purl)).toContain(
      `pkg:npm/%40actions/core@${found('@actions/core')?.version}`,
    );
    expect(sbom.dependencies[0]?.dependsOn).toEqual(sbom.components.map(({ purl }) => purl));
    expect(sbomOf(packages, release)).toEqual(sbom);
    const fewer: readonly BundledPackage[] = packages.slice(1);
    expect(sbomOf(fewer, release)).not.toMatchObject({ serialNumber: Reflect.get(sbom, 'serialNumber') });
  });
});
