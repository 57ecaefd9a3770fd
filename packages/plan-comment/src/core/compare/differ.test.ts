import { describe, expect, test } from 'vitest';
import type { Json } from '../read/json.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { type Brief, type DiffInput, diffAttributes, diffBoth } from './attribute-diff.ts';
import { haveDifferentShapes, holdsTrue, isNothing, isSameScalar, keysOf, without } from './spot.ts';

type Rest = Partial<Omit<DiffInput, 'before' | 'after'>>;

function inputOf(before: Json, after: Json, rest: Rest = {}): DiffInput {
  const sides = { unknown: false, beforeSensitive: false, afterSensitive: false };
  return { type: '', before, after, ...sides, replacePaths: [], isWhole: false, isReplaced: false, ...rest };
}
const diff = (before: Json, after: Json, rest: Rest = {}) =>
  diffAttributes(inputOf(before, after, rest), createScrubber(new Set()));
const lines = (before: Json, after: Json, rest: Rest = {}) => diff(before, after, rest).lines;
const brief: Brief = { configured: undefined, shownElsewhere: () => undefined };

describe('a value', () => {
  test.each<[string, Json, Json, string[]]>([
    ['that stays', { x: 1, y: [1], z: { a: 'b' } }, { x: 1, y: [1], z: { a: 'b' } }, []],
    ['that changes', { x: 1 }, { x: 2 }, ['- x = 1', '+ x = 2']],
    ['that comes', {}, { x: false }, ['+ x = false']],
    ['that goes', { x: 'a' }, {}, ['- x = "a"']],
    ['that becomes null', { x: 'a' }, { x: null }, ['- x = "a"']],
    ['of another kind', { x: 1 }, { x: '1' }, ['- x = 1', '+ x = "1"']],
    ['in an object', { x: { a: { b: 1, c: 2 } } }, { x: { a: { b: 1, c: 3 } } }, ['- x.a.c = 2', '+ x.a.c = 3']],
    ['an object that comes', { x: null }, { x: { a: 1, b: 2 } }, ['+ x = {a = 1, b = 2}']],
    ['a small one that comes', {}, { x: { a: 1 } }, ['+ x.a = 1']],
    ['a list that comes', {}, { x: ['a', 'b'] }, ['+ x = ["a", "b"]']],
    ['a list of one that comes', {}, { x: ['a'] }, ['+ x[] = "a"']],
    ['an empty list that comes', {}, { x: [] }, ['+ x = []']],
    ['an empty object that goes', { x: {} }, {}, ['- x = {}']],
    ['a list for an object', { x: { a: 1 } }, { x: ['a', 'b'] }, ['- x = {a = 1}', '+ x = ["a", "b"]']],
    ['a text for a list', { x: ['a'] }, { x: 'a' }, ['- x = ["a"]', '+ x = "a"']],
    ['an empty text for null', { x: null }, { x: '' }, ['+ x = ""']],
    ['one element of a list', { x: ['a', 'b', 'c'] }, { x: ['a', 'd', 'c'] }, ['+ x[] = "d"', '- x[] = "b"']],
    ['a block of a list', { x: [{ a: 1, b: 2 }] }, { x: [{ a: 1, b: 3 }] }, ['- x[0].b = 2', '+ x[0].b = 3']],
    ['a named block', { x: [{ name: 'n', a: 1 }] }, { x: [{ name: 'n', a: 2 }] }, ['- x[n].a = 1', '+ x[n].a = 2']],
    ['a named block that goes', { x: [{ name: 'n', a: 1 }] }, { x: [] }, ['- x[n].a = 1']],
    ['a named block that goes with its list', { x: [{ name: 'n', a: 1 }] }, {}, ['- x[n].a = 1']],
    ['a block that is only its name', { x: [{ name: 'n' }] }, { x: [] }, ['- x[n].name = "n"']],
    [
      'two blocks in another order',
      {
        x: [
          { name: 'n', a: 1 },
          { name: 'm', a: 1 },
        ],
      },
      {
        x: [
          { name: 'm', a: 1 },
          { name: 'n', a: 1 },
        ],
      },
      ['! x: order changed: n, m → m, n'],
    ],
    [
      'blocks without names in another order',
      { x: [{ p: 1 }, { p: 2 }] },
      { x: [{ p: 2 }, { p: 1 }] },
      ['! x: order changed: 0, 1 → 1, 0'],
    ],
    [
      'blocks of which one goes behind the others',
      { x: [{ p: 1 }, { p: 2 }, { p: 3 }] },
      { x: [{ p: 2 }, { p: 3 }, { p: 1 }] },
      ['! x: order changed: 0, 1, 2 → 1, 2, 0'],
    ],
    [
      'a text and a block in another order',
      { x: ['a', { p: 1 }] },
      { x: [{ p: 1 }, 'a'] },
      ['! x: order changed: 0, 1 → 1, 0'],
    ],
    [
      'a block in JSON that changes behind the others, which keep their order',
      {
        x: JSON.stringify([
          { p: 1, q: 1 },
          { p: 2, q: 2 },
        ]),
      },
      {
        x: JSON.stringify([
          { p: 2, q: 2 },
          { p: 1, q: 3 },
        ]),
      },
      ['- x[1].q = 1', '+ x[1].q = 3'],
    ],
    ['texts in another order', { x: ['a', 'b'] }, { x: ['b', 'a'] }, ['- x = ["a", "b"]', '+ x = ["b", "a"]']],
    ['JSON for an empty text', { x: '' }, { x: '{"a":1}' }, ['+ x.a = 1']],
    ['JSON for a text', { x: 'a' }, { x: '{"a":1}' }, ['- x = "a"', '+ x = "{\\"a\\":1}"']],
    ['a text of lines', { x: 'a\nb' }, { x: 'a\nc' }, ['  x:', '    a', '-   b', '+   c']],
    ['a text of lines that comes', {}, { x: 'a\nb' }, ['  x:', '+   a', '+   b']],
    ['a text of lines that goes', { x: 'a\nb' }, {}, ['  x:', '-   a', '-   b']],
    ['a text with a line break at its end alone', { x: 'a' }, { x: 'b\n' }, ['- x = "a"', '+ x = "b\\n"']],
    ['a text of lines for a number', { x: 1 }, { x: 'a\nb' }, ['- x = 1', '+ x = "a\\nb"']],
  ])('%s', (_, before, after, expected) => expect(lines(before, after)).toEqual(expected));

  test('on one line is 260 characters long at most', () => {
    const of = (length: number) => lines({}, { x: { a: 'a'.repeat(length), b: 1 } });
    expect(of(260 - '+ x = {a = "", b = 1}'.length)).toHaveLength(1);
    expect(of(261 - '+ x = {a = "", b = 1}'.length)).toHaveLength(2);
  });
});

describe('what forces a replacement', () => {
  const remarked = (path: (string | number)[]) =>
    lines({ x: { a: 1, b: [1] }, y: 1 }, { x: { a: 2, b: [2] }, y: 2 }, { replacePaths: [path] }).filter((line) =>
      line.endsWith(' # forces replacement'),
    );

  test.each<[(string | number)[], string[]]>([
    [['y'], ['+ y = 2 # forces replacement']],
    [['x', 'a'], ['+ x.a = 2 # forces replacement']],
    [['z'], []],
    [[], []],
    [['x', 'c'], []],
  ])('%j', (path, expected) => expect(remarked(path)).toEqual(expected));

  test('marks all below it, and what holds it', () => {
    expect(remarked(['x'])).toEqual([
      '+ x.a = 2 # forces replacement',
      '+ x.b[] = 2 # forces replacement',
      '- x.b[] = 1 # forces replacement',
    ]);
    expect(lines({ x: 'a\nb' }, { x: 'a\nb\n' }, { replacePaths: [['x']] })).toEqual([
      '! x: the last line now ends with a line break # forces replacement',
    ]);
    expect(lines({ x: 'a' }, {}, { replacePaths: [['x']] })).toEqual(['- x = "a" # forces replacement']);
    expect(lines({ x: {} }, { x: { a: 1, b: 2 } }, { replacePaths: [['x', 'a']] })).toEqual([
      '+ x.a = 1 # forces replacement',
      '+ x.b = 2',
    ]);
  });
});

describe('what is known only later', () => {
  test.each<[string, Json, Json, Json, Rest, string[], string[]]>([
    ['a new value', {}, {}, { x: true }, {}, [], ['x']],
    ['a value that was there', { x: 1 }, {}, { x: true }, {}, ['- x = 1', '+ x = (known after apply)'], []],
    ['of a replaced object', { x: 1 }, {}, { x: true }, { isReplaced: true }, [], ['x']],
    [
      'why it is replaced',
      { x: 1 },
      {},
      { x: true },
      { isReplaced: true, replacePaths: [['x']] },
      ['- x = 1', '+ x = (known after apply) # forces replacement'],
      [],
    ],
    ['an element more', { x: ['a'] }, { x: ['a'] }, { x: [false, true] }, {}, [], ['x[1]']],
    ['all elements', { x: [] }, {}, { x: [true] }, {}, [], ['x[0]']],
    ['a part of a block', { x: [{ a: 1 }] }, { x: [{ a: 1 }] }, { x: [{ b: true }] }, {}, [], ['x[0].b']],
    [
      'a part of a new block that is only its name, beside something else',
      { x: [] },
      { a: null, x: [{ name: 'n', b: null }] },
      { a: true, x: [{ b: true }] },
      {},
      ['+ x[n].name = "n"'],
      ['a', 'x[n].b'],
    ],
    ['nothing', { x: 1 }, { x: 1 }, { y: false }, {}, [], []],
  ])('%s', (_, before, after, unknown, rest, expected, computed) => {
    expect(diff(before, after, { unknown, ...rest })).toMatchObject({ lines: expected, computed });
  });
});

describe('what is sensitive', () => {
  test.each<[string, Json, Json, Rest, string[]]>([
    [
      'and changes',
      { x: 1 },
      { x: 2 },
      { beforeSensitive: { x: true }, afterSensitive: { x: true } },
      ['- x = (sensitive)', '+ x = (sensitive)'],
    ],
    ['and comes', {}, { x: 2 }, { afterSensitive: { x: true } }, ['+ x = (sensitive)']],
    ['and goes', { x: 2 }, {}, { beforeSensitive: { x: true } }, ['- x = (sensitive)']],
    ['and isn’t there', { x: null }, {}, { beforeSensitive: { x: true } }, []],
    [
      'and is known later',
      { x: 1 },
      {},
      { unknown: { x: true }, afterSensitive: { x: true } },
      ['- x = (sensitive)', '+ x = (sensitive) (known after apply)'],
    ],
    [
      'and new, and known later',
      {},
      {},
      { unknown: { x: true }, afterSensitive: { x: true } },
      ['+ x = (sensitive) (known after apply)'],
    ],
    ['at last', { x: 1 }, { x: 1 }, { afterSensitive: { x: true } }, ['! x: becomes sensitive']],
    ['no longer', { x: 1 }, { x: 1 }, { beforeSensitive: { x: true } }, ['! x: is no longer sensitive']],
    ['and stays', { x: 1 }, { x: 1 }, { beforeSensitive: { x: true }, afterSensitive: { x: true } }, []],
    ['and stays, a list', { x: [1] }, { x: [1] }, { beforeSensitive: { x: true }, afterSensitive: { x: true } }, []],
    [
      'in part',
      { x: { a: 1, b: 1 } },
      { x: { a: 2, b: 2 } },
      { afterSensitive: { x: { a: true } } },
      ['- x.a = (sensitive)', '+ x.a = (sensitive)', '- x.b = 1', '+ x.b = 2'],
    ],
    [
      'and why it is replaced',
      { x: 1 },
      { x: 2 },
      { afterSensitive: { x: true }, replacePaths: [['x']] },
      ['- x = (sensitive)', '+ x = (sensitive) # forces replacement'],
    ],
  ])('%s', (_, before, after, rest, expected) => expect(lines(before, after, rest)).toEqual(expected));
});

describe('a brief and a full text', () => {
  const both = (before: Json, after: Json, rest: Rest = {}) => {
    const made = diffBoth({ ...inputOf(before, after, rest), brief: rest.brief ?? brief }, createScrubber(new Set()));
    return [made.brief, made.full];
  };

  test('differ in one kind of nothing for another', () => {
    const [short, full] = both({ x: null, y: [] }, { x: '', y: null });
    expect(short).toMatchObject({ lines: [], empties: ['x', 'y'], attributes: [] });
    expect(full).toMatchObject({ lines: ['+ x = ""', '- y = []'], empties: [], attributes: ['x', 'y'] });
    expect(both({ x: null }, { x: '' }, { isWhole: true }).map((each) => each.lines)).toEqual([[], []]);
    const blocks = both({ x: [{ name: 'n', a: '' }], y: [] }, { x: [{ name: 'n', a: null }], y: [{ a: '' }] });
    expect(blocks[0]).toMatchObject({ lines: [], empties: ['x[n].a', 'y[0].a'] });
  });

  test('differ in the tags that repeat others', () => {
    const tags = (a: string, b: string) => ({ tags: { a }, tags_all: { a, b } });
    const shown = (before: Json, after: Json, rest: Rest = {}) => both(before, after, rest).map((each) => each.lines);
    expect(shown(tags('1', 'b'), tags('2', 'b'))).toEqual([
      ['- tags.a = "1"', '+ tags.a = "2"'],
      ['- tags.a = "1"', '+ tags.a = "2"', '- tags_all.a = "1"', '+ tags_all.a = "2"'],
    ]);
    const all = (before: object, after: object) =>
      shown(before as Json, after as Json)[0]?.filter((line) => line.includes('tags_all'));
    // One of two is news, or one side of one.
    expect(all(tags('1', 'b'), tags('2', 'c'))).toHaveLength(4);
    expect(all({ tags: {}, tags_all: { a: '1' } }, { tags: { a: '2' }, tags_all: { a: '2' } })).toHaveLength(2);
    expect(shown(tags('1', 'b'), tags('1', 'c'))[0]).toEqual(['- tags_all.b = "b"', '+ tags_all.b = "c"']);
    expect(shown(null, tags('1', 'b'), { isWhole: true })[0]).toEqual(['+ tags.a = "1"']);
    const inner = { x: tags('1', 'b') };
    expect(shown(inner, { x: tags('2', 'b') })[0]).toHaveLength(4);
  });

  test('differ in a long text that stands elsewhere', () => {
    const elsewhere: Brief = { ...brief, shownElsewhere: (diff) => (diff.length > 1 ? diff[0] : undefined) };
    const [short, full] = both({ x: 'a\nb\n' }, { x: 'c\nd' }, { brief: elsewhere, replacePaths: [['x']] });
    expect(short?.lines).toEqual([
      '! x: -   a # forces replacement',
      '! x: the last line no longer ends with a line break',
    ]);
    expect(full?.lines[0]).toBe('  x: # forces replacement');
    expect(both({}, { x: 'c\nd' }, { brief: elsewhere })[0]?.lines).toEqual(['+ x: +   c']);
  });

  test('differ in what a new object gets from its provider', () => {
    const rest = { unknown: { id: true, name: true, block: [{ a: true }] }, isWhole: true };
    const given: Brief = { ...brief, configured: new Set(['name']) };
    const computed = (more: Rest) => both(null, { block: [{ b: 1 }] }, { ...rest, ...more, brief: given })[0]?.computed;
    expect(computed({})).toEqual(['block[0].a', 'name']);
    expect(computed({ isWhole: false, isReplaced: true })).toEqual(['block[0].a', 'name']);
    expect(computed({ isWhole: false })).toEqual(['block[0].a', 'id', 'name']);
  });
});

test('JSON of which nothing changes says what does', () => {
  expect(lines({ x: '{"a":1}' }, { x: '{ "a":1}' })).toEqual(['! x: only spacing or the order of keys changes']);
  expect(lines({ x: '{"a":1}' }, { x: '{ "a":1}' }, { isWhole: true })).toEqual([]);
  expect(lines({ x: '{"a":1,"a":1}' }, { x: '{"a":1}' })).toEqual([
    '- x = "{\\"a\\":1,\\"a\\":1}"',
    '+ x = "{\\"a\\":1}"',
  ]);
  expect(lines('{"a":1}', '{"a":2}')).toEqual(['-  = "{\\"a\\":1}"', '+  = "{\\"a\\":2}"']);
});

describe('spots', () => {
  test('what is nothing, and what a mask covers', () => {
    expect([null, '', [], {}].map(isNothing)).toEqual([true, true, true, true]);
    expect([0, false, 'a', [null], { a: null }].map(isNothing)).toEqual(Array(5).fill(false));
    expect([true, [false, true], { a: { b: true } }].map(holdsTrue)).toEqual([true, true, true]);
    expect([false, undefined, 'true', [], {}, [false], { a: [false] }].map(holdsTrue)).toEqual(Array(7).fill(false));
  });

  test('shapes and keys', () => {
    expect(haveDifferentShapes([], {})).toBe(true);
    expect(haveDifferentShapes('a', {})).toBe(true);
    expect(haveDifferentShapes(1, 'a')).toBe(false);
    expect(haveDifferentShapes(null, {})).toBe(false);
    expect(haveDifferentShapes({}, undefined)).toBe(false);
    expect(keysOf({ b: 1 }, { a: 1, b: 1 }, undefined, { c: 1, a: 1 })).toEqual(['b', 'a', 'c']);
    expect(keysOf(undefined, { a: 1 })).toEqual(['a']);
    expect(keysOf([1], 'x')).toEqual([]);
    expect(without({ a: 1, b: 2 }, 'a')).toEqual({ b: 2 });
    expect(without({ a: 1 }, undefined)).toEqual({ a: 1 });
    expect(without([1], '0')).toEqual([1]);
  });

  test('the same scalar on both sides', () => {
    const spot = { place: undefined, path: [], isJson: false, unknown: false, beforeMask: false, afterMask: false };
    const same = (before: Json, after: Json, rest: object = {}) =>
      isSameScalar({ ...spot, before: { x: before }, after: { x: after }, ...rest }, 'x');
    expect([same(1, 1), same(null, null), same('a', 'a')]).toEqual([true, true, true]);
    expect([same(1, 2), same([1], [1]), same(1, '1')]).toEqual([false, false, false]);
    expect(same(1, 1, { unknown: true })).toBe(false);
    expect(same(1, 1, { unknown: { x: true } })).toBe(false);
    expect(same(1, 1, { beforeMask: { x: true } })).toBe(false);
    expect(isSameScalar({ ...spot, before: {}, after: {} }, 'x')).toBe(false);
  });
});
