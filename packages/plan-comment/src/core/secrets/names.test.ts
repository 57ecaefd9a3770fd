import { beforeEach, describe, expect, test } from 'vitest';
import { entryOf, planOf } from '../../testing/cases.ts';
import { joined, own, rewritten } from './clean.ts';
import { bareAddress, createScrubber, namesInAddress, type Scrubber } from './scrub.ts';
import { sourceNames } from './source-names.ts';

describe('an address', () => {
  test.each<[string, string, string[]]>([
    ['a_b.c', 'a_b.c', ['a_b', 'c']],
    ['module.m["x.y"].a_b.c[12]', 'module.m.a_b.c', ['module', 'm', 'a_b', 'c']],
    ['a_b.c["say \\"x\\"] y"]', 'a_b.c', ['a_b', 'c']],
    ['_ä-1.ß2', '_ä-1.ß2', ['_ä-1', 'ß2']],
    ['a_b.c[x]', 'a_b.c[x]', []],
    ['a_b.c[1', 'a_b.c[1', []],
    ['1a.b', '1a.b', []],
    ['a..b', 'a..b', []],
    ['a b[0]', 'a b[0]', []],
    ['[0]', '[0]', []],
    ['', '', []],
  ])('%s has the bare one %s', (address, bare, names) => {
    expect(bareAddress(address)).toBe(bare);
    expect(namesInAddress(address)).toEqual(names);
  });
});

describe('what is scrubbed', () => {
  let scrubber: Scrubber;
  beforeEach(() => {
    scrubber = createScrubber(new Set(['hunter-two', '123456', '12345']), new Set(['hunter-two-name', 'hunter-two']));
  });

  test('of an address only what stands between its brackets', () => {
    expect(scrubber.address('a.hunter-two["hunter-two"].b["x hunter-two y"]')).toBe(
      'a.hunter-two["(sensitive)"].b["x (sensitive) y"]',
    );
    expect(scrubber.address('a hunter-two')).toBe('a (sensitive)');
    expect(createScrubber(new Set()).address('a b["x"]')).toBe('a b["x"]');
  });

  test('but not a key that the source has, and no number that is a part of one or short', () => {
    expect(scrubber.key('hunter-two')).toBe('hunter-two');
    expect(scrubber.key('x hunter-two')).toBe('x (sensitive)');
    expect(['123456', '1234567', '12345'].map(scrubber.number)).toEqual(['(sensitive)', '1234567', '12345']);
  });

  test('is counted', () => expect([scrubber.count, createScrubber(new Set()).count]).toEqual([3, 0]));

  test('whole where it is a literal, in place where it holds one', () => {
    const both = createScrubber(new Set(['first-one\nsecond', 'other-']));
    expect(both.text('first-one\nsecond')).toBe('(sensitive)');
    expect(both.text('other-')).toBe('(sensitive)');
    expect(createScrubber(new Set([' hunter '])).text(' hunter ')).toBe('(sensitive)');
    expect(both.text('an other-x and other-')).toBe('an (sensitive)x and (sensitive)');
    expect(both.text('short')).toBe('short');
  });

  test('once where parts of secrets overlap or touch', () => {
    const text = (value: string, ...literals: string[]) => createScrubber(new Set(literals)).text(value);
    expect(text('-abcdefghijkl-', 'abcdefgh', 'ghijklmn')).toBe('-(sensitive)-');
    expect(text('abcdefXghijkl', 'abcdefgh', 'ghijklmn')).toBe('(sensitive)X(sensitive)');
    expect(text('abcdefghijklmn', 'abcdef', 'ghijkl')).toBe('(sensitive)(sensitive)mn');
  });

  test('with all of the base64 around it, and no other text', () => {
    const encoded = Buffer.from('{"password":"hunter-two"}').toString('base64');
    const text = createScrubber(new Set(['hunter-two'])).text;
    expect(text(`x: ${encoded}, y`)).toBe('x: (sensitive), y');
    expect(text(`${encoded} ${encoded}`)).toBe('(sensitive) (sensitive)');
    expect(text(`x=${Buffer.from('hunter-two').toString('base64')}`)).toBe('x=(sensitive)');
    expect(text(`a-b_c/d+${encoded}`)).toBe('(sensitive)');
  });

  test('a part of a secret is a name of the source only where that name holds no secret itself', () => {
    const text = (...names: string[]) => createScrubber(new Set(['administrator-x', 'ministry']), new Set(names)).text;
    expect(text('administrator')('adminis')).toBe('adminis');
    expect(text('administrator-x')('adminis')).toBe('(sensitive)');
  });
});

describe('names of the source', () => {
  const names = (document: object) => [...sourceNames(planOf(document))];

  test('are types, attributes on any side, and what stands in addresses', () => {
    const change = { before: { old: 1 }, after: { now: { deep: 1 } }, after_unknown: { later: true } };
    const changes = [entryOf('module.m["k"].c_d.e', ['update'], change, { type: 'c_d' })];
    const found = ['module', 'm', 'c_d', 'e', 'old', 'now', 'later'];
    expect(names({ resource_changes: changes })).toEqual(found);
    expect(names({ resource_drift: changes })).toEqual(found);
    expect(names({ deferred_changes: [{ reason: 'r', resource_change: changes[0] }] })).toEqual(found);
  });

  test('of a type that begins without values come with the next of its objects', () => {
    const found = names({
      resource_changes: [
        entryOf('a_b.c', ['create'], { after_unknown: { id: true } }),
        entryOf('a_b.d', ['delete'], { before: { x: 1 } }),
        entryOf('a_b.e', ['delete'], { before: { not_again: 1 } }),
      ],
    });
    expect(found).toEqual(['a_b', 'c', 'id', 'd', 'x', 'e']);
    expect(
      names({
        resource_changes: [
          entryOf('a_b.c', ['create'], { after: { y: 1 } }),
          entryOf('a_b.d', ['create'], { after: { z: 1 } }),
        ],
      }),
    ).toEqual(['a_b', 'c', 'y', 'd']);
  });

  test('are types that no address has, and what the configuration calls things', () => {
    const configuration = { root_module: { variables: { v: {} } } };
    const changes = [entryOf('x y', ['create'], {}, { type: 'c_d' })];
    expect(names({ configuration, resource_changes: changes })).toEqual(['v', 'c_d']);
  });

  test('are outputs, and what stands in the addresses of actions', () => {
    const actions = ['create'];
    expect(
      names({
        output_changes: { o: { actions, before: null, after: 1 } },
        action_invocations: [{ address: 'action.x.y["k"]' }],
      }),
    ).toEqual(['o', 'action', 'x', 'y']);
  });
});

test('clean texts are put together as they are', () => {
  const [a, b] = [own`a`, own`b`];
  expect(own`${a}: ${1} and ${b}.`).toBe('a: 1 and b.');
  expect(own``).toBe('');
  expect(joined([a, b], ', ')).toBe('a, b');
  expect(rewritten(a, (text) => `${text}!`)).toBe('a!');
});
