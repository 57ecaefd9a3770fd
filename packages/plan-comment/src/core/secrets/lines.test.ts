import { describe, expect, test } from 'vitest';
import { hideLines, secretLines } from './lines.ts';

const hidden = (text: string, ...literals: string[]) => hideLines(text, secretLines(new Set(literals)), '***');

describe('lines of a marked text', () => {
  const of = (...literals: string[]) => {
    const { telling, short } = secretLines(new Set(literals));
    return [[...telling], [...short]];
  };

  test('count from six characters on wherever they stand, shorter ones next to another', () => {
    expect(of('abcdef\nabcde\n')).toEqual([['abcdef'], ['abcde']]);
    expect(of('abcdef\r\nx')).toEqual([['abcdef'], ['x']]);
  });

  test('without what stands around them', () => {
    expect(of('  - "abcdefg",  \n> \'x\';\n\t+|#`y`\\\n')).toEqual([['abcdefg'], ['x', 'y']]);
    expect(of('ab - "cd\nx')).toEqual([['ab - "cd'], ['x']]);
  });

  test('but neither empty ones nor the first of a script', () => {
    expect(of('#!/bin/sh\n\n  \necho x\n')).toEqual([['echo x'], []]);
    expect(of('run #!\nx')).toEqual([['run #!'], ['x']]);
  });

  test('a text of one line has none', () => expect(of('abcdefgh', 'x')).toEqual([[], []]));
});

describe('in another text of several lines', () => {
  test.each<[string, string, string]>([
    ['a line that tells', 'a\nhorse-battery\nb', 'a\n***\nb'],
    ['what stands around it stays', 'a\n+   "horse-battery",\nb', 'a\n+   "***",\nb'],
    ['line breaks stay', 'a\r\nhorse-battery\r\nb\n', 'a\r\n***\r\nb\n'],
    ['line breaks of JSON', '"a\\nhorse-battery\\r\\nb"', '"a\\n***\\r\\nb"'],
    ['line breaks of JSON in JSON', '"a\\\\nhorse-battery\\\\r\\\\nb"', '"a\\\\n***\\\\r\\\\nb"'],
    ['not a part of a line', 'a\nmy horse-battery\nb', 'a\nmy horse-battery\nb'],
    ['short ones after it', 'a\nhorse-battery\n}\n}\nb\n}', 'a\n***\n***\n***\nb\n}'],
    ['short ones before it', '{\na\n{\n{\nhorse-battery', '{\na\n***\n***\n***'],
    ['short ones on both sides', '{\nhorse-battery\n}', '***\n***\n***'],
    ['short ones beside what is hidden already', '{\nx *** y\n}\nb', '***\nx *** y\n***\nb'],
    ['short ones alone stay', 'a\n{\n}\nb', 'a\n{\n}\nb'],
    ['a text of one line is none', 'horse-battery', 'horse-battery'],
  ])('%s', (_, text, expected) => expect(hidden(text, '{\nhorse-battery\n}\n')).toBe(expected));

  test('without a marked text of several lines all of them stay', () => {
    expect(hidden('a\nhorse-battery\nb', 'horse-battery')).toBe('a\nhorse-battery\nb');
    expect(hidden('a\n{\nb', '{\n}')).toBe('a\n{\nb');
    expect(hidden('*** a\n{\nb', '{\n}')).toBe('*** a\n***\nb');
  });
});
