import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, fence, md, table } from './index.ts';
import { hostile } from './testing/hostile.ts';
import { elementsIn, folded, rendered, seenIn } from './testing/rendered.ts';
import { visible } from './visible.ts';

/** As a reader sees code: tabs are spaces, line breaks are written out. */
const shown = (value: string) => folded(visible(value.replaceAll('\t', ' ')));

function codesIn(html: string): string[] {
  return [...html.matchAll(/<code>(.*?)<\/code>/gs)].map(([, content = '']) => seenIn(`<b>${content}</b>`));
}

describe('code in a line', () => {
  test('is one piece of code that shows everything, in a table as well', () => {
    fc.assert(
      fc.property(hostile, hostile, (value, other) => {
        const line = rendered(md`x${code(value)}${code(other)}y`);
        expect(codesIn(line)).toEqual([shown(value), shown(other)]);
        expect(elementsIn(line)).toEqual(['code', 'code']);
        const row = rendered(table([code(value)], [[code(other)]]));
        expect(codesIn(row)).toEqual([shown(value), shown(other)]);
        expect(elementsIn(row)).toEqual(['table', 'thead', 'tr', 'th', 'code', 'tbody', 'tr', 'td', 'code']);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['aws_ecs_service.web', '`aws_ecs_service.web`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['', '` `'],
    ['  ', '`  `'],
    [' a ', '`  a  `'],
    ['a|b', '<code>a&#124;b</code>'],
    // GFM looks for addresses in the text of this element, too.
    ['|a@x.test', '<code>&#124;a&#64;&#8203;x&#46;test</code>'],
    ['a\nb', '`a\\u000ab`'],
  ])('of %j is %j', (value, expected) => {
    expect(code(value)).toBe(expected);
  });
});

describe('a block of code', () => {
  test('holds any lines and ends behind them', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const html = rendered(`${fence(value, 'diff')}\n\nafter`);
        expect(elementsIn(html)).toEqual(['pre', 'code']);
        expect(html).toContain('<pre><code class="language-diff">');
        expect(html.endsWith('\n<p>after</p>')).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps tabs, writes out what would hide text, and outgrows the backticks in it', () => {
    expect(fence('+ a\u202eb\r\n\tc', 'diff')).toBe('```diff\n+ a\\u202eb\\u000d\n\tc\n```');
    expect(fence('````', '')).toBe('`````\n````\n`````');
  });

  test('has no language that could be more than one word', () => {
    expect(() => fence('x', 'diff\n')).toThrow('is not a language');
  });
});
