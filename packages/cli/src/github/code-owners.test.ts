import { expect, it } from 'vitest';
import { codeOwnersProblem, codeOwnersText, parseOwner } from './code-owners.ts';

const TEXT = codeOwnersText('@acme/platform');

it.each([
  ['what bootstrap writes', TEXT, undefined],
  ['more owners and patterns', `${TEXT}/docs/ @acme/docs\n/packages/ @acme/platform @acme/sre\n`, undefined],
  ['no file', undefined, 'there is no .github/CODEOWNERS'],
  ['the sample', codeOwnersText('@your-organization/your-platform-team'), expect.stringContaining('placeholder')],
  ['a pattern less', TEXT.replace(/^\/terraform\/.*$/m, ''), 'nobody owns /terraform/'],
  ['a pattern without an owner further down', `${TEXT}/packages/ # everybody\n`, 'nobody owns /packages/'],
])('finds what is wrong with code owners: %s', (_, text, problem) => {
  expect(codeOwnersProblem(text)).toEqual(problem);
});

it('takes a team and nothing else', () => {
  expect(parseOwner('@acme/platform')).toBe('@acme/platform');
  for (const wrong of ['acme/platform', '@ann', '@acme/a b', '@acme/x\n* @eve']) {
    expect(() => parseOwner(wrong)).toThrow('expected a team');
  }
});
