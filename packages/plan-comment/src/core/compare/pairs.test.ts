import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../read/json.ts';
import { type ElementPair, newOrder, pairElements } from './list-diff.ts';
import { movedOf } from './order.ts';
import { isSet } from './sets.ts';
import { pairSimilar } from './similarity.ts';

/** `before→after name` of each pair. */
const paired = (before: Json[], after: Json[], unknown: number[] = []) =>
  pairElements(before, after, (index) => unknown.includes(index)).elements.map(
    (pair) => `${pair.before ?? ''}→${pair.after ?? ''} ${pair.name}`,
  );
const identity = (before: Json[], after: Json[]) => pairElements(before, after, () => false).identity;

describe('elements with names of their own', () => {
  test.each(['name', 'Name', 'containerName', 'containerPort', 'sourceVolume', 'Sid', 'sid', 'key', 'id'])(
    '%s',
    (key) => {
      expect(identity([{ [key]: 'a' }], [{ [key]: 7 }])).toBe(key);
      expect(paired([{ [key]: 'a' }, { [key]: 'b' }], [{ [key]: 'b' }, { [key]: 'c' }])).toEqual([
        '1→0 b',
        '→1 c',
        '0→ a',
      ]);
    },
  );

  test.each<[string, Json[], Json[]]>([
    ['one has none', [{ name: 'a' }], [{ name: 'b' }, {}]],
    ['it is there twice', [{ name: 'a' }, { name: 'a' }], []],
    ['it is empty', [{ name: '' }], [{ name: 'a' }]],
    ['it is neither text nor number', [{ name: true }], [{ name: 'a' }]],
    ['there is no element', [], []],
    ['they are texts', ['name'], ['name']],
  ])('but not where %s', (_, before, after) => expect(identity(before, after)).toBeUndefined());

  test('the first key that all have counts, also of one side alone', () => {
    expect(identity([{ id: 1, key: 'k' }], [{ id: 1, key: 'k', name: 'n' }])).toBe('key');
    expect(identity([], [{ name: 'n' }])).toBe('name');
  });
});

describe('elements without', () => {
  test.each<[string, Json[], Json[], number[], string[]]>([
    ['equal ones', ['a', 'b'], ['b', 'a'], [], ['1→0 0', '0→1 1']],
    ['the first of several equal ones first', ['a', 'a'], ['a'], [], ['0→0 0', '1→ ']],
    ['equal ones again', ['a'], ['a', 'a'], [], ['0→0 0', '→1 ']],
    ['what comes and goes', ['a', 'c'], ['b'], [], ['→0 ', '0→ ', '1→ ']],
    ['equal whatever the order of keys', [{ a: 1, b: 2 }, 1], [{ b: 2, a: 1 }, 2], [], ['0→0 0', '→1 ', '1→ ']],
    ['what isn’t known is nobody’s', ['a'], ['a'], [0], ['→0 0', '0→ ']],
    ['objects that come and go have a place', [{ x: 1 }], [{ y: 1 }, { z: 1 }], [], ['→0 0', '→1 1', '0→ 0']],
    ['a single object is the same', [{ x: 1 }], [{ y: 1 }], [], ['0→0 0']],
    ['a single text is not', ['a'], ['b'], [], ['→0 ', '0→ ']],
    ['an object and a text are not', [{ x: 1 }], ['b'], [], ['→0 ', '0→ 0']],
    ['a text and an object are not', ['b'], [{ x: 1 }], [], ['→0 0', '0→ ']],
    [
      'what has its equal is like no other',
      [
        { x: 1, y: 1, z: 1, w: 1 },
        { x: 1, y: 1, z: 1, w: 2 },
      ],
      [
        { x: 1, y: 1, z: 1, w: 1 },
        { x: 1, y: 1, z: 3, w: 3 },
      ],
      [],
      ['0→0 0', '1→1 1'],
    ],
    ['half alike is alike', [{ x: 1, y: 1 }, 1], [{ x: 1, y: 2 }], [], ['0→0 0', '1→ ']],
    ['less is not', [{ x: 1, y: 1, z: 1 }, 1], [{ x: 1, y: 2, z: 2 }], [], ['→0 0', '0→ 0', '1→ ']],
  ])('%s', (_, before, after, unknown, expected) => expect(paired(before, after, unknown)).toEqual(expected));

  test('whatever they are, each is in one pair', () => {
    const list = fc.array(fc.oneof(fc.constantFrom('a', 'b', 1), fc.record({ x: fc.nat(2), y: fc.nat(2) })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const { elements } = pairElements(before as Json[], after as Json[], () => false);
        const places = (side: 'before' | 'after') => elements.flatMap((pair) => pair[side] ?? []).sort((a, b) => a - b);
        expect(places('before')).toEqual([...before.keys()]);
        expect(places('after')).toEqual([...after.keys()]);
      }),
    );
  });
});

describe('what is most alike', () => {
  const similar = (before: Json[], after: Json[]) => [
    ...pairSimilar(before, after, [...before.keys()], [...after.keys()]),
  ];

  test('comes first, then what is nearest', () => {
    const [a, b] = [
      { x: 1, y: 1, z: 1 },
      { x: 1, y: 1, z: 2 },
    ];
    expect(similar([a, b], [{ ...b, w: 1 }, a])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const same = { x: 1, y: 1 };
    expect(
      similar(
        [
          { ...same, z: 1 },
          { ...same, z: 2 },
        ],
        [
          { ...same, z: 3 },
          { ...same, z: 4 },
        ],
      ),
    ).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test('is what is nearest, wherever it stands', () => {
    const same = (z: number) => ({ x: 1, y: 1, z });
    const other = { q: 1 };
    expect(similar([same(1), same(2)], [other, same(3)])).toEqual([[1, 1]]);
    expect(similar([same(1), same(2)], [same(3), other])).toEqual([[0, 0]]);
    expect(similar([other, other, same(2), same(1)], [other, other, other, same(3)]).at(-1)).toEqual([3, 3]);
    expect(similar([same(1), { r: 1 }, same(2), same(4)], [{ s: 1 }, { t: 1 }, same(3), { u: 1 }])).toEqual([[2, 2]]);
  });

  test('counts values with their places, but nothing that is empty', () => {
    const other = { q: 1 };
    expect(similar([{ a: 1 }, other], [{ a: 1, b: 1, c: 1 }])).toEqual([]);
    expect(similar([{ a: 1, b: 1, c: 1 }, other], [{ a: 1 }])).toEqual([]);
    expect(similar([{ l: ['a', 'b'] }, other], [{ l: ['b', 'c'] }])).toEqual([[0, 0]]);
    expect(similar([{ l: { m: 1 } }, other], [{ l: { n: 1 } }])).toEqual([]);
    expect(similar([{ l: [1] }, other], [{ m: [1] }])).toEqual([]);
    expect(similar([{ a: null, b: '', c: [] }, other], [{ a: null, b: '', c: [] }])).toEqual([]);
    expect(similar([{ a: 1, b: null }, other], [{ a: 1, c: '' }])).toEqual([[0, 0]]);
    expect(similar([{ a: 1 }, other], [{ a: '1' }])).toEqual([]);
  });

  test('is given up where it takes too long', () => {
    const many = (count: number) => Array.from({ length: count }, () => ({ x: 1 }));
    expect(similar(many(200), many(200))).toHaveLength(200);
    expect(similar(many(200), many(201))).toEqual([]);
  });

  test('of one element on each side needn’t be alike, of more it does', () => {
    expect(similar([{ x: 1 }], [{ y: 1 }])).toEqual([[0, 0]]);
    expect(pairSimilar([{ x: 1 }, 'a'], [{ y: 1 }], [0], [0]).size).toBe(0);
    expect(pairSimilar([{ x: 1 }], [{ y: 1 }, 'a'], [0], [0]).size).toBe(0);
    expect(pairSimilar([{ x: 1 }], ['a'], [0], []).size).toBe(0);
    expect(pairSimilar(['a'], [{ x: 1 }], [], [0]).size).toBe(0);
  });
});

describe('the new order', () => {
  const pairs = (...before: (number | undefined)[]): ElementPair[] =>
    before.map((place, index) => ({ before: place, after: index, name: '' }));
  const gone: ElementPair = { before: 9, after: undefined, name: '' };

  test('is none where it is the old one', () => {
    expect(newOrder(pairs(0, 1, undefined, 2))).toBeUndefined();
    expect(newOrder([gone, ...pairs(0, 1)])).toBeUndefined();
    expect(newOrder([])).toBeUndefined();
  });

  test('has what is on both sides', () => {
    expect(newOrder([...pairs(1, undefined, 0), gone])?.map(({ before }) => before)).toEqual([1, 0]);
  });

  const moved = (...before: number[]) => movedOf(pairs(...before)).map((pair) => pair.before);

  test.each<[number[], number[]]>([
    [[0, 1, 2], []],
    [[1, 2, 0], [0]],
    [[2, 0, 1], [2]],
    [[1, 0], [1]],
    [
      [3, 2, 1, 0],
      [3, 2, 1],
    ],
    [[0, 4, 1, 2, 3], [4]],
    [
      [2, 3, 0, 1, 4],
      [2, 3],
    ],
  ])('%j: %j move', (order, expected) => expect(moved(...order)).toEqual(expected));

  test('whatever it is, what stays is in order, and as much as can', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 9 }), (order) => {
        const stays = order.filter((place) => !moved(...order).includes(place));
        expect(stays).toEqual(stays.toSorted((a, b) => a - b));
        const lengths: number[] = [];
        for (const [index, place] of order.entries())
          lengths.push(1 + Math.max(0, ...lengths.filter((_, other) => (order[other] ?? 0) < place && other < index)));
        expect(stays.length).toBe(Math.max(0, ...lengths));
      }),
    );
  });
});

test.each<[string, (string | number)[], string]>([
  ['aws_lb', ['subnets'], 'set'],
  ['aws_lb', ['security_groups'], 'set'],
  ['aws_wafv2_web_acl', ['rule', 0, 'name'], 'list'],
  ['aws_wafv2_web_acl', ['rule'], 'set'],
  ['aws_s3_bucket_cors_configuration', ['cors_rule', 0, 'allowed_methods'], 'set'],
  ['aws_codepipeline', ['stage'], 'list'],
  ['google_x', ['subnets'], 'unknown'],
])('%s %j is a %s', (type, path, kind) => expect(isSet(type, path)).toBe(kind));
