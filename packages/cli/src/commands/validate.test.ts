import { appendFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { validateEnvironments } from './validate.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'validate-'));
  cpSync(fileURLToPath(new URL('../../../../environments', import.meta.url)), root, { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('says of each environment that it is valid', () => {
  expect(validateEnvironments(root, [], false)).toMatchObject({ text: 'dev: valid\nprod: valid', failed: false });
});

test('fails for what is valid and still cannot be rendered, with its place, and goes on', () => {
  appendFileSync(join(root, 'dev/environment.yaml'), 'services: { worker: { ports: { metrics: 1 } } }\n');
  const outcome = validateEnvironments(root, [], true);
  expect(outcome.failed).toBe(true);
  expect(outcome.text.split('\n')[0]).toMatch(/dev\/environment\.yaml:22:13: services\.worker: ports\.metrics is 1/);
  expect(outcome.text).toContain('# prod\n');
  expect(outcome.text).not.toContain('# dev');
  expect(outcome.data).toMatchObject([
    { environment: 'dev', valid: false, problems: [{ line: 22, column: 13, path: 'services.worker' }] },
    { environment: 'prod', valid: true, problems: [], document: { cluster: 'temporal-prod' } },
  ]);
});

test('shows a warning and passes', () => {
  appendFileSync(join(root, 'dev/environment.yaml'), 'loki: { cpu: 256 }\n');
  const { text, failed } = validateEnvironments(root, ['dev'], false);
  expect(failed).toBe(false);
  expect(text).toMatch(
    /^warning: .*dev\/environment\.yaml:22:14: loki\.cpu: 5 MB\/s take 0\.26 vCPU to ingest, 0\.25 are here/m,
  );
});

test('compares the one that is named with all of the checkout', () => {
  cpSync(join(root, 'dev'), join(root, 'dev-eu'), { recursive: true });
  const { text, failed, data } = validateEnvironments(root, ['dev'], false);
  expect(failed).toBe(true);
  expect(text).toMatch(/dev\/environment\.yaml:15:8: state\.key: .*dev-eu.*dev-eu\/environment\.yaml:15:8\)$/m);
  expect(data).toMatchObject([{ problems: [{ path: 'cluster', other: { line: 6 } }, {}, {}] }]);
});

test('fails for what is no environment and was meant to be one, whatever is named', () => {
  mkdirSync(join(root, 'eu'));
  renameSync(join(root, 'prod', 'environment.yaml'), join(root, 'prod', 'environment.yml'));
  const outcome = validateEnvironments(root, ['dev', 'prod'], false);
  expect(outcome.failed).toBe(true);
  expect(outcome.text.split('\n')).toEqual([
    expect.stringMatching(/eu:1:1: has no environment\.yaml/),
    expect.stringMatching(/prod:1:1: has no environment\.yaml, .*environment\.yml has to be called/),
    'dev: valid',
  ]);
  expect(validateEnvironments(root, ['prod'], false).text).not.toContain('dev: valid');
});

test('warns of a layer that nothing reads, where all of them were read', () => {
  cpSync(join(root, 'dev/environment.yaml'), join(root, 'staging.yaml'));
  const { text, failed } = validateEnvironments(root, [], false);
  expect(failed).toBe(false);
  expect(text).toMatch(/^warning: .*staging\.yaml:1:1: no environment extends this file/m);
  expect(validateEnvironments(root, ['dev'], false).text).toBe('dev: valid');
});
