import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { loadEnvironment } from '../load-environment.ts';
import { setValue } from './set-value.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/sample');
const DEV = readFileSync(join(ROOT, 'dev/environment.yaml'), 'utf8');
const BASE = readFileSync(join(ROOT, 'base.yaml'), 'utf8');

it('replaces a value and nothing else', () => {
  expect(setValue(DEV, ['migration', 'phase'], 'rollout')).toBe(
    DEV.replace('phase: baseline # the first one', 'phase: rollout # the first one'),
  );
  expect(setValue(DEV, ['aws', 'accountId'], '000000000001')).toBe(DEV.replace('111122223333', '000000000001'));
  expect(setValue(BASE, ['services', 'worker', 'ports', 'grpc'], 7240)).toBe(BASE.replace('grpc: 7239', 'grpc: 7240'));
  expect(setValue(BASE, ['rollout', 'waves', 1, 'bake'], '5m')).toBe(BASE.replace('bake: 20m', 'bake: 5m'));
});

it('adds a key and keeps every comment', () => {
  const edited = setValue(DEV, ['services', 'worker', 'collector'], 'adot');
  expect(edited).toContain('services:\n  worker:\n    collector: adot\n');
  for (const comment of ['# The development cluster.', '# twelve digits', '# the first one']) {
    expect(edited).toContain(comment);
  }
});

it('quotes a text that would read as something else', () => {
  const source = 'a: x # why\nb: [x, y]\n';
  expect(setValue(source, ['a'], '0123')).toBe('a: "0123" # why\nb: [x, y]\n');
  expect(setValue(source, ['a'], 'x # y')).toBe('a: "x # y" # why\nb: [x, y]\n');
  expect(setValue(source, ['b', 0], 'p, q')).toBe('a: x # why\nb: ["p, q", y]\n');
});

it('refuses text that it could only break', () => {
  expect(() => setValue('a: [', ['a'], 1)).toThrow("Can't set a: the YAML is broken");
  expect(() => setValue('a: 1\n', ['a', 'b'], 1)).toThrow("Can't set a.b: ");
});

it('puts any value at any place so that it reads back, and loading the result never throws', () => {
  const paths = [
    ['loki', 'cpu'],
    ['loki', 'image'],
    ['loki'],
    ['services'],
    ['services', 'worker', 'ports', 'grpc'],
    ['services', 'constructor'],
    ['rollout', 'waves'],
    ['rollout', 'waves', 0, 'services', 0],
    ['rollout', 'gates', 'sidecar', 'window'],
    ['cost', 'new key'],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const edited = setValue(BASE, path, value);
      expect(JSON.stringify(plain(edited, path))).toBe(JSON.stringify(value));
      const readFile = (file: string) => (file.endsWith('base.yaml') ? edited : DEV);
      expect(loadEnvironment('dev', { root: ROOT, readFile })).toHaveProperty('ok');
    }),
    { numRuns: 100 },
  );
}, 20_000);

function plain(source: string, path: readonly (string | number)[]): unknown {
  let value: unknown = parseDocument(source).toJS();
  for (const step of path) value = Object(value)[step];
  return value;
}

it('takes a key away when the value is undefined, and leaves the rest and its comments', () => {
  const source = 'a: 1 # one\nservices:\n  web:\n    alloy: { image: x }\n    cpu: 2 # two\n';
  expect(setValue(source, ['services', 'web', 'alloy'], undefined)).toBe(
    'a: 1 # one\nservices:\n  web:\n    cpu: 2 # two\n',
  );
});
