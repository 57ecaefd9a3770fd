import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocks, html, htmlCode, htmlText, join, lines, list, md, prose, text } from './index.ts';
import { hostile } from './testing/hostile.ts';
import { elementsIn, folded, referencesIn, rendered, seenIn } from './testing/rendered.ts';
import { oneLine, visible } from './visible.ts';

/** What a reader has to see: the text on one line, with what is invisible written out. */
const shown = (value: string) => folded(visible(oneLine(value)));
const withoutDollars = (elements: readonly string[]) => elements.filter((name) => name !== 'span');

describe('text', () => {
  test('shows as it is, whatever it is, alone and behind other words', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        for (const [before, page] of [
          ['', md`${text(value)}`],
          ['x ', md`x ${text(value)}`],
        ] as const) {
          const seen = rendered(page);
          expect(seenIn(seen)).toBe(folded(`${before}${shown(value)}`));
          expect(withoutDollars(elementsIn(seen))).toEqual([]);
          expect(referencesIn(seen)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('shows as it is beside other text, with nothing between them', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 2, maxLength: 4 }), (values) => {
        const parts = values.map(text);
        const page = join(parts, md``);
        const seen = rendered(page);
        expect(seenIn(seen)).toBe(shown(values.map((value) => oneLine(value)).join('')));
        expect(withoutDollars(elementsIn(seen))).toEqual([]);
        expect(referencesIn(seen)).toEqual([]);
        expect(md`${text(values[0] ?? '')}${text(values[1] ?? '')}`).toBe(join(parts.slice(0, 2), md``));
      }),
      { numRuns: 1000 },
    );
  });

  test('begins no block of its own on lines below each other and in lists', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (values) => {
        const filled = values.map((value) => md`${text(value)}`);
        expect(withoutDollars(elementsIn(rendered(lines([md`x`, ...filled]))))).toEqual([]);
        const items = withoutDollars(elementsIn(rendered(list(filled))));
        expect(items).toEqual(['ul', ...values.map(() => 'li')]);
        expect(elementsIn(rendered(blocks([md`x`, ...filled]))).filter((name) => name !== 'span')).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['@dana', '@\u200bdana'],
    ['#12 GH-12', '\\#\u200b12 GH-\u200b12'],
    ['https://x.test www.x.test', 'https:\u200b//x.test www\u200b.x.test'],
    ['a :shipit: 12:30', 'a :\u200bshipit: 12:30'],
    ['WWW.x.test HTTPS://x.test', 'WWW\u200b.x.test HTTPS:\u200b//x.test'],
    ['12:30:45 :100: iam:GetRole: x', '12:30:45 :\u200b100: iam:GetRole: x'],
    ['<b> & *x* `y` | z', '\\<b> & \\*x\\* \\`y\\` \\| z'],
    ['a_b _c_ &lt; > x', 'a_b \\_c\\_ \\&lt; > x'],
    ['> x', '\\> x'],
    ['a5c3785 1234567', 'a5c378\u200b5 1234567'],
    ['1. x', '1\\. x'],
    ['- x', '\\- x'],
    ['$5 and $x$', '$5 and <span>$</span>x<span>$</span>'],
    ['a\n\u202eb', 'a \\\\u202eb'],
    ['us-east-1: 3.5 of 4 (next)!', 'us-east-1: 3.5 of 4 (next)!'],
    ['3.5', '3.5'],
  ])('of %j is %j', (value, expected) => {
    expect(text(value)).toBe(expected);
  });
});

describe('a message', () => {
  test('has code between backticks and nothing else that is not text', () => {
    expect(prose('Set `fail-on` to *none*, @team.')).toBe('Set `fail-on` to \\*none\\*, @\u200bteam.');
    expect(prose('- `x`. (`y`): 1.')).toBe('\\- `x`. (`y`): 1.');
    expect(prose('a `` b')).toBe('a \\`\\` b');
    expect(prose('`a|b``c` d`')).toBe('<code>a&#124;b</code>`c` d\\`');
    fc.assert(
      fc.property(hostile, (value) => {
        const page = rendered(prose(value));
        expect(withoutDollars(elementsIn(page)).filter((name) => name !== 'code')).toEqual([]);
        expect(referencesIn(page)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('HTML', () => {
  test('shows text as it is, with no tag, mention or reference', () => {
    fc.assert(
      fc.property(hostile, hostile, (value, other) => {
        const line = html`${htmlText(value)}${htmlText(other)}`;
        expect(line.replaceAll('<span>$</span>', '')).not.toMatch(/[<>"'\n]/);
        expect(seenIn(line)).toBe(shown(oneLine(value) + oneLine(other)));
        expect(referencesIn(line)).toEqual([]);
        expect(htmlCode(value)).toMatch(/^<code>[^<>"'\n]*<\/code>$/);
        expect(seenIn(htmlCode(value))).toBe(folded(visible(value.replaceAll('\t', ' '))));
      }),
      { numRuns: 1000 },
    );
  });
});
