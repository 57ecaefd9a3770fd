import { describe, expect, it } from 'vitest';
import { printAlloy } from './printer.ts';
import { at, attributes, block, call, component, object, reference, sum } from './syntax.ts';

describe('printAlloy', () => {
  it('aligns the values of a run, and of nothing else', () => {
    const run = attributes({ a: 1, long_name: true });
    expect(
      printAlloy([component('x.y', 'z', ...run, block('inner', ...attributes({ b: 'c' })), ...attributes({ d: 2 }))]),
    ).toBe('x.y "z" {\n\ta         = 1\n\tlong_name = true\n\n\tinner {\n\t\tb = "c"\n\t}\n\n\td = 2\n}\n');
  });

  it('puts an object of several fields on lines of its own, apart from its neighbours', () => {
    const body = attributes({ first: 'x', labels: object({ a: call('f', 'x'), 'b-c': 2 }), last_one: [1, 2] });
    expect(printAlloy([block('x', ...body)])).toBe(
      'x {\n\tfirst = "x"\n\n\tlabels = {\n\t\ta     = f("x"),\n\t\t"b-c" = 2,\n\t}\n\n\tlast_one = [1, 2]\n}\n',
    );
  });

  it('prints empty blocks, references, sums, indexes and escapes', () => {
    const value = at(call('split', sum(reference('a.b.c'), '"\\n'), '/'), 2);
    expect(printAlloy([component('e', 'x'), block('v', ...attributes({ value }))])).toBe(
      'e "x" { }\n\nv {\n\tvalue = split(a.b.c + "\\"\\\\n", "/")[2]\n}\n',
    );
  });
});
