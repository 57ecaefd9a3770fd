import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContext } from './context.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'context-')));
  for (const path of ['environments/dev', 'terraform/stack']) mkdirSync(join(folder, path), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rootFrom = (path: string) => createContext({ ...process, cwd: () => join(folder, path) } as NodeJS.Process).root;

test('the checkout is found from any folder of it', () => {
  expect([rootFrom('.'), rootFrom('environments/dev')]).toEqual([folder, folder]);
});

test('a checkout without desired state that lies in another is not taken for that', () => {
  mkdirSync(join(folder, 'pull-request', '.git'), { recursive: true });
  expect(() => rootFrom('pull-request')).toThrow('is not inside a checkout');
});
