import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commented, yamlDocument } from './yaml.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    'Null',
    '~',
    '1e3',
    '0x1f',
    '12',
    '2024-01-01',
    '30m',
    'a: b',
    'a #b',
    '- a',
    'a:',
    ' a',
    'x ',
  ),
);
const data = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(text, tie('data'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).data;

describe('yamlDocument', () => {
  it.each(['1.1', '1.2'] as const)('is read back as the same data by YAML %s', (version) => {
    fc.assert(
      fc.property(fc.dictionary(text, data, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (document) => {
        const yaml = yamlDocument(document as Parameters<typeof yamlDocument>[0]);
        expect(parse(yaml, { version, merge: false })).toEqual(document);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves plain what reads better so', () => {
    expect(yamlDocument({ url: 'http://loki:3100', wait: '30m', list: ['localhost:9090', { a: 'b' }], none: [] })).toBe(
      'url: http://loki:3100\nwait: 30m\nlist:\n  - localhost:9090\n  - a: b\nnone: []\n',
    );
  });

  it('puts comments above their keys, and they change nothing', () => {
    const yaml = yamlDocument({ a: { b: commented('why\nand why not', { c: 1 }) }, d: commented('#: "x', ['e']) });
    expect(yaml).toBe('a:\n  # why\n  # and why not\n  b:\n    c: 1\n# #: "x\nd:\n  - e\n');
    expect(parse(yaml)).toEqual({ a: { b: { c: 1 } }, d: ['e'] });
  });
});
