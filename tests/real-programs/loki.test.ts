import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeWith } from './programs.ts';

const GOLDEN = fileURLToPath(new URL('../../packages/config-renderers/src/golden', import.meta.url));

describeWith('loki', 'Loki takes what is rendered for it', (bin) => {
  it.each(globSync('**/loki/config.yaml', { cwd: GOLDEN }))('golden file %s is valid', (path) => {
    const { status, stderr } = spawnSync(bin, [`-config.file=${join(GOLDEN, path)}`, '-verify-config'], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('config is valid');
    expect(status).toBe(0);
  });
});
