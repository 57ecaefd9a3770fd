import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bin, glob, read, root, runTool } from './repository.ts';

const BUNDLED = glob('packages/*/tsup.config.ts').map((path) => path.split('/')[1] ?? '');

describe.each(BUNDLED)('%s', (name) => {
  test('the committed bundle is what the source builds', () => {
    const out = mkdtempSync(join(tmpdir(), 'dist-'));
    try {
      const built = runTool(bin('tsup'), ['--out-dir', out, '--silent'], { cwd: `packages/${name}` });
      expect(built, built.output).toMatchObject({ code: 0 });
      expect(readdirSync(out)).toEqual(['index.js']);
      const same = readFileSync(join(out, 'index.js'), 'utf8') === read(`packages/${name}/dist/index.js`);
      expect(same, `packages/${name}/dist is stale: run "pnpm build" and commit it`).toBe(true);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }, 120_000);

  test('the bundle names no path of the machine that built it', () => {
    expect(read(`packages/${name}/dist/index.js`)).not.toContain(root);
  });

  test('the bundle imports no module of Node as a whole, which would load what nobody uses', () => {
    const code = read(`packages/${name}/dist/index.js`).replace(/^\s*(?:\*|\/\/|\/\*).*/gm, '');
    const imports = code.match(/^import\b.*|\bimport\(["'].*?["']\)/gm) ?? [];
    expect(imports.filter((text) => isBuiltin(/["'](.*?)["']/.exec(text)?.[1] ?? ''))).toEqual([]);
  });
});
