import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isPackageManifest, workspacePackage } from '../../packages/environment/src/index.ts';
import { glob, read, root } from './repository.ts';

interface Manifest {
  readonly exports?: Readonly<Record<string, string>>;
}

const PACKAGES = glob('packages/*/package.json').filter(isPackageManifest);
const NAMES = PACKAGES.map((path) => workspacePackage(path, read(path)).name);

/** A list item of a README that begins with a word in bold, its continued lines on one. */
function item(readme: string, word: string): string {
  const [, text] = new RegExp(`^- \\*\\*${word}:\\*\\* (.+(?:\\n {2}\\S.*)*)$`, 'm').exec(readme) ?? [];
  return (text ?? '').replace(/\n {2}/g, ' ');
}

describe.each(PACKAGES)('the README beside %s', (path) => {
  const { folder, dependencies } = workspacePackage(path, read(path));
  const readme = existsSync(join(root, folder, 'README.md')) ? read(`${folder}/README.md`) : '';

  test('has the name of the folder above it, then says what the package is for', () => {
    const [heading, blank, purpose = ''] = readme.split('\n');
    expect([heading, blank]).toEqual([`# ${folder.replace('packages/', '')}`, '']);
    expect(purpose).toMatch(/^[A-Z`].{30,}/);
  });

  test('links to the entry, as package.json has it', () => {
    const links = [...item(readme, 'Entry').matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, folder, link)))).toEqual([]);
    const { exports = {} } = JSON.parse(read(path)) as Manifest;
    const entries = Object.values(exports).map((entry) => entry.replace('./', ''));
    expect(entries.length).toBeGreaterThan(0);
    expect(links).toEqual(expect.arrayContaining(entries));
  });

  test('says which packages it may import, as package.json has it', () => {
    const said = item(readme, 'May import');
    const named = [...said.matchAll(/`([^`]+)`/g)].map((match) => `@loki-adoption/${match[1]}`);
    expect(named).toEqual(dependencies.filter((name) => NAMES.includes(name)).sort());
    if (named.length === 0) expect(said).toBe('no other package');
  });
});
