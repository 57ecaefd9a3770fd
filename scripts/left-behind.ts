import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Gives a project's tests a temporary folder of their own for as long as they run, and fails where one leaves something in it. */
export default function setup({ config }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  config.env = { ...config.env, TMPDIR: folder };
  return () => {
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true, force: true });
    if (left.length === 0) return;
    throw new Error(`Tests left this in the temporary folder: ${left.join(', ')}. Remove it in afterEach or afterAll.`);
  };
}
