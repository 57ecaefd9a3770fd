import { describe, expect, test } from 'vitest';
import { windowsOf, withoutNames } from './windows.ts';

const of = (...literals: string[]) => [...windowsOf(new Set(literals))];

describe('every six characters in a row', () => {
  test.each<[string, string, string[]]>([
    ['of a password', 'abcdefgh', ['abcdef', 'bcdefg', 'cdefgh']],
    ['without a space in them', 'abcdefg hij', ['abcdef', 'bcdefg']],
    ['that are not one character again and again', '-------x', ['-----x']],
    ['not of a short one', 'abcdefg', []],
    ['not of a very long one', 'ab1'.repeat(171), []],
    ['not of several lines', 'abcdefgh\nabcdefgh', []],
    ['not of an ARN', 'arn:aws:iam::1:role/x', []],
    ['not of a document', '["abcdefgh"]', []],
  ])('%s', (_, literal, expected) => expect(of(literal)).toEqual(expected));

  test('up to 200,000 and those of one literal', () => {
    const counted = (index: number) => (31 * index).toString(36).padStart(4, '0');
    const literals = Array.from({ length: 500 }, (_, index) =>
      Array.from({ length: 128 }, (_, at) => counted(128 * index + at)).join(''),
    );
    const { size } = windowsOf(new Set(literals));
    expect(size).toBeGreaterThan(200_000);
    expect(size).toBeLessThanOrEqual(200_000 + 507);
  });

  test('up to 512 characters', () => expect(of('ab1d'.repeat(128))).toHaveLength(4));

  test('of a text that only mentions an ARN', () => expect(of('xarn:aws')).toEqual(['xarn:a', 'arn:aw', 'rn:aws']));

  test.each<[string, string, string[]]>([
    ['a token in its path', 'https://hooks.example.test/T0AB12CD/x', ['T0AB12', '0AB12C', 'AB12CD']],
    [
      'its user and password',
      'POSTGRES://abcdefg1:hijklmn2@db',
      ['abcdef', 'bcdefg', 'cdefg1', 'hijklm', 'ijklmn', 'jklmn2'],
    ],
    [
      'its query and fragment',
      's3+x.y-z1://a/?q=abcdefg1&r=1#hijklmn2',
      ['abcdef', 'bcdefg', 'cdefg1', 'hijklm', 'ijklmn', 'jklmn2'],
    ],
    ['no words and no numbers', 'https://hooks.example.test/production/12345678', []],
    ['no short ones', 'https://a/abcdef1', []],
    ['none with another sign in it', 'https://a/abcd.efg1', []],
    ['none with another sign before or behind it', 'https://a/.abcdefg1/abcdefg1.', []],
    ['no address in the middle of a text', 'x https://a', ['https:', 'ttps:/', 'tps://', 'ps://a']],
  ])('of an address: %s', (_, literal, expected) => expect(of(literal)).toEqual(expected));
});

describe('without those that a name shows', () => {
  const left = (literal: string, names: string[], isClean: (name: string) => boolean = () => true) => {
    const windows = windowsOf(new Set([literal]));
    withoutNames(windows, names, isClean);
    return [...windows];
  };

  test('at its beginning, in its middle and at its end', () => {
    expect(left('abcdefgh', ['abcdef'])).toEqual(['bcdefg', 'cdefgh']);
    expect(left('abcdefgh', ['x_bcdefg_y', 'z_cdefgh'])).toEqual(['abcdef']);
    expect(left('abcdefgh', ['my_abcdefgh_x'])).toEqual([]);
  });

  test('unless it is too short, or holds a secret', () => {
    expect(left('abcdefgh', ['abcde', ''])).toHaveLength(3);
    expect(left('abcdefgh', ['abcdefgh', 'abcdef'], (name) => name === 'abcdef')).toEqual(['bcdefg', 'cdefgh']);
  });

  test('nobody is asked where there is none', () => {
    withoutNames(new Set(), ['abcdefgh'], () => {
      throw new Error('asked');
    });
  });
});
