import { describe, expect, test } from 'vitest';
import { fromSource } from '../secrets/clean.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { embeddedRemark } from './embedded.ts';
import { look, looksSame, spelledOut } from './look-alikes.ts';
import { keyText, type Place, placeText } from './place.ts';
import { multiLineDiff } from './text-diff.ts';
import { Values } from './values.ts';

const diff = (before: string, after: string) => multiLineDiff(fromSource(before), fromSource(after));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index}\n`).join('');

describe('texts of several lines', () => {
  test.each<[string, string, string, string[]]>([
    ['one that changes', 'a\nb\n', 'a\nc\n', ['    a', '-   b', '+   c']],
    ['one that comes first', 'a\n', 'b\na\n', ['+   b', '    a']],
    ['one that goes', 'a\nb\nc\n', 'a\nc\n', ['    a', '-   b', '    c']],
    ['all that come', '', 'a\n\nb\n', ['+   a', '+   ', '+   b']],
    ['all that go', 'a\nb', '', ['-   a', '-   b']],
    ['one with a carriage return inside', 'x\n', 'a\rb\nx\n', ['+   a\rb', '    x']],
    ['none', 'a\nb\n', 'a\nb\n', []],
    ['one that only looks the same', 'a b\nx\n', 'a\tb\nx\n', ['-   a b', '+   a\\tb', '    x']],
    ['blanks at an end', 'a \nx\n', 'a\nx\n', ['-   a␠', '+   a', '    x']],
    ['one beside one that looks the same', 'a\nx\n', 'a \nb\nx\n', ['-   a', '+   a␠', '+   b', '    x']],
    [
      'two context lines around',
      numbered(6),
      `${numbered(6)}x\n`,
      ['    … 4 unchanged lines', '    4', '    5', '+   x'],
    ],
    [
      'three of them, none of which is worth folding',
      numbered(3),
      `${numbered(3)}x\n`,
      ['    0', '    1', '    2', '+   x'],
    ],
    ['what is far behind', numbered(6), `x\n${numbered(6)}`, ['+   x', '    0', '    1', '    … 4 unchanged lines']],
    [
      'what lies between',
      `a\n${numbered(6)}b\n`,
      `c\n${numbered(6)}d\n`,
      ['-   a', '+   c', '    0', '    1', '    … 2 unchanged lines', '    4', '    5', '-   b', '+   d'],
    ],
    [
      'too little between to fold',
      `a\n${numbered(5)}b\n`,
      `c\n${numbered(5)}d\n`,
      ['-   a', '+   c', '    0', '    1', '    2', '    3', '    4', '-   b', '+   d'],
    ],
  ])('%s', (_, before, after, lines) => expect(diff(before, after).lines).toEqual(lines));

  test.each<[string, string, string[]]>([
    ['a\nb\n', 'a\r\nb\r\n', ['line breaks change from LF to CRLF']],
    ['a\r\nb\r\n', 'a\nb\n', ['line breaks change from CRLF to LF']],
    ['a\r\nb\n', 'a\nb\n', []],
    ['a\nb\n', 'a\r\nb\n', []],
    ['a', 'a\r\nb', []],
    ['a\r\nb', 'a', []],
    ['a\n', 'a', ['the last line no longer ends with a line break']],
    ['a', 'a\n', ['the last line now ends with a line break']],
    ['', 'a\n', []],
    ['a\n', '', []],
    ['a\r\nb', 'a\nb\n', ['line breaks change from CRLF to LF', 'the last line now ends with a line break']],
  ])('%j → %j', (before, after, remarks) => expect(diff(before, after).remarks).toEqual(remarks));

  test('lines are equal where only all line breaks change', () => {
    expect(diff('a\nb\n', 'a\r\nb\r\n').lines).toEqual([]);
    expect(diff('a\r\nb\nc\n', 'a\nb\nc\n').lines).toEqual(['-   a\\r', '+   a', '    b', '    c']);
    expect(diff('a\r\nb', 'a\r\nc').lines).toEqual(['    a', '-   b', '+   c']);
  });

  test('with too many changes both are whole', () => {
    const other = numbered(600).replaceAll(/(\d+)/g, 'x$1');
    const { lines } = diff(`same\n${numbered(600)}`, `same\n${other}`);
    expect(lines).toHaveLength(1202);
    expect([lines[0], lines[600], lines[601]]).toEqual(['-   same', '-   599', '+   same']);
  });
});

describe('what looks the same', () => {
  test.each<[string, string, boolean]>([
    ['a b', 'a b', true],
    ['a b', 'a  b', true],
    ['a b', 'a\u00a0b', true],
    ['a', 'a ', true],
    ['a', 'a  ', true],
    ['ab', 'a\u200bb', true],
    ['ab', 'a\ufe0fb', true],
    ['é', 'e\u0301', true],
    ['ﬁ', 'fi', true],
    ['a', 'b', false],
    ['ab', 'a b', false],
    [' a', 'a', false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(looksSame(a, b)).toBe(same);
    expect(looksSame(b, a)).toBe(same);
  });

  test('is spelled out', () => {
    const spelled = (text: string) => spelledOut(fromSource(text));
    expect(spelled('a  ')).toBe('a␠␠');
    expect(spelled(' a b\t\r')).toBe(' a b\\t\\r');
    expect(spelled('\uffff')).toBe('\\uffff');
    expect(spelled('é\u200b\u0007😀~!')).toBe('\\u00e9\\u200b\\u0007\\u{1f600}~!');
    expect(look('plain text')).toBe('plain text');
  });
});

describe('JSON in which no value differs', () => {
  test.each<[string, string, string | undefined]>([
    ['{"a":1}', '{ "a" : 1 }', 'only spacing or the order of keys changes'],
    ['{"a":1,"b":[2]}', '{"b":[2],"a":1}', 'only spacing or the order of keys changes'],
    ['{"a":1,"b":null}', '{"a":1}', 'only nulls change'],
    ['{"a":1,"a":2}', '{"a":2}', undefined],
    ['{"a":1,"a":2}', '{"a":2,"a":2}', undefined],
    ['{"a":"x"}', '{"a":"\\u0078"}', undefined],
    ['{"a":" x","b":{"c":[{"d":1}]}}', '{"b":{"c":[{"d":1}]},"a":" x"}', 'only spacing or the order of keys changes'],
    ['{"a \\" :":1}', '{ "a \\" :":1}', 'only spacing or the order of keys changes'],
    ['[1,\n2]', '[1,2]', 'only spacing or the order of keys changes'],
    ['{"a":12345678901234567890}', '{ "a":12345678901234567890}', 'only spacing or the order of keys changes'],
  ])('%s and %s', (before, after, remark) => expect(embeddedRemark(before, after)).toBe(remark));
});

describe('a place', () => {
  const scrubber = () => createScrubber(new Set(['hunter-two']));
  const at = (...steps: [Place['kind'], string][]) =>
    placeText(
      steps.reduce<Place | undefined>((parent, [kind, name]) => ({ parent, name, kind }), undefined),
      scrubber(),
    );

  test('is written as people do', () => {
    expect(at(['attribute', 'policy'], ['key', 'Statement'], ['element', '0'], ['key', 'odd key'])).toBe(
      'policy.Statement[0]["odd key"]',
    );
    expect(at()).toBe('');
    expect(at(['attribute', 'hunter-two'], ['key', 'hunter-two'], ['element', 'hunter-two'])).toBe(
      'hunter-two["(sensitive)"][(sensitive)]',
    );
  });

  test.each([
    ['a_B-9', 'a_B-9', '.a_B-9'],
    ['_x', '_x', '._x'],
    ['9a', '["9a"]', '["9a"]'],
    ['-a', '["-a"]', '["-a"]'],
    ['', '[""]', '[""]'],
    ['a.b', '["a.b"]', '["a.b"]'],
    ['x y', '["x y"]', '["x y"]'],
    ['x\u00a0y\u2003', '["x\\u00a0y\\u2003"]', '["x\\u00a0y\\u2003"]'],
  ])('%s', (name, first, next) => {
    expect(keyText(fromSource(name), true)).toBe(first);
    expect(keyText(fromSource(name), false)).toBe(next);
  });
});

describe('a value', () => {
  const values = () => new Values(createScrubber(new Set(['hunter-two', '123456'])));
  const inline = (value: unknown, depth?: number) => values().inline(value as never, depth);

  test('that is a scalar', () => {
    expect([1, 123456, 'a"b', 'hunter-two', true, null, undefined].map((each) => values().scalar(each))).toEqual([
      '1',
      '(sensitive)',
      '"a\\"b"',
      '(sensitive)',
      'true',
      'null',
      'null',
    ]);
  });

  test('beside one that looks the same is spelled out', () => {
    expect(values().pair('a', 'a ')).toEqual(['"a"', '"a "']);
    expect(values().pair('a b', 'a\u00a0b')).toEqual(['"a b"', '"a\\u00a0b"']);
    expect(values().pair('a', 'a')).toEqual(['"a"', '"a"']);
    expect(values().pair('é', 'é')).toEqual(['"é"', '"é"']);
    expect(values().pair(1, 2)).toEqual(['1', '2']);
    expect(values().pair('x', 'y', [fromSource('z'), undefined])).toEqual(['"z"', '"y"']);
  });

  test.each<[string, unknown, string | undefined, number?]>([
    ['a number', 1, '1', 1],
    ['a text of one line', 'a', '"a"', 1],
    ['a text of several', 'a\nb', undefined],
    ['a document', '{"a":1}', undefined],
    ['a list', [1, 'a', null], '[1, "a", null]', 3],
    ['an object', { a: 1, 'b c': 'x' }, '{a = 1, ["b c"] = "x"}', 2],
    ['an object, without what is empty', { a: 1, b: null, c: [] }, '{a = 1}', 1],
    ['an object of empty things', { a: null, b: '' }, '{a = null, b = ""}', 2],
    ['an empty object', {}, '{}', 0],
    ['an empty list', [], '[]', 0],
    ['an object with a list', { a: [1, 2] }, '{a = [1, 2]}', 1],
    ['a list of lists', [[1], []], '[[1], []]', 2],
    ['lists that are too deep', [[[1]]], undefined],
    ['empty ones that are deep', [[[]]], '[[[]]]', 1],
    ['an object in an object', { a: { b: 1 } }, undefined],
    ['an empty object in a list', [{}], '[{}]', 1],
    ['an object in a list', [{ a: 1 }], undefined],
    ['a list with a long text', ['a\nb'], undefined],
    ['a secret and its key', { 'hunter-two': 'hunter-two' }, '{["(sensitive)"] = (sensitive)}', 1],
  ])('on one line: %s', (_, value, text, count) => {
    expect(inline(value)).toEqual(text === undefined ? undefined : { text, count });
  });

  const list = (given: unknown[], mask: unknown = false, unknown: unknown = false) =>
    values().list(given as never, mask as never, unknown as never);

  test('that is a list, with what is hidden or known later', () => {
    expect(list([1, 'a'])).toBe('[1, "a"]');
    expect(list([])).toBe('[]');
    expect(list(['a', 'b'], [true, false])).toBe('[(sensitive), "b"]');
    expect(list(['a', 'b'], true)).toBe('[(sensitive), (sensitive)]');
    expect(list(['a', null], false, [false, true])).toBe('["a", (known after apply)]');
    expect(list([null], true, true)).toBe('[(sensitive)]');
    expect(list([[1]])).toBeUndefined();
    expect(list([[]])).toBe('[[]]');
  });

  test('that is a list of 260 characters at most', () => {
    expect(list(['x'.repeat(128), 'x'.repeat(124)])).toHaveLength(260);
    expect(list(['x'.repeat(128), 'x'.repeat(125)])).toBeUndefined();
  });
});
