import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adopt, copyDesiredState } from '../testing.ts';

let root: string;
let out: string;
const path = (name: string) => join(root, 'environments', name);
const edit = (name: string, change: (text: string) => string) =>
  writeFileSync(path(name), change(readFileSync(path(name), 'utf8')));
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: root,
    encoding: 'utf8',
  });

function commit(): string {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'change');
  return git('rev-parse', 'HEAD').trim();
}

/** Path → content of everything below the output folder. */
function outputs(): Record<string, string> {
  if (!existsSync(out)) return {};
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => join(entry.parentPath, entry.name)).map((name) => [name, readFileSync(name, 'utf8')]),
  );
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'render-'));
  out = join(root, 'out');
  copyDesiredState(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('--out', () => {
  test('has the files of one environment directly below it, those of several in a folder each', async () => {
    expect(await adopt(root, 'render', 'dev', '--out', out)).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(join(out, 'terraform.tfvars.json'))).toBe(true);
    const alone = Object.values(outputs());
    rmSync(out, { recursive: true });
    const several = await adopt(root, 'render', 'dev', 'prod', '--out', out, '--json');
    expect(JSON.parse(several.stdout).map(({ environment }: { environment: string }) => environment)).toEqual([
      'dev',
      'prod',
    ]);
    expect(
      Object.entries(outputs()).flatMap(([name, text]) => (name.startsWith(join(out, 'dev/')) ? [text] : [])),
    ).toEqual(alone);
    expect(await adopt(root, 'render', '--all', '--out', out)).toMatchObject({ code: 0 });
  });

  test('is left alone when one of the environments is broken: all of their errors are told first', async () => {
    await adopt(root, 'render', '--all', '--out', out);
    const before = outputs();
    edit('dev/environment.yaml', (text) => text.replace('phase: baseline', 'phase: infrastructure'));
    edit('base.yaml', (text) => text.replace('cpu: 512', 'cpu: lots'));
    edit('prod/environment.yaml', (text) => `${text}nonsense: 1\n`);
    const { code, stderr } = await adopt(root, 'render', '--all', '--out', out);
    expect(code).toBe(1);
    expect(stderr).toMatch(/base\.yaml:\d+:\d+: loki\.cpu: /);
    expect(stderr).toMatch(/prod\/environment\.yaml:\d+:\d+: nonsense: /);
    // The base is merged into both, its error is one.
    expect(stderr.match(/loki\.cpu: /g)).toHaveLength(1);
    expect(outputs()).toEqual(before);
  });

  test('is left alone when an environment turns out too large, after others were rendered', async () => {
    await adopt(root, 'render', '--all', '--out', out);
    const before = outputs();
    edit('dev/environment.yaml', (text) => text.replace('phase: baseline', 'phase: infrastructure'));
    edit('prod/environment.yaml', (text) =>
      text.replace('worker: { desiredCount: 2 }', `worker: { environment: { LARGE: "${'x'.repeat(70_000)}" } }`),
    );
    const { code, stderr } = await adopt(root, 'render', '--all', '--out', out);
    expect(code).toBe(1);
    expect(stderr).toMatch(/environments\/prod\/environment\.yaml:[0-9]+:[0-9]+: services\.worker: .*task definition/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(outputs()).toEqual(before);
  });

  test('of no environment at all is nothing', async () => {
    for (const name of ['dev', 'prod']) rmSync(path(name), { recursive: true });
    expect(await adopt(root, 'render', '--all', '--out', out)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('and the names of environments have to make sense together', async () => {
    for (const args of [[], ['--all', 'dev'], ['dev', '--out', out, '--diff', 'a..b'], ['dev', '--diff', 'a...b']]) {
      expect(await adopt(root, 'render', ...args), args.join(' ')).toMatchObject({ code: 2, stdout: '' });
    }
    expect(existsSync(out)).toBe(false);
  });
});

describe('--diff', () => {
  let base: string;

  beforeEach(() => {
    git('init', '--quiet');
    base = commit();
  });

  test('compares a commit with the working tree, or two commits', async () => {
    edit('dev/environment.yaml', (text) => text.replace('phase: baseline', 'phase: infrastructure'));
    const tree = await adopt(root, 'render', 'dev', '--diff', base);
    expect(tree.stdout).toContain('--- /dev/null\n+++ b/loki/config.yaml\n');
    expect(tree.stdout).toMatch(/^- {2}"loki": null,\n- {2}"phase": "baseline",\n\+ {2}"loki": \{$/m);
    expect(tree.stdout).toContain('\n+  "phase": "infrastructure",\n');
    expect(await adopt(root, 'render', 'prod', '--diff', base)).toEqual({ code: 0, stdout: '', stderr: '' });
    const head = commit();
    edit('dev/environment.yaml', () => 'broken: [');
    expect((await adopt(root, 'render', 'dev', '--diff', `${base}..${head}`)).stdout).toBe(tree.stdout);
    expect((await adopt(root, 'render', 'dev', '--diff', `${base}..`)).stdout).toBe(tree.stdout);
    const all = await adopt(root, 'render', '--all', '--diff', `${base}..${head}`);
    expect(all.stdout).toContain('+++ b/dev/loki/config.yaml\n');
    expect(all.stdout).not.toContain('b/prod/');
  });

  test('shows an environment that is new as all new, and one that is gone as all gone', async () => {
    mkdirSync(path('test'));
    edit('dev/environment.yaml', (text) => {
      writeFileSync(path('test/environment.yaml'), text.replaceAll('temporal-dev', 'temporal-test'));
      return text;
    });
    rmSync(path('prod'), { recursive: true });
    const fresh = await adopt(root, 'render', 'test', '--diff', base);
    expect(fresh.code).toBe(0);
    expect(fresh.stdout).toContain('--- /dev/null\n+++ b/terraform.tfvars.json\n');
    expect(fresh.stdout).not.toContain('+++ /dev/null');
    const gone = await adopt(root, 'render', 'prod', '--diff', base);
    expect(gone.code).toBe(0);
    expect(gone.stdout).toContain('--- a/terraform.tfvars.json\n+++ /dev/null\n');
    const all = JSON.parse((await adopt(root, 'render', '--all', '--diff', base, '--json')).stdout);
    expect(
      all.map(({ environment, diff }: { environment: string; diff: string }) => [environment, diff !== '']),
    ).toEqual([
      ['dev', false],
      ['prod', true],
      ['test', true],
    ]);
    const unknown = await adopt(root, 'render', 'nowhere', '--diff', base);
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no environment "nowhere", neither at'),
    });
  });

  test('names the commit whose environment is broken, and a ref that is none', async () => {
    const file = readFileSync(path('dev/environment.yaml'), 'utf8');
    writeFileSync(path('dev/environment.yaml'), `${file}nonsense: 1\n`);
    const broken = commit();
    writeFileSync(path('dev/environment.yaml'), file);
    const { code, stderr } = await adopt(root, 'render', 'dev', '--diff', broken);
    expect(code).toBe(1);
    expect(stderr).toContain(`dev is not valid at ${broken}, so it can't be compared with:\n`);
    expect(stderr).toMatch(new RegExp(`\\n${broken}:environments/dev/environment\\.yaml:\\d+:1: nonsense: `));
    for (const ref of ['nowhere', '--output=x', `${base}..nowhere`]) {
      const none = await adopt(root, 'render', 'dev', `--diff=${ref}`);
      expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no commit "') });
    }
  });

  test('reads names as they are, and no file through a link', async () => {
    writeFileSync(
      path('a "strange"\nname ü.yaml'),
      'cost: { volume: { gigabytesPerMonth: 60 } }\nextends: base.yaml\n',
    );
    edit('dev/environment.yaml', (text) => text.replace('../base.yaml', '"../a \\"strange\\"\\nname ü.yaml"'));
    const strange = commit();
    expect(await adopt(root, 'render', 'dev', '--diff', strange)).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

test('mutated environments end with a place or are valid, and never leave half of an output', async () => {
  await adopt(root, 'render', '--all', '--out', out);
  const originals = new Map(
    ['base.yaml', 'dev/environment.yaml'].map((name) => [name, readFileSync(path(name), 'utf8')]),
  );
  const odd = [
    '1e999',
    '-1',
    'null',
    '[]',
    '{}',
    '[[[',
    '"',
    '\t',
    '&a ',
    '*a',
    'extends: environment.yaml\n',
    '../../../etc/passwd',
    'teмporal',
    '\u202e',
    '\0',
    '- ',
    ': ',
    '9'.repeat(400),
  ];
  const mutation = fc.record({
    name: fc.constantFrom(...originals.keys()),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
    inserted: fc.oneof(fc.constantFrom('', '', '1'), fc.constantFrom(...odd)),
  });
  let [valid, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const texts = new Map(originals);
      for (const { name, at, removed, inserted } of mutations) {
        const text = texts.get(name) ?? '';
        const start = Math.floor(at * text.length);
        texts.set(name, text.slice(0, start) + inserted + text.slice(start + removed));
      }
      for (const [name, text] of texts) writeFileSync(path(name), text);
      const before = outputs();
      const { code, stderr } = await adopt(root, 'render', '--all', '--out', out);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(readdirSync(out)).toEqual(['dev', 'prod']);
      if (code === 0) valid += 1;
      else {
        refused += 1;
        expect(code).toBe(1);
        expect(stderr).toMatch(/environments\/(base|\w+\/environment)\.yaml:\d+:\d+: /);
        expect(outputs()).toEqual(before);
      }
      for (const name of ['dev', 'prod']) {
        const { files } = JSON.parse(readFileSync(join(out, name, '.adopt-render.json'), 'utf8'));
        for (const file of files) expect(existsSync(join(out, name, file))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
  // A sample that is all of one kind shows nothing.
  expect(Math.min(valid, refused)).toBeGreaterThan(0);
}, 60_000);
