import { describe, expect, it } from 'vitest';
import { printAlloy } from './printer.ts';
import { at, attributes, binary, block, call, component, object, reference, sum, type Value } from './syntax.ts';

/** The texts here were left as they are by `alloy fmt` 1.18.1; tests/real-programs compares any tree with it. */
describe('printAlloy', () => {
  it('aligns the values of a run, and of nothing else', () => {
    const run = attributes({ a: 1, long_name: true });
    expect(
      printAlloy([component('x.y', 'z', ...run, block('inner', ...attributes({ b: 'c' })), ...attributes({ d: 2 }))]),
    ).toBe('x.y "z" {\n\ta         = 1\n\tlong_name = true\n\n\tinner {\n\t\tb = "c"\n\t}\n\n\td = 2\n}\n');
  });

  it('aligns what is inside neighbouring objects of one field too', () => {
    const body = attributes({ a: object({ x: 1 }), bb: [object({ longer: 'é' }), 2], c: 3, d: object({ y: 4 }) });
    expect(printAlloy([block('b', ...body)])).toBe(
      'b {\n\ta  = {x       = 1}\n\tbb = [{longer = "é"}, 2]\n\tc  = 3\n\td  = {y = 4}\n}\n',
    );
  });

  it('puts an object of several fields on lines of its own, apart from its neighbours', () => {
    const body = attributes({ first: 'x', labels: object({ a: call('f', 'x'), 'b-c': 2 }), last_one: [1, 2] });
    expect(printAlloy([block('x', ...body)])).toBe(
      'x {\n\tfirst = "x"\n\n\tlabels = {\n\t\ta     = f("x"),\n\t\t"b-c" = 2,\n\t}\n\n\tlast_one = [1, 2]\n}\n',
    );
  });

  it('puts objects of a list on lines of their own, and aligns fields up to one of several lines', () => {
    const value = [object({ a: 1, b: object({ c: 1, d: 2 }), longer: 3 }), object({})];
    expect(printAlloy(attributes({ value }))).toBe(
      'value = [\n\t{\n\t\ta = 1,\n\t\tb = {\n\t\t\tc = 1,\n\t\t\td = 2,\n\t\t},\n\t\tlonger = 3,\n\t},\n\t{},\n]\n',
    );
  });

  it('prints empty blocks, references, sums, indexes and escapes', () => {
    const value = at(call('split', sum(reference('a.b.c'), '"\\n'), '/'), 2);
    expect(printAlloy([component('e', 'x'), block('v', ...attributes({ value }))])).toBe(
      'e "x" { }\n\nv {\n\tvalue = split(a.b.c + "\\"\\\\n", "/")[2]\n}\n',
    );
  });

  it.each<[text: string, value: Value]>([
    ['1 - (2 - 3)', binary('-', 1, binary('-', 2, 3))],
    ['1 - 2 - 3', binary('-', binary('-', 1, 2), 3)],
    ['(1 + 2) * 3', binary('*', sum(1, 2), 3)],
    ['(2 ^ 3) ^ 4', binary('^', binary('^', 2, 3), 4)],
    ['2 ^ 3 ^ 4', binary('^', 2, binary('^', 3, 4))],
    ['(-2) ^ 2', binary('^', -2, 2)],
    ['("a" + "b")[0]', at(sum('a', 'b'), 0)],
    ['a || b && c', binary('||', reference('a'), binary('&&', reference('b'), reference('c')))],
    ['1e+21', 1e21],
    ['1e-7', 1e-7],
  ])('sets the parentheses that %s needs', (text, value) => {
    expect(printAlloy(attributes({ value }))).toBe(`value = ${text}\n`);
  });

  it.each<[text: string, value: string]>([
    [String.raw`"\x00\a\b\f\n\r\t\v\x1b\x7f"`, '\0\u0007\b\f\n\r\t\v\u001b\u007f'],
    [String.raw`"\u0085\u00a0\u2028\ufeff"`, '\u0085\u00a0\u2028\ufeff'],
    [String.raw`"é日🙂\U0010ffff"`, 'é日🙂\u{10ffff}'],
    ['"a\ufffdb"', 'a\ud800b'],
    [String.raw`"C:\\ \"x\" $\{0}"`.replace('$\\', '$'), 'C:\\ "x" ${0}'],
  ])('writes %s with the escapes of Go', (text, value) => {
    expect(printAlloy(attributes({ value }))).toBe(`value = ${text}\n`);
  });

  it('quotes the names that need it, and refuses those that alloy fmt would change', () => {
    expect(printAlloy(attributes({ value: object({ true: 1 }) }))).toBe('value = {"true" = 1}\n');
    for (const name of ['', 'a"b', 'a\\b', 'é', '\n']) {
      expect(() => printAlloy(attributes({ value: object({ [name]: 1 }) }))).toThrow(/can't be the name of a field/);
    }
    expect(() => printAlloy(attributes({ 'a-b': 1 }))).toThrow('"a-b" is no identifier');
    expect(() => printAlloy([component('x', 'null')])).toThrow('"null" is no identifier');
    expect(() => printAlloy(attributes({ value: Number.NaN }))).toThrow("NaN can't be written");
  });
});
