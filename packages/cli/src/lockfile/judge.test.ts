import { describe, expect, test } from 'vitest';
import { lockfileProblems } from './judge.ts';

const SUM = (letter: string) => `sha512-${letter.repeat(86)}==`;
const LOCK = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

catalogs:
  default:
    yaml:
      specifier: 2.9.1
      version: 2.9.1

importers:

  .:
    devDependencies:
      vitest:
        specifier: 5.1.1
        version: 5.1.1(vite@8.0.0)

  packages/cli:
    dependencies:
      '@x/errors':
        specifier: workspace:*
        version: link:../errors
      yaml:
        specifier: 'catalog:'
        version: 2.9.1

  packages/errors: {}

packages:

  '@types/node@24.10.1':
    resolution: {integrity: ${SUM('n')}}

  vite@8.0.0:
    resolution: {integrity: ${SUM('v')}}
    hasBin: true

  vitest@5.1.1:
    resolution: {integrity: ${SUM('t')}}

  yaml@2.9.1:
    resolution: {integrity: ${SUM('y')}}
    engines: {node: '>= 14.6'}

snapshots:

  '@types/node@24.10.1': {}

  vite@8.0.0: {}

  vitest@5.1.1(vite@8.0.0):
    dependencies:
      vite: 8.0.0

  yaml@2.9.1: {}
`;
const WORKSPACE = 'packages: [packages/*]\ncatalog: { yaml: 2.9.1 }\nonlyBuiltDependencies: [esbuild]\n';

function problems(
  change: readonly [from: string, to: string],
  rest: Partial<Parameters<typeof lockfileProblems>[0]> = {},
) {
  const [from, to] = change;
  expect(LOCK).toContain(from);
  return lockfileProblems({
    lockfile: LOCK.replace(from, to),
    workspace: WORKSPACE,
    packageManager: PNPM,
    files: [],
    ...rest,
  });
}

const PNPM = `pnpm@10.34.9+sha512.${'a'.repeat(128)}`;
const SAME = ['yaml', 'yaml'] as const;

test('a lockfile whose packages come from the registry is fine', () => {
  expect(problems(SAME)).toEqual([]);
  expect(problems(SAME, { base: LOCK })).toEqual([]);
});

describe('a lockfile is refused', () => {
  test.each<[what: string, change: readonly [string, string], words: RegExp]>([
    [
      'with another archive',
      [
        `resolution: {integrity: ${SUM('y')}}`,
        `resolution: {integrity: ${SUM('z')}, tarball: https://example.com/yaml.tgz}`,
      ],
      /yaml@2\.9\.1: is resolved by tarball/,
    ],
    [
      'with an archive alone',
      [`{integrity: ${SUM('y')}}`, '{tarball: https://example.com/yaml.tgz}'],
      /has no SHA-512 checksum/,
    ],
    [
      'with another version than its key says',
      ['    engines: {node', '    version: 2.8.0\n    engines: {node'],
      /yaml@2\.9\.1.*version/,
    ],
    [
      'with another name than its key says',
      ['    hasBin: true', '    hasBin: true\n    name: evil'],
      /vite@8\.0\.0.*name/,
    ],
    [
      'with a commit',
      [`{integrity: ${SUM('y')}}`, '{commit: abc, repo: https://example.com/x.git, type: git}'],
      /commit, repo, type/,
    ],
    ['with a folder', [`{integrity: ${SUM('y')}}`, '{directory: ../evil, type: directory}'], /directory, type/],
    ['with a weak checksum', [SUM('y'), 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='], /has no SHA-512 checksum/],
    [
      'with a package that has an address for a version',
      ['  yaml@2.9.1:\n    resolution', '  yaml@https://example.com/y.tgz:\n    resolution'],
      /is not a package of the registry/,
    ],
    [
      'with an alias of a package of ours',
      ["specifier: 'catalog:'\n        version: 2.9.1", "specifier: 'catalog:'\n        version: evil@2.9.1"],
      /packages\/cli → yaml: is evil@2\.9\.1/,
    ],
    [
      'with an alias that package.json asks for',
      ["specifier: 'catalog:'", 'specifier: npm:evil@2.9.1'],
      /asks for npm:evil/,
    ],
    [
      'with an alias further down',
      ['      vite: 8.0.0', '      vite: evil@8.0.0'],
      /vitest@5\.1\.1\(vite@8\.0\.0\) → vite: is evil@8\.0\.0/,
    ],
    [
      'with a folder outside of the workspace',
      ['version: link:../errors', 'version: link:../../evil'],
      /@x\/errors: is link:/,
    ],
    ['with a link to what is no package', ['version: link:../errors', 'version: link:../evil'], /@x\/errors: is link:/],
    ['with a snapshot of nothing', ['  yaml@2.9.1: {}', '  yaml@2.9.2: {}'], /yaml@2\.9\.2: is no entry/],
    ['with overrides', ['importers:', 'overrides:\n  yaml: 1.0.0\n\nimporters:'], /overrides/],
    [
      'with a patch',
      ['importers:', 'patchedDependencies:\n  yaml@2.9.1: { hash: x, path: x.patch }\n\nimporters:'],
      /patchedDependencies/,
    ],
    [
      'with hooks',
      ["lockfileVersion: '9.0'", "lockfileVersion: '9.0'\npnpmfileChecksum: sha256-x"],
      /pnpmfileChecksum/,
    ],
    ['of another version', ["'9.0'", "'10.0'"], /lockfileVersion/],
    [
      'with a key that stands there twice',
      ['  yaml@2.9.1: {}', '  yaml@2.9.1: {}\n  yaml@2.9.1: {}'],
      /pnpm-lock\.yaml: .*unique/i,
    ],
    ['with an anchor', ['  vite@8.0.0: {}', '  vite@8.0.0: &x {}'], /anchors or tags/],
    ['that is no YAML', ['snapshots:', 'snapshots: {'], /pnpm-lock\.yaml: /],
  ])('%s', (_, change, words) => {
    expect(problems(change).join('\n')).toMatch(words);
  });

  test('whose checksum of the same version changed since the base branch', () => {
    expect(problems([SUM('y'), SUM('z')], { base: LOCK })).toEqual([
      'pnpm-lock.yaml: yaml@2.9.1: has another checksum than on the base branch, and no archive ever changes',
    ]);
    expect(problems([SUM('y'), SUM('z')])).toEqual([]);
    expect(problems(SAME, { base: 'nonsense' }).join()).toMatch(/base branch's can't be read/);
  });

  test('beside settings that change where packages come from', () => {
    expect(problems(SAME, { files: ['packages/cli/.npmrc', 'packages/cli/npmrc.ts'] })).toEqual([
      'packages/cli/.npmrc: package managers take a registry or hooks from it: remove it',
    ]);
    for (const key of [
      'registries: { default: "https://example.com" }',
      'overrides: { yaml: "1" }',
      'patchedDependencies: {}',
    ])
      expect(problems(SAME, { workspace: `${WORKSPACE}${key}\n` }).join()).toMatch(
        /^pnpm-workspace\.yaml: \w+ can change/,
      );
  });

  test.each(['pnpm@10.34.9', 'pnpm@https://example.com/pnpm.tgz', `npm@11.0.0+sha512.${'a'.repeat(128)}`, undefined])(
    'beside the package manager %s',
    (packageManager) => {
      expect(problems(SAME, { packageManager })).toEqual([
        'package.json: packageManager is not pnpm with an exact version and its SHA-512 checksum',
      ]);
    },
  );

  test('beside what stands for something installed or built', () => {
    const files = [
      'node_modules/.pnpm/evil.js',
      'node_modules/x.js',
      'packages/cli/.turbo/cache/a.tar.zst',
      'docs/node_modules.md',
    ];
    expect(problems(SAME, { files })).toEqual([
      'node_modules/: stands for what is installed or built: remove it',
      'packages/cli/.turbo/: stands for what is installed or built: remove it',
    ]);
  });
});
