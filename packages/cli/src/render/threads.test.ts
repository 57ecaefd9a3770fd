import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { copyDesiredState } from '../testing.ts';
import type { Slice } from './slice.ts';
import { renderSlices } from './threads.ts';
import { commitAll } from './write-all.ts';

const ENTRY = join(import.meta.dirname, '../index.ts');

// The number of cores decides how many threads there are.
vi.mock('node:os', async (original) => ({ ...(await original<object>()), availableParallelism: () => 3 }));

let folder: string;
let root: string;
let names: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
  copyDesiredState(folder);
  root = join(folder, 'environments');
  const model = readFileSync(join(root, 'dev/environment.yaml'), 'utf8');
  names = Array.from({ length: 150 }, (_, index) => `env-${index}`);
  for (const name of names) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'environment.yaml'), model.replace('cluster: temporal-dev', `cluster: ${name}`));
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contents = (out: string) =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(out.length), readFileSync(path, 'utf8')])
    .sort();
const stagedOf = (slices: readonly Slice[]) => slices.flatMap(({ staged }) => staged);

test('several threads write what one writes, in the order of the names', async () => {
  const [alone, together] = [join(folder, 'alone'), join(folder, 'together')];
  const one = await renderSlices({ root, names, out: alone }, undefined);
  const three = await renderSlices({ root, names, out: together }, ENTRY);
  expect([one.length, three.length]).toEqual([1, 3]);
  expect(stagedOf(three).map(({ environment }) => environment)).toEqual(names);
  commitAll(alone, stagedOf(one), true);
  commitAll(together, stagedOf(three), true);
  expect(contents(together)).toEqual(contents(alone));
}, 30_000);

test('every thread tells what is wrong with its own', async () => {
  for (const name of ['env-3', 'env-149'])
    writeFileSync(join(root, name, 'environment.yaml'), 'extends: ../nowhere.yaml\n');
  const slices = await renderSlices({ root, names, out: join(folder, 'out') }, ENTRY);
  expect(slices.map(({ problems }) => problems.length)).toEqual([1, 0, 1]);
  expect(slices[2]?.problems[0]).toMatch(/env-149\/environment\.yaml:1:\d+: extends: .*nowhere\.yaml/);
}, 30_000);

test('a thread that dies takes the others with it, and nothing is left of them', async () => {
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'process.exit(7);\n');
  const out = join(folder, 'out');
  await expect(renderSlices({ root, names, out }, broken)).rejects.toThrow('ended early, with 7');
  expect(readdirSync(out)).toEqual([]);
}, 30_000);
