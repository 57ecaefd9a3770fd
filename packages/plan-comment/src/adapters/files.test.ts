import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPlanFiles } from './files.ts';

const PLAN = '{"format_version":"1.2","planned_values":{}}';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-comment-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('globs are sorted, each file is read once, gzip is unpacked', () => {
  for (const name of ['b.json', 'a.json']) writeFileSync(join(folder, name), PLAN);
  writeFileSync(join(folder, 'c.json.gz'), gzipSync(PLAN));
  const plans = readPlanFiles([join(folder, '*.json'), join(folder, 'a.json'), join(folder, 'c.json.gz')]);
  expect(plans.map((plan) => plan.source.slice(folder.length + 1))).toEqual(['a.json', 'b.json', 'c.json.gz']);
});

test('what is missing, a folder, or damaged is told by its path', () => {
  writeFileSync(join(folder, 'bad.gz'), gzipSync(PLAN).subarray(0, 20));
  expect(() => readPlanFiles([join(folder, 'none.json')])).toThrow('none.json does not exist: did the step');
  expect(() => readPlanFiles([folder])).toThrow('is a directory, not a file: name the file in it.');
  expect(() => readPlanFiles([join(folder, '*.tf')])).toThrow('No file matches');
  expect(() => readPlanFiles([join(folder, 'bad.gz')])).toThrow('is a damaged gzip file');
});

test('what a file took is given back before the plan is shown', () => {
  const path = join(folder, 'big.json');
  writeFileSync(path, `{"format_version":"1.2","planned_values":{"note":"${'x'.repeat(20_000_000)}"}}`);
  const before = process.memoryUsage().arrayBuffers;
  expect(readPlanFiles([path])).toHaveLength(1);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  // A mutant's instructions make reading twenty million characters slow.
}, 60_000);
