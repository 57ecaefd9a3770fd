import { describe, expect, test } from 'vitest';
import { patternsOf } from './patterns.ts';

const plain = (...literals: string[]) =>
  patternsOf(new Set(literals)).flatMap(({ text, isBase64 }) => (isBase64 ? [] : [text]));
const base64 = (...literals: string[]) =>
  patternsOf(new Set(literals)).flatMap(({ text, isBase64 }) => (isBase64 ? [text] : []));

describe('a literal is looked for', () => {
  test.each<[string, string, string[]]>([
    ['as it is, where each encoding leaves it so', 'a.b-c_1', ['a.b-c_1']],
    ['not under six characters', 'abcde', []],
    ['from six characters on', 'abcdef', ['abcdef']],
    ['without the space around it', '  abcdef\n', ['abcdef']],
    ['with it where too little else is left', ' abc  ', [' abc  ', '%20abc%20%20', '+abc++']],
    [
      'with its quotes as JSON, and as JSON in JSON',
      'abc"def',
      ['abc"def', 'abc\\"def', 'abc\\\\\\"def', 'abc%22def', 'abc&quot;def', 'abc&#34;def'],
    ],
    [
      'with <, > and & as Go and HTML write them',
      'ab<c>d&e',
      [
        'ab<c>d&e',
        'ab\\u003cc\\u003ed\\u0026e',
        'ab\\\\u003cc\\\\u003ed\\\\u0026e',
        'ab%3Cc%3Ed%26e',
        'ab%3cc%3ed%26e',
        'ab&lt;c&gt;d&amp;e',
      ],
    ],
    ['with spaces as a form writes them', 'ab/ cd', ['ab/ cd', 'ab%2F%20cd', 'ab%2F+cd', 'ab%2f%20cd']],
    [
      'with signs that only a strict encoder touches',
      "a!'()*b",
      ["a!'()*b", 'a%21%27%28%29%2Ab', 'a%21%27%28%29%2ab', 'a!&#39;()*b'],
    ],
    [
      'even where it is half of a character',
      'abcd\ud83d!',
      [
        'abcd\ud83d!',
        'abcd\\ud83d!',
        'abcd\\\\ud83d!',
        'abcd%EF%BF%BD!',
        'abcd%ef%bf%bd!',
        'abcd%EF%BF%BD%21',
        'abcd%ef%bf%bd%21',
      ],
    ],
  ])('%s', (_, literal, expected) => expect(plain(literal)).toEqual(expected));
});

test('a literal of signs alone has its forms too', () => {
  expect(plain('&&&""!')).toEqual(
    expect.arrayContaining(['&&&\\"\\"!', '%26%26%26%22%22!', '&amp;&amp;&amp;&quot;&quot;!']),
  );
});

describe('of a text of several lines', () => {
  const linesOf = (...lines: string[]) =>
    plain(`\n${lines.join('\r\n')}\n`).filter((text) => !/\n|\\n|%0A/i.test(text));

  test.each<[string, string, string[]]>([
    ['a long line', 'twelve signs', ['twelve signs']],
    ['no shorter one of words', 'eleven sign', []],
    ['a shorter one of letters and digits mixed', 'abc123', ['abc123']],
    ['not a very short one', 'abc12', []],
    ['not one of letters alone', 'abcdef', []],
    ['not one of digits alone', '123456', []],
    ['also where the letters come last', '1234ab', ['1234ab']],
    ['not one with a space', 'abc 123', []],
    ['not one whose last word alone is mixed', 'ab a12', []],
    ['the value of a password', 'password: hunter', ['password: hunter', 'hunter']],
    ['the value of an assignment', 'pw=hunter', ['hunter']],
    ['the value of an export', '  export DB_PWD="hunter";  ', ['export DB_PWD="hunter";', 'hunter']],
    ['the value in a document', '"Auth" : \'hunter\',', ['"Auth" : \'hunter\',', 'hunter']],
    ['the value of a key', 'my.key-x = hunter', ['my.key-x = hunter', 'hunter']],
    ['no short value', 'pw=hunte', []],
    ['no value of something else', 'mode=hunter', []],
    ['no value whose name only begins with pw', 'pwx=hunter', []],
    ['no value whose name only ends with pw', 'xpw=hunter', []],
    ['no value with another word before its name', 'my pwd=hunter', ['my pwd=hunter']],
    ['the value of an export with two blanks', 'export  pwd=hunter', ['export  pwd=hunter', 'hunter']],
  ])('%s', (_, line, expected) => expect(linesOf('x', line, 'y')).toEqual(expected));

  test('a text of one line has none of its own', () =>
    expect(plain('pw=hunter')).toEqual(['pw=hunter', 'pw%3Dhunter', 'pw%3dhunter']));
});

describe('in base64', () => {
  test.each([0, 1, 2])('it is found after %i other bytes, and before others', (offset) => {
    for (const alphabet of ['base64', 'base64url'] as const) {
      const run = Buffer.from(`${'#'.repeat(offset)}hunter??>~2~~tail`).toString(alphabet);
      expect(base64('hunter??>~2~~').some((core) => run.includes(core))).toBe(true);
    }
  });

  test('by nothing that depends on its neighbours', () => {
    expect(base64('hunter')).toEqual(['aHVudGVy', 'h1bnRlc', 'odW50ZX']);
    expect(base64(' hunter\n')).toEqual(base64('hunter'));
    expect(base64('      ')).toEqual(['ICAgICAg', 'AgICAgI', 'gICAgIC']);
  });

  test('from six characters of it on', () => {
    expect(base64(' ab123')).toEqual(['YWIxMj', 'FiMTIz', 'hYjEyM']);
    expect(base64(' ab12 ')).toEqual([]);
  });
});
