import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatProblem } from './format-problem.ts';
import { loadEnvironment, loadEnvironments } from './load-environment.ts';

let root: string;

const path = (file: string) => join(root, file);

/** Another environment beside dev, which shares its base, its account and its bucket, and what `edit` makes of it. */
function add(name: string, edit: (text: string) => string = (text) => text): void {
  mkdirSync(path(name));
  const text = readFileSync(path('dev/environment.yaml'), 'utf8')
    .replaceAll(/app-dev(?!-state)/g, `app-${name}`)
    .replaceAll('dev/', `${name}/`);
  writeFileSync(path(`${name}/environment.yaml`), edit(text));
}

/** What is wrong with an environment among the others. */
function problems(name: string): string[] {
  const result = loadEnvironments([name], { root }).get(name);
  if (result === undefined) throw new Error(`${name} is not there`);
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem, root));
}

const replacing = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replaceAll(from, to);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'environments-'));
  cpSync(join(import.meta.dirname, '../fixtures/sample'), root, { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

it('finds nothing wrong with environments that share nothing but their base, their account and their bucket', () => {
  add('eu');
  expect([problems('dev'), problems('eu')]).toEqual([[], []]);
});

describe('of two environments that would take from each other, both are refused, with the place in both files', () => {
  it('the same state', () => {
    add('eu', replacing('eu/terraform.tfstate', 'dev/terraform.tfstate'));
    expect(problems('eu')).toEqual([
      expect.stringMatching(
        /^eu\/environment\.yaml:(\d+:\d+): state\.key: is the state of dev too, .* \(the other: dev\/environment\.yaml:\1\)$/,
      ),
    ]);
    expect(problems('dev')).toEqual([
      expect.stringMatching(/^dev\/environment\.yaml:.*state of eu too, .* \(the other: eu\/environment\.yaml:/),
    ]);
  });

  it('the same ledger beside two states', () => {
    add('eu', replacing('eu/terraform.tfstate', 'dev/eu.tfstate'));
    expect(problems('eu')).toEqual([
      expect.stringContaining('lies beside the state of dev, and both write "dev/ledger.json"'),
    ]);
  });

  it('the same cluster in one account, whatever the region', () => {
    add('eu', replacing('cluster: app-eu', 'cluster: app-dev'));
    expect(problems('eu')).toEqual([expect.stringMatching(/: cluster: is the cluster of dev in this account too\./)]);
    writeFileSync(
      path('eu/environment.yaml'),
      readFileSync(path('eu/environment.yaml'), 'utf8').replace(/region: .*/, 'region: us-east-1'),
    );
    expect(problems('eu')).toEqual([expect.stringMatching(/: cluster: is the cluster of dev/)]);
  });

  it('the same namespace, where there can be one loki', () => {
    add('eu', replacing('namespace: app-eu', 'namespace: app-dev'));
    expect(problems('eu')).toEqual([expect.stringMatching(/: network\.namespace: is the namespace of dev too/)]);
  });

  it('names of roles that two clusters make together', () => {
    add(
      'eu',
      (text) =>
        `${replacing('cluster: app-eu', 'cluster: app')(text)}services: { worker: { container: dev-app-worker } }\n`,
    );
    expect(problems('eu')).toEqual([
      expect.stringMatching(
        /: services\.worker\.container: makes the roles of "app-dev-app-worker", and so does dev: .*base\.yaml/,
      ),
    ]);
    expect(problems('dev')).toEqual([expect.stringContaining('and so does eu')]);
    // A role is there once in all regions.
    const text = readFileSync(path('eu/environment.yaml'), 'utf8');
    writeFileSync(path('eu/environment.yaml'), text.replace(/region: .*/, 'region: us-east-1'));
    expect(problems('dev')).toEqual([expect.stringContaining('and so does eu')]);
  });

  it('the same write-ahead log', () => {
    const storage = 'loki: { storage: { wal: efs, fileSystemId: fs-0abc1234, accessPointId: fsap-0abc1234 } }\n';
    appendFileSync(path('dev/environment.yaml'), storage);
    add('eu');
    expect(problems('eu')).toEqual([
      expect.stringMatching(/: loki\.storage\.accessPointId: is the access point of dev too/),
    ]);
  });

  it('a value that both have from their base is named there', () => {
    const without = replacing(', key: dev/terraform.tfstate', '');
    writeFileSync(path('dev/environment.yaml'), without(readFileSync(path('dev/environment.yaml'), 'utf8')));
    writeFileSync(path('base.yaml'), `${readFileSync(path('base.yaml'), 'utf8')}state: { key: all.tfstate }\n`);
    add('eu');
    expect(problems('eu')).toEqual([expect.stringMatching(/^base\.yaml:(\d+:\d+): state\.key: .*: base\.yaml:\1\)$/)]);
  });

  it('an environment that is not valid counts with what can be read of it', () => {
    add('eu', (text) => `${replacing('eu/terraform.tfstate', 'dev/terraform.tfstate')(text)}nonsense: 1\n`);
    expect(problems('dev')).toEqual([expect.stringContaining('is the state of eu too')]);
    expect(problems('eu')).toHaveLength(2);
  });
});

it('another account has room for the same names, and another partition for the same bucket', () => {
  add('eu', (text) => replacing('app-eu', 'app-dev')(text).replace(/accountId: .*/, 'accountId: "999988887777"'));
  expect(problems('eu')).toEqual([]);
  add('cn', (text) =>
    replacing(
      'cn/terraform.tfstate',
      'dev/terraform.tfstate',
    )(text).replace(/region: .*/, 'region: cn-north-1\n  partition: aws-cn'),
  );
  expect(problems('cn')).toEqual([]);
});

it('takes what was merged before where it is only read to be compared with', () => {
  add('eu', replacing('eu/terraform.tfstate', 'dev/terraform.tfstate'));
  expect(loadEnvironments(['eu'], { root, lenient: true }).get('eu')?.ok).toBe(true);
});

it('refuses a name whose GitHub environment plans another environment', () => {
  add('dev-plan');
  expect(problems('dev-plan')).toEqual([
    expect.stringMatching(
      /^dev-plan\/environment\.yaml:1:1: "dev-plan" is the GitHub environment in which .* plans "dev"/,
    ),
  ]);
  expect(problems('dev')).toEqual([]);
  expect(loadEnvironment('dev-plan', { root, lenient: true }).ok).toBe(true);
});

it.each(['ledger.json', 'bootstrap.tfstate'])('refuses a state that lies where %s lies', (name) => {
  add('eu', replacing('eu/terraform.tfstate', `eu/${name}`));
  expect(problems('eu')).toEqual([expect.stringMatching(/: state\.key: is where the .* lies/)]);
});

describe('a link', () => {
  it.each([
    ['an environment', 'eu/environment.yaml', '../dev/environment.yaml'],
    ['a base', 'base.yaml', 'shared.yaml'],
  ])('in the place of %s is refused, for git would show no change of what it leads to', (_, file, target) => {
    add('eu', (text) => text.replace(/^extends: .*$/m, 'extends: ../base.yaml'));
    const text = readFileSync(path('base.yaml'), 'utf8');
    writeFileSync(path('shared.yaml'), text);
    rmSync(path(file));
    symlinkSync(target, path(file));
    expect(problems('eu')).toEqual([expect.stringContaining('is a symbolic link')]);
  });

  it('on the way to a base is refused where extends is written', () => {
    mkdirSync(path('dev/layers'));
    writeFileSync(path('dev/layers/base.yaml'), readFileSync(path('base.yaml'), 'utf8'));
    symlinkSync('dev/layers', path('shared'));
    add('eu', (text) => text.replace(/^extends: .*$/m, 'extends: ../shared/base.yaml'));
    expect(problems('eu')).toEqual([
      expect.stringMatching(/^eu\/environment\.yaml:\d+:\d+: extends: .*shared is a symbolic link/),
    ]);
  });
});
