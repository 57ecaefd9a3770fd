import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonReader } from './json-reader.ts';
import { LongNumber } from './long-number.ts';

const json = fc
  .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t\r\n'))
  .map(([value, space]) => ({ value, text: JSON.stringify(value, null, space) }));

function readerOf(text: string): JsonReader {
  return new JsonReader(Buffer.from(text), 'plan.json');
}

test('any value is read as JSON.parse reads it, and ends where it ends', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(' ', '\n', ',', '}'), ({ text, value }, after) => {
      const reader = readerOf(` ${text}${after}`);
      expect(JSON.stringify(reader.value())).toBe(JSON.stringify(value));
      expect(reader.at).toBe(Buffer.byteLength(text) + 1);
    }),
  );
});

test('members and elements are walked over whether they are read or not', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 4 })),
      fc.func(fc.boolean()),
      (value, wants) => {
        const found: Record<string, unknown[]> = {};
        const reader = readerOf(JSON.stringify(value));
        reader.object((key) => {
          const list: unknown[] = [];
          Object.defineProperty(found, key, { value: list, enumerable: true });
          reader.array((index) => {
            if (wants(index)) list.push(reader.value());
          });
        });
        expect(Object.keys(found).sort()).toEqual(Object.keys(value).sort());
        for (const [key, list] of Object.entries(value)) {
          expect(found[key]?.length).toBe(list.filter((_, index) => wants(index)).length);
        }
      },
    ),
  );
});

test('cut off or damaged anywhere, it says so in one line that quotes nothing', () => {
  const text = JSON.stringify({ a: ['hunter2 "x" {', 1.5e3, true, null, { b: {} }], c: 'hunter2' });
  const read = (broken: string) => () => {
    const reader = readerOf(broken);
    reader.object(() => reader.value());
  };
  for (let end = 1; end < text.length; end++) {
    expect(read(text.slice(0, end)), text.slice(0, end)).toThrow('plan.json ends in the middle of its JSON');
  }
  fc.assert(
    fc.property(
      fc.nat(text.length - 1),
      fc.constantFrom('', ':', ',', '{', '}', '[', ']', '"', 'x', '\\'),
      (at, other) => {
        const broken = text.slice(0, at) + other + text.slice(at + 1);
        try {
          read(broken)();
        } catch (error) {
          expect(error).toMatchObject({
            name: 'UserError',
            message: expect.stringMatching(/^plan\.json (ends in|is damaged)[^\n]*$/),
          });
          expect(String(error)).not.toContain('hunter2');
        }
      },
    ),
  );
});

test('numbers with more digits than a double holds stay different', () => {
  expect(readerOf('[12345678901234567890, 12345678901234567891, 9007199254740991, 0.5]').value()).toEqual([
    LongNumber.of('12345678901234567890'),
    LongNumber.of('12345678901234567891'),
    9007199254740991,
    0.5,
  ]);
});

test.each(['9007199254740993', '-900719925474099.25'])('%s has 16 digits, which may be too many', (digits) => {
  expect(readerOf(digits).value()).toEqual(LongNumber.of(digits));
});

test.each(['1e400', '-2E-400', '1.0e+309'])('%s is kept as it is written', (digits) => {
  expect(readerOf(`{"a":${digits},"b":1e3}`).value()).toEqual({ a: LongNumber.of(digits), b: 1000 });
});

test.each<[string, (reader: JsonReader) => void, number]>([
  ['[1 2]', (reader) => reader.array(() => {}), 3],
  ['{"a":1;"b":2}', (reader) => reader.object(() => {}), 6],
  ['{"a" 1}', (reader) => reader.object(() => {}), 5],
  ['{1:2}', (reader) => reader.object(() => {}), 1],
  [' }', (reader) => reader.skip(), 1],
  [' :1', (reader) => reader.skip(), 1],
  [' ,1', (reader) => reader.skip(), 1],
  [' *', (reader) => reader.skip(), 1],
  ['[1, nope]', (reader) => reader.value(), 0],
  [`${'['.repeat(2001)}${']'.repeat(2001)}`, (reader) => reader.skip(), 2000],
])('%s is damaged, at the byte where it is', (text, read, at) => {
  expect(() => read(readerOf(text))).toThrow(`plan.json is damaged, the JSON is broken at byte ${at}:`);
});

test('what was only looked at is stepped over', () => {
  const [members, elements] = [readerOf('{"a": 1, "b": 2}'), readerOf('[ 1, 2]')];
  const seen: unknown[] = [];
  members.object((key) => seen.push(key, members.isAtArray()));
  elements.array((index) => seen.push(index, elements.isAtArray()));
  expect(seen).toEqual(['a', false, 'b', false, 0, false, 1, false]);
});

test('whatever there is instead of a list, what is read ends behind it, and begins behind blanks', () => {
  for (const text of ['[]', '{}', '12', '[1]']) {
    const reader = readerOf(text);
    reader.array(() => {});
    expect(reader.at).toBe(text.length);
  }
  expect(readerOf(' \n1').skip()).toBe(2);
});

test('as deep as 2,000 is fine', () => {
  const text = `${'['.repeat(2000)}${']'.repeat(2000)}`;
  const reader = readerOf(text);
  reader.skip();
  expect(reader.at).toBe(text.length);
});
