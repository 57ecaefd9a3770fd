import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from './load-environment.ts';
import type { LoadResult, Problem, ReadFile } from './model.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const SAMPLE = {
  'e/base.yaml': readFileSync(join(FIXTURES, 'sample/base.yaml'), 'utf8'),
  'e/dev/environment.yaml': readFileSync(join(FIXTURES, 'sample/dev/environment.yaml'), 'utf8'),
};

function inMemory(files: Readonly<Record<string, string>>): ReadFile {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
    return text;
  };
}

function load(files: Readonly<Record<string, string>>, name = 'dev'): LoadResult {
  return loadEnvironment(name, { root: 'e', readFile: inMemory(files) });
}

function show({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}

function problems(files: Readonly<Record<string, string>>, name?: string): string[] {
  const result = load(files, name);
  return result.ok ? [] : result.problems.map(show);
}

describe('a valid environment', () => {
  const result = load(SAMPLE);
  if (!result.ok) throw new Error(result.problems.map(show).join('\n'));

  it('is merged over its base, with defaults and names filled in and durations in seconds', () => {
    const { environment } = result;
    expect(environment).toMatchObject({ name: 'dev', cluster: 'app-dev', aws: { partition: 'aws' } });
    expect(environment.loki).toMatchObject({ topology: 'single', replicas: 1 });
    expect(environment.alloy.outageBudget).toBe(900);
    expect(environment.services['worker']).toMatchObject({ name: 'worker', container: 'app-worker', capacity: 'ec2' });
    expect(environment.services['history']).toMatchObject({
      name: 'history',
      container: 'history',
      ports: { grpc: 7234 },
    });
  });

  it('comes with the merged document as it was written, without extends, and the files it was read from', () => {
    expect(result.document).toMatchObject({ alloy: { outageBudget: '15m' }, cluster: 'app-dev' });
    expect(result.document).not.toHaveProperty('extends');
    expect(result.document).not.toHaveProperty('loki.replicas');
    expect(result.files).toEqual(['e/dev/environment.yaml', 'e/base.yaml']);
    expect(result.warnings).toEqual([]);
  });
});

it('reports everything that is wrong with an environment at once, each where it was set', () => {
  const root = join(FIXTURES, 'broken');
  const result = loadEnvironment('dev', { root });
  const text = result.ok ? '' : result.problems.map((one) => show(one).replace(`${root}/`, '')).join('\n');
  expect(`${text}\n`).toBe(readFileSync(join(root, 'problems.txt'), 'utf8'));
  expect(result.warnings.map((one) => one.path)).toEqual(['rollout.gates.sidecar.window']);
});

it('tells where a value of a valid environment was set, for what is found wrong later', () => {
  const result = load({
    ...SAMPLE,
    'e/dev/environment.yaml': `${SAMPLE['e/dev/environment.yaml']}services: { worker: { desiredCount: 5 } }\n`,
  });
  if (!result.ok) throw new Error(result.problems.map(show).join('\n'));
  expect(result.locate(['services', 'worker'])).toEqual({ file: 'e/dev/environment.yaml', line: 17, column: 13 });
  expect(result.locate(['services', 'worker', 'cpu'])).toEqual({ file: 'e/base.yaml', line: 23, column: 10 });
  expect(result.locate(['services', 'worker', 'command', 3])).toMatchObject({ line: 17, column: 13 });
});

it('reads a base again when its text has changed, however often it was read', () => {
  const services = (base: string) => load({ ...SAMPLE, 'e/base.yaml': base });
  for (let round = 0; round < 300; round += 1) {
    const base = SAMPLE['e/base.yaml'].replace('desiredCount: 3', `desiredCount: ${round}`);
    expect(services(base)).toMatchObject({ environment: { services: { history: { desiredCount: round } } } });
  }
});

describe('the merge', () => {
  const overlaid = (text: string) =>
    problems({ ...SAMPLE, 'e/dev/environment.yaml': `${SAMPLE['e/dev/environment.yaml']}${text}` });

  it('points into the overlay for a value that the overlay set', () => {
    expect(overlaid('loki: { cpu: 1 }\n')).toEqual([
      'e/dev/environment.yaml:17:14: loki.cpu: expected at least 32, not 1',
    ]);
  });

  it('points into the base for a value that only the base set, even when the overlay has its parent', () => {
    const base = SAMPLE['e/base.yaml'].replace('retentionDays: 7', 'retentionDays: 0');
    const dev = `${SAMPLE['e/dev/environment.yaml']}loki: { cpu: 1024 }\n`;
    expect(problems({ 'e/base.yaml': base, 'e/dev/environment.yaml': dev })).toEqual([
      'e/base.yaml:6:18: loki.retentionDays: expected at least 1, not 0',
    ]);
  });

  it('points to the nearest parent of a missing value, in the overlay when that has it', () => {
    const base = SAMPLE['e/base.yaml'].replace('  retentionDays: 7\n', '');
    expect(problems({ ...SAMPLE, 'e/base.yaml': base })).toEqual([
      'e/base.yaml:1:1: loki.retentionDays: is missing: expected a number',
    ]);
    const dev = `${SAMPLE['e/dev/environment.yaml']}loki: { cpu: 1024 }\n`;
    expect(problems({ 'e/base.yaml': base, 'e/dev/environment.yaml': dev })).toEqual([
      'e/dev/environment.yaml:17:1: loki.retentionDays: is missing: expected a number',
    ]);
  });

  it('points to the top of the environment for a missing section', () => {
    const dev = SAMPLE['e/dev/environment.yaml'].replace('cluster: app-dev\n', '');
    expect(problems({ ...SAMPLE, 'e/dev/environment.yaml': dev })).toEqual([
      'e/dev/environment.yaml:2:1: cluster: is missing: expected a text',
    ]);
  });

  it('merges maps key by key and replaces lists', () => {
    const result = load({
      ...SAMPLE,
      'e/dev/environment.yaml': `${SAMPLE['e/dev/environment.yaml']}services: { worker: { desiredCount: 5 } }
rollout: { waves: [{ services: [worker, history] }] }\n`,
    });
    expect(result).toMatchObject({
      ok: true,
      environment: {
        services: { worker: { desiredCount: 5, cpu: 512 } },
        rollout: { waves: [{ services: ['worker', 'history'] }], bake: 600 },
      },
    });
  });

  it('lets null replace a map too, and says so where it stands', () => {
    expect(overlaid('loki:\n')).toEqual(['e/dev/environment.yaml:17:1: loki: is empty: expected a map']);
  });

  it('points to the use of an alias for its value and to the anchor for what is inside', () => {
    expect(overlaid('loki: { cpu: &c 1, memory: *c }\nalloy: &a { cpu: 2 }\nadot: *a\n')).toEqual([
      'e/dev/environment.yaml:17:17: loki.cpu: expected at least 32, not 1',
      'e/dev/environment.yaml:17:28: loki.memory: expected at least 64, not 1',
      'e/dev/environment.yaml:18:18: alloy.cpu: expected at least 32, not 2',
      'e/dev/environment.yaml:18:18: adot.cpu: expected at least 32, not 2',
    ]);
  });
});

describe('extends', () => {
  it('follows a chain of files', () => {
    const result = load(
      {
        ...SAMPLE,
        'e/big/environment.yaml': 'extends: ../dev/environment.yaml\nloki: { cpu: 2048 }\n',
      },
      'big',
    );
    expect(result).toMatchObject({ ok: true, environment: { name: 'big', cluster: 'app-dev', loki: { cpu: 2048 } } });
    expect(result.ok && result.files).toEqual(['e/big/environment.yaml', 'e/dev/environment.yaml', 'e/base.yaml']);
  });

  it.each([
    ['../../secrets.yaml', '"../../secrets.yaml" is outside of "e"'],
    ['/etc/passwd', '"/etc/passwd" is outside of "e"'],
    ['../sub/../../e2/base.yaml', '"../sub/../../e2/base.yaml" is outside of "e"'],
    ['..', '".." is outside of "e"'],
    ['../bose.yaml', '"e/bose.yaml" can\'t be read: there is no such file'],
    ['./environment.yaml', 'goes in a circle: e/dev/environment.yaml → e/dev/environment.yaml'],
    ['[a]', 'expected the path of a file, not a list'],
  ])('refuses %s where it is written', (target, message) => {
    expect(problems({ 'e/dev/environment.yaml': `extends: ${target}\n`, 'secrets.yaml': 'a: 1' })).toEqual([
      `e/dev/environment.yaml:1:10: extends: ${message}`,
    ]);
  });

  it('refuses a circle over several files at the link that closes it', () => {
    const files = {
      'e/dev/environment.yaml': 'extends: ../base.yaml\n',
      'e/base.yaml': 'cluster: x\nextends: dev/environment.yaml\n',
    };
    expect(problems(files)).toEqual([
      'e/base.yaml:2:10: extends: goes in a circle: e/dev/environment.yaml → e/base.yaml → e/dev/environment.yaml',
    ]);
  });

  it('follows no link', () => {
    const root = mkdtempSync(join(tmpdir(), 'environments-'));
    try {
      symlinkSync(join(FIXTURES, 'sample/dev'), join(root, 'dev'));
      const result = loadEnvironment('dev', { root });
      expect(result.ok || result.problems.map((one) => one.message)).toEqual([
        expect.stringMatching(/^can't be read: dev is a symbolic link, /),
      ]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

it('refuses a name that is none, and an environment that is not there', () => {
  expect(problems(SAMPLE, '../dev')).toEqual([
    'e:1:1: "../dev" is not the name of an environment: lower-case letters, digits and hyphens',
  ]);
  expect(problems(SAMPLE, 'staging')).toEqual(["e/staging/environment.yaml:1:1: can't be read: there is no such file"]);
});

it('loads both environments of this repository without a warning', () => {
  const root = join(import.meta.dirname, '../../../environments');
  for (const name of ['dev', 'prod']) expect(loadEnvironment(name, { root })).toMatchObject({ ok: true, warnings: [] });
});

it('ends in a result with positions inside the files, whatever happens to the text', () => {
  const characters = [...'\t \n:{}[]"\'#|>%\0~о😀'];
  const tokens = [': ', '- ', '&a ', '*a', '!x ', '<<: ', '---\n', '__proto__', 'constructor', 'null', '.nan', '-.inf'];
  const mutation = fc.record({
    file: fc.constantFrom<keyof typeof SAMPLE>('e/base.yaml', 'e/dev/environment.yaml'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.integer({ min: 0, max: 30 }),
    inserted: fc.oneof(fc.constantFrom(...characters, ...tokens, '1e999', 'extends: '), fc.string({ maxLength: 5 })),
  });
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const files = { ...SAMPLE };
      for (const { file, at, removed, inserted } of mutations) {
        const text = files[file];
        const start = Math.floor(at * text.length);
        files[file] = text.slice(0, start) + inserted + text.slice(start + removed);
      }
      const result = load(files);
      if (!result.ok) expect(result.problems).not.toEqual([]);
      for (const one of [...result.warnings, ...(result.ok ? [] : result.problems)]) {
        const lines = inMemory(files)(one.file).split('\n');
        expect(one.line).toBeLessThanOrEqual(lines.length);
        expect(one.column).toBeLessThanOrEqual((lines[one.line - 1]?.length ?? 0) + 1);
        expect(Math.min(one.line, one.column)).toBeGreaterThanOrEqual(1);
        expect(one.message).not.toBe('');
      }
    }),
    { numRuns: 200 },
  );
}, 20_000);
