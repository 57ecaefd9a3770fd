import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { affectedEnvironments } from '@loki-adoption/environment';
import { expect, test } from 'vitest';
import { describe, filesOf } from './affected.ts';

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
    const found = affectedEnvironments({ environments: names, changed, files: filesOf(root, names) });
    expect(found.map(({ environment }) => environment)).toEqual(names);
    expect(filesOf(root, ['dev'])).toEqual({ dev: ['environments/dev/environment.yaml', 'environments/base.yaml'] });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('says for each file which way it touches an environment', () => {
  const files = { dev: ['environments/dev/environment.yaml', 'environments/base.yaml'] };
  const changed = ['environments/base.yaml', 'environments/dev/environment.yaml', 'packages/cost-report/src/main.ts'];
  expect(affectedEnvironments({ environments: ['dev'], changed, files }).map(describe)).toEqual([
    `dev
  environments/base.yaml → environments/dev/environment.yaml
  environments/dev/environment.yaml
  packages/cost-report/src/main.ts → packages/cost-report → packages/cli → plan and deploy → environments`,
  ]);
  expect(describe({ environment: 'dev', because: ['nothing to compare with'], why: [] })).toBe(
    'dev: nothing to compare with',
  );
});
