import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
  for (const line of read('.gitattributes').split('\n').filter(Boolean)) {
    expect(line).not.toMatch(/-diff|-text|binary|diff=/);
    if (line.includes('linguist-generated'))
      expect(line).toMatch(/^(packages\/\*\/dist\/\*\*|environments\/schema\.json) /);
  }
  expect(glob('**/.gitattributes').filter((path) => !path.includes('node_modules'))).toEqual(['.gitattributes']);
});

test('the lockfile is checked where nothing is installed yet, by the code of the base for a pull request', () => {
  const desired = workflows.find(({ path }) => path.endsWith('/ci.yml'))?.jobs['desired-state']?.steps ?? [];
  expect(desired.map(({ run }) => run)).toContain('node packages/cli/dist/index.js audit-lockfile');
  expect(desired.some(({ run }) => /install|npm test/.test(run ?? ''))).toBe(false);
  const discover = workflows.find(({ path }) => path.endsWith('/plan.yml'))?.jobs['discover']?.steps ?? [];
  expect(discover).toContainEqual(
    expect.objectContaining({
      'working-directory': 'pull-request',
      run: 'node "$GITHUB_WORKSPACE/packages/cli/dist/index.js" audit-lockfile --base "$BASE"',
    }),
  );
});

describe('a job with credentials of AWS', () => {
  const withCredentials = jobsOf.filter(({ job }) =>
    job.steps.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@')),
  );

  test('is one of those that plan, deploy and roll back', () => {
    expect(withCredentials.map(({ path, id }) => `${path.split('/').at(-1)} ${id}`).sort()).toEqual([
      'deploy.yml deploy',
      'plan.yml plan',
      'rollback.yml rollback',
    ]);
  });

  test.each(withCredentials)(
    '$path $id: waits until the bundles are known to be what the source builds',
    ({ job, jobs, path }) => {
      expect([job.needs].flat()).toContain('bundles');
      expect(jobs['bundles']?.steps.at(-1)?.uses).toBe('./.github/actions/rebuild');
      expect(jobs['bundles']?.permissions).toEqual({ contents: 'read' });
      expect(jobs['bundles']).not.toHaveProperty('environment');
      const [own, checked] = [job.steps, jobs['bundles']?.steps ?? []].map((steps) => {
        const { 'fetch-depth': _, ...where } = Object(Reflect.get(steps[0] ?? {}, 'with'));
        return where;
      });
      expect(own).toEqual(checked);
      // In an emergency somebody may say that they go without; nobody else does.
      const way = path.endsWith('/rollback.yml')
        ? "(needs.bundles.result == 'success' || inputs.unverified)"
        : undefined;
      if (way === undefined) expect(job.if ?? '').not.toMatch(/always|cancelled|failure/);
      else expect(job.if).toContain(way);
    },
  );
});

test('a bundle that its source does not build is found', () => {
  const { runs } = parse(read('.github/actions/rebuild/action.yml')) as {
    runs: { steps: { name: string; run: string }[] };
  };
  const compare = runs.steps.find(({ name }) => name === 'Compare')?.run ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
  const shell = (script: string) =>
    spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: folder, encoding: 'utf8' });
  try {
    mkdirSync(join(folder, 'packages/cli/dist'), { recursive: true });
    writeFileSync(join(folder, 'packages/cli/dist/index.js'), 'a\n');
    shell('git init -q && git add -A && git -c user.name=t -c user.email=t@example.com commit -qm x');
    expect(shell(compare).status).toBe(0);
    writeFileSync(join(folder, 'packages/cli/dist/index.js'), 'b\n');
    expect(shell(compare)).toMatchObject({ status: 1, stdout: expect.stringContaining('packages/cli/dist/index.js') });
    shell('git checkout -q . && touch packages/cli/dist/more.js');
    expect(shell(compare).status).toBe(1);
    shell('rm -r packages/cli/dist');
    expect(shell(compare).status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
