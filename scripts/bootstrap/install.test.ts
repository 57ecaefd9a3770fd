import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFiles } from './install.mjs';

test('what lies in packages/ and is no package is passed over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'install-'));
  try {
    mkdirSync(join(folder, 'packages/cli'), { recursive: true });
    mkdirSync(join(folder, 'packages/gone/node_modules'), { recursive: true });
    writeFileSync(join(folder, 'packages/cli/package.json'), '{}');
    writeFileSync(join(folder, 'packages/.DS_Store'), '');
    expect(packageFiles(folder)).toEqual(['packages/cli/package.json']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
