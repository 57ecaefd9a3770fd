import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFiles, textOf } from './replace-files.ts';

let folder: string;
const path = (name: string) => join(folder, name);
const contents = () => readdirSync(folder).map((name) => `${name}: ${readFileSync(path(name), 'utf8')}`);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replace-'));
  for (const name of ['a', 'b', 'c']) writeFileSync(path(name), 'old');
});

afterEach(() => rmSync(folder, { recursive: true }));

const change = (name: string, before = 'old') => ({ file: path(name), before, after: 'new' });

test('replaces every file, keeps their modes, and leaves nothing beside them', () => {
  chmodSync(path('a'), 0o640);
  replaceFiles([change('a'), change('b')]);
  expect(contents()).toEqual(['a: new', 'b: new', 'c: old']);
  expect(statSync(path('a')).mode & 0o777).toBe(0o640);
});

test('puts back what was replaced when a later file fails', () => {
  const rename: typeof renameSync = (from, to) => {
    if (to === path('c')) throw new Error('no space left on device');
    renameSync(from, to);
  };
  expect(() => replaceFiles([change('a'), change('b'), change('c')], rename)).toThrow(
    'Nothing is written: no space left on device',
  );
  expect(contents()).toEqual(['a: old', 'b: old', 'c: old']);
});

test('touches nothing when one of the files has changed meanwhile, or is gone', () => {
  expect(() => replaceFiles([change('a'), change('b', 'older')])).toThrow('b has changed meanwhile');
  expect(() => replaceFiles([change('a'), change('x')])).toThrow('Nothing is written: ENOENT');
  expect(contents()).toEqual(['a: old', 'b: old', 'c: old']);
});

test('refuses to edit what would not come back as it was', () => {
  writeFileSync(path('a'), Buffer.from([0x61, 0xff]));
  expect(() => textOf(path('a'))).toThrow('is not UTF-8');
});
