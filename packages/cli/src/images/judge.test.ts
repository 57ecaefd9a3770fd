import { RegistryError } from '@loki-adoption/registry';
import { describe, expect, test } from 'vitest';
import { judgeImage } from './judge.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const arm = (digest: string) => ({ digest, platforms: ['linux/amd64', 'linux/arm64'] });
const intel = (digest: string) => ({ digest, platforms: ['linux/amd64'] });
const gone = new RegistryError('missing', 'x', 'x has no 1');
const down = new RegistryError('unreachable', 'x', "x can't be asked");

describe.each([
  ['a tag and its digest', `a/b:1@${A}`, { tag: arm(A) }, []],
  ['a digest alone', `a/b@${A}`, { digest: arm(A) }, []],
  ['a tag alone', 'a/b:1', { tag: arm(A) }, ['no-digest']],
  ['a tag that has moved', `a/b:1@${A}`, { tag: arm(B), digest: arm(A) }, ['moved']],
  ['a tag that has moved to another platform', `a/b:1@${A}`, { tag: intel(B), digest: arm(A) }, ['moved']],
  ['a digest for other machines', `a/b:1@${A}`, { tag: arm(B), digest: intel(A) }, ['moved', 'platform']],
  ['an image that names no platform', `a/b@${A}`, { digest: { digest: A, platforms: [] } }, ['platform']],
  ['a tag that is gone', `a/b:1@${A}`, { tag: gone, digest: arm(A) }, ['missing']],
  ['a registry that is away', `a/b:1@${A}`, { tag: down, digest: down }, ['unreachable']],
  ['no answer and no digest', 'a/b:1', { tag: down }, ['unreachable', 'no-digest']],
])('%s', (_, image, answers, kinds) => {
  test(`is ${kinds.join(' and ') || 'ok'}`, () => {
    expect(judgeImage(image, answers, 'linux/arm64').findings.map(({ kind }) => kind)).toEqual(kinds);
  });
});

test('tells what the tag stands for now, and what would run', () => {
  const judged = judgeImage(`a/b:1@${A}`, { tag: arm(B), digest: intel(A) }, 'linux/amd64');
  expect(judged).toMatchObject({ resolved: B, platforms: ['linux/amd64'] });
  expect(judged.findings[0]?.message).toContain(`1 stands for ${B} now`);
});
