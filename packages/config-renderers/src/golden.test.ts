import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Phase } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { diffRendered } from './diff.ts';
import { renderEnvironment } from './render.ts';
import { replicated, sample } from './test-environments.ts';

// After a wanted change: pnpm vitest run --project unit packages/config-renderers -u
const GOLDEN = fileURLToPath(new URL('golden', import.meta.url));

describe('golden files', () => {
  it.each<Phase>(['baseline', 'infrastructure'])('phase %s renders the files that were reviewed', async (phase) => {
    const files = renderEnvironment(sample(phase));
    for (const { path, content } of files) await expect(content).toMatchFileSnapshot(`${GOLDEN}/${phase}/${path}`);
    const rendered = files.map((file) => file.path);
    expect(filesBelow(`${GOLDEN}/${phase}`).filter((path) => !rendered.includes(path))).toEqual([]);
  });

  it.each<[Phase, Phase]>([
    ['infrastructure', 'rollout'],
    ['rollout', 'validation'],
    ['validation', 'cleanup'],
  ])('going from %s to %s changes what was reviewed', async (from, to) => {
    const change = diffRendered(renderEnvironment(sample(from)), renderEnvironment(sample(to)));
    await expect(change).toMatchFileSnapshot(`${GOLDEN}/${to}.diff`);
  });

  it('three replicas of Loki change what was reviewed', async () => {
    const single = renderEnvironment(sample('infrastructure'));
    const change = diffRendered(single, renderEnvironment(replicated('infrastructure')));
    await expect(change).toMatchFileSnapshot(`${GOLDEN}/replicated.diff`);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
    .sort();
}
