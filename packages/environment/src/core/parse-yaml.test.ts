import { describe, expect, it } from 'vitest';
import { parseYaml } from './parse-yaml.ts';

function complaints(source: string): string[] {
  return parseYaml(source, 'f').problems.map(
    ({ line, column, path, message }) => `${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`,
  );
}

describe('text that is refused', () => {
  it.each([
    ['a tab', 'a:\n  b: 1\n\tc: 2\n', ['3:1: a tab indents this line: use spaces']],
    [
      'a repeated key',
      'a: 1\nb: { c: 1, c: 2 }\na: 2\n',
      ['2:12: b.c: is here twice; the first is on line 2', '3:1: a: is here twice; the first is on line 1'],
    ],
    ['a quote left open', 'a: 1\nb: "x\n', ['3:1: Missing closing "quote']],
    ['two documents', 'a: 1\n---\nb: 2\n', ['2:1: a second document starts here: a file holds one']],
    ['a tag', 'a: !secret x\n', ['1:4: Unresolved tag: (hidden)']],
    ['an older YAML', '%YAML 1.1\n---\na: yes\n', ['1:1: only YAML 1.2 is read: take the %YAML directive away']],
    [
      'a merge key',
      'a: &a { b: 1 }\nc:\n  <<: *a\n',
      ['3:3: c["<<"]: YAML 1.2 has no merge keys: write the values out, or share them with extends'],
    ],
    [
      'keys that are no text',
      '1: a\n? [b]\n: c\n',
      ['1:1: a key has to be a text: put it in quotes', '2:3: a key has to be a text: put it in quotes'],
    ],
    ['a prototype', '__proto__: { a: 1 }\n', ['1:1: __proto__: "__proto__" can\'t be a key']],
    [
      'an unknown anchor',
      'a: *b\n',
      ['1:4: a: is an alias of an anchor that is not above: put a text that begins with * in quotes'],
    ],
    ['an alias inside itself', 'a: &a [1, *a]\n', ['1:11: a[1][1]: is an alias that contains itself']],
    ['nothing', '# only a comment\n', ['1:1: is empty']],
    ['more than 1 MiB', `a: ${'é'.repeat(600_000)}`, ['1:1: is larger than 1 MiB']],
  ])('%s', (_what, source, expected) => {
    expect(complaints(source)).toEqual(expected);
  });

  it('an alias bomb, without building it', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const levels = names.map((name, index) => {
      const items = Array(9).fill(index === 0 ? 'x' : `*${names[index - 1]}`);
      return `${name}: &${name} [${items.join(', ')}]\n`;
    });
    const parsed = parseYaml(levels.join(''), 'f');
    expect(parsed.problems).toMatchObject([{ message: 'aliases stand for too many values' }]);
    expect(parsed.tree).toBeUndefined();
  });

  it.each([
    ['maps', '{a: '.repeat(20_000)],
    ['lists', '['.repeat(20_000)],
    ['closed lists', `a: ${'['.repeat(100)}${']'.repeat(100)}`],
  ])('%s that nest too deeply, without ending the process', (_what, source) => {
    expect(complaints(source)[0]).toMatch(/^1:[0-9]+: .*nested too deeply$/);
  });
});

it('takes anchors, also one that is used very often', () => {
  const source = `a: &a { b: 1 }\nc:\n${Array.from({ length: 500 }, (_, index) => `  s${index}: *a\n`).join('')}`;
  expect(complaints(source)).toEqual([]);
});

it('reads YAML 1.2, in which yes and an octal-looking number are what they look like', () => {
  const { tree } = parseYaml('a: yes\nb: 010\n', 'f');
  expect(tree?.kind === 'map' && [...tree.entries.values()].map(({ node }) => node)).toMatchObject([
    { value: 'yes' },
    { value: 10 },
  ]);
});

it('checks twenty thousand keys without comparing each with all others', () => {
  const source = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('');
  expect(complaints(source)).toEqual([]);
});
