import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonical,
  child,
  isArray,
  isEqual,
  isObject,
  isScalar,
  items,
  type Json,
  parseEmbedded,
  parseJson,
  text,
} from './json.ts';
import { LongNumber } from './long-number.ts';

const long = (digits: string) => LongNumber.of(digits);
const LONG = '12345678901234567890';

test('each value is an object, an array or a scalar', () => {
  const kinds = (value: Json | undefined) => [isObject(value), isArray(value), isScalar(value)];
  expect([{}, { a: 1 }].map(kinds)).toEqual(Array(2).fill([true, false, false]));
  expect([[], [1]].map(kinds)).toEqual(Array(2).fill([false, true, false]));
  expect([null, undefined, 0, '', 'x', true, long(LONG)].map(kinds)).toEqual(Array(7).fill([false, false, true]));
});

test('a child is what stands there, and nothing of the prototype', () => {
  expect([child([1, 2], 1), child([1], 'length'), child([1], 1), child({ a: 1 }, 'a')]).toEqual([
    2,
    undefined,
    undefined,
    1,
  ]);
  expect([child({}, 'toString'), child('abc', 'length'), child(undefined, 'a'), child({ 1: 2 }, 1)]).toEqual([
    undefined,
    undefined,
    undefined,
    2,
  ]);
  expect([text('a'), text(1), items([1]), items({}), items('ab')]).toEqual(['a', undefined, [1], [], []]);
});

describe('the canonical text', () => {
  test.each<[Json | undefined, string]>([
    [undefined, 'null'],
    [null, 'null'],
    ['a"b', '"a\\"b"'],
    [1.5, '1.5'],
    [true, 'true'],
    [long(LONG), LONG],
    [[], '[]'],
    [[1, [2, 'x'], null], '[1,[2,"x"],null]'],
    [{}, '{}'],
    [{ b: 1, a: { d: 2, c: 3 }, 'x"y': [] }, '{"a":{"c":3,"d":2},"b":1,"x\\"y":[]}'],
    [{ a: 1, b: 2, c: 3 }, '{"a":1,"b":2,"c":3}'],
    [{ b: 1, c: 2, a: 3 }, '{"a":3,"b":1,"c":2}'],
  ])('%j', (value, expected) => expect(canonical(value)).toBe(expected));

  test('is the same in any order of keys, and another one for other data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const reversed = (value: unknown): unknown =>
          isObject(value as Json)
            ? Object.fromEntries(
                Object.entries(value as object)
                  .reverse()
                  .map(([key, each]) => [key, reversed(each)]),
              )
            : value;
        expect(canonical(reversed(a) as Json)).toBe(canonical(a as Json));
        expect(canonical(a as Json) === canonical(b as Json)).toBe(isEqual(a as Json, b as Json));
      }),
    );
  });
});

describe('the same data', () => {
  test.each<[Json | undefined, Json | undefined, boolean]>([
    [1, 1, true],
    [1, '1', false],
    [null, undefined, true],
    [undefined, null, true],
    [0, null, false],
    [long(LONG), long(LONG), true],
    [long(LONG), long(`${LONG}1`), false],
    [[1, { a: 2 }], [1, { a: 2 }], true],
    [[1, 2], [1], false],
    [[1], [1, 2], false],
    [[1, 2], [1, 3], false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: null }, { b: null }, false],
    [{ a: 1 }, { a: 2 }, false],
    [[], {}, false],
    [{}, [], false],
    [{ 0: 1 }, [1], false],
    ['a', {}, false],
    [[], null, false],
    [[], { length: 0 }, false],
    [1, {}, false],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, false],
  ])('%j and %j: %s', (a, b, expected) => expect(isEqual(a, b)).toBe(expected));
});

describe('numbers keep their digits', () => {
  test.each([
    LONG,
    `-${LONG}`,
    `[${LONG}]`,
    `{"a":${LONG}}`,
    `[1, ${LONG}]`,
    `[\n${LONG}]`,
    '[ 9007199254740993]',
    '[1.2345678901234567]',
    '[1e400]',
    '[-1.5E+400]',
    '-1234567.8901234567',
  ])('%s', (given) => expect(canonical(parseJson(given))).toBe(given.replace(/\s/g, '')));

  test.each([
    '[9007199254740991]',
    '1234567890123456',
    '[0.1234567890123]',
    '[1e10]',
    '["12345678901234567890"]',
    '[1000000000000000000000]',
    '[0.50000000000000000]',
    '[1e100]',
  ])('%s is a number as any other', (given) => expect(parseJson(given)).toEqual(JSON.parse(given)));
});

describe('whether a double says the same', () => {
  test.each<[string, boolean]>([
    ['1', true],
    ['1.0', true],
    ['-12.50e3', true],
    ['0.00120', true],
    ['12e-4', true],
    ['1E+3', true],
    ['100.20', true],
    ['100000000000000000000000', true],
    ['0.0', true],
    ['-0', true],
    ['0e5', true],
    ['12345678901234567890', false],
    ['0.1234567890123456789', false],
    ['1e400', false],
    ['1e-400', false],
  ])('%s: %s', (source, fits) => expect(LongNumber.fits(Number(source), source)).toBe(fits));

  test('not one for another', () => {
    expect(LongNumber.fits(1, '-1')).toBe(false);
    expect(LongNumber.fits(10, '1')).toBe(false);
    expect(LongNumber.fits(0, '1')).toBe(false);
    expect(LongNumber.fits(1, '0')).toBe(false);
    expect(`${long(LONG)}`).toBe(LONG);
    expect(long(LONG)).toBe(long(LONG));
  });
});

test.each<[string, Json | undefined]>([
  ['{"a":1}', { a: 1 }],
  [' \n[1]', [1]],
  ['"text"', undefined],
  ['12', undefined],
  ['null', undefined],
  ['', undefined],
  ['{half', undefined],
  ['[1', undefined],
  ['x {"a":1}', undefined],
])('a text that is a document: %j', (value, document) => expect(parseEmbedded(value)).toEqual(document));
