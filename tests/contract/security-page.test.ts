import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { read, root } from './repository.ts';

function links(page: string): string[] {
  const found = [...read(page).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  return found.filter((link) => !/^https?:/.test(link)).map((link) => join(dirname(page), link.replace(/#.*$/, '')));
}

test.each(['SECURITY.md', 'docs/testing.md', 'docs/runbooks/erasure.md'])('%s names what is there', (page) => {
  const all = links(page);
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every actor of the threat model has what stops them, and a test that shows it', () => {
  const actors = read('SECURITY.md').split(/^### /m).slice(1);
  expect(actors.map((text) => text.split('\n')[0])).toEqual([
    'Somebody outside, or with a fork',
    'Somebody who can push a branch',
    'A reviewer, or one who may approve deployments',
    'A dependency that was taken over',
    'A task that was taken over',
  ]);
  const untested = actors.filter((text) => !/\(([^)]*\.test\.ts)\)/.test(text)).map((text) => text.split('\n')[0]);
  expect(untested).toEqual(['A dependency that was taken over']);
});

test('all ten checks are named', () => {
  const section =
    read('docs/testing.md')
      .split(/^## /m)
      .find((text) => text.startsWith('Security\n')) ?? '';
  expect(section.match(/^\| (?!check|---)/gm)).toHaveLength(10);
});
