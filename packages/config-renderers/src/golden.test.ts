import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Environment, Phase } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { diffRendered } from './diff.ts';
import type { RenderedFile } from './model.ts';
import { renderEnvironment } from './render.ts';
import { replicated, sample } from './test-environments.ts';

// After a wanted change: pnpm vitest run --project unit packages/config-renderers -u
const GOLDEN = fileURLToPath(new URL('golden', import.meta.url));

/** The phases that add files; of the others the change is kept. */
const WHOLE: readonly Phase[] = ['baseline', 'infrastructure'];
const CHANGES: readonly (readonly [Phase, Phase])[] = [
  ['infrastructure', 'rollout'],
  ['rollout', 'validation'],
  ['validation', 'cleanup'],
];

const TOPOLOGIES: Readonly<Record<string, (phase: Phase) => Environment>> = { single: sample, replicated };

describe.each(Object.entries(TOPOLOGIES))('golden files of topology %s', (topology, environment) => {
  it.each(WHOLE)('phase %s renders what was reviewed', async (phase) => {
    const folder = `${GOLDEN}/${topology}/${phase}`;
    const files = ownFiles(topology, phase);
    for (const { path, content } of files) await expect(content).toMatchFileSnapshot(`${folder}/${path}`);
    expect(filesBelow(folder)).toEqual(files.map((file) => file.path));
  });

  it.each(CHANGES)('going from %s to %s changes what was reviewed', async (from, to) => {
    const change = diffRendered(renderEnvironment(environment(from)), renderEnvironment(environment(to)));
    await expect(change).toMatchFileSnapshot(`${GOLDEN}/${topology}/${to}.diff`);
  });

  it('are all there is', () => {
    // A phase without a file of its own, such as one without Loki, has no folder.
    const whole = WHOLE.filter((phase) => ownFiles(topology, phase).length > 0);
    const expected = [...whole, ...CHANGES.map(([, to]) => `${to}.diff`)];
    expect(readdirSync(`${GOLDEN}/${topology}`).sort()).toEqual(expected.sort());
  });
});

it('golden files are kept for each topology, and for nothing else', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual(Object.keys(TOPOLOGIES).sort());
});

/** Of other topologies only the files that differ from those of a single Loki. */
function ownFiles(topology: string, phase: Phase): readonly RenderedFile[] {
  const files = renderEnvironment((TOPOLOGIES[topology] ?? sample)(phase));
  if (topology === 'single') return files;
  const single = new Map(renderEnvironment(sample(phase)).map((file) => [file.path, file.content]));
  return files.filter((file) => single.get(file.path) !== file.content);
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
    .sort();
}
