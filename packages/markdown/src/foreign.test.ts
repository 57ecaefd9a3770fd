import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, foreign, md, text } from './index.ts';
import { hostile } from './testing/hostile.ts';
import { elementsIn, referencesIn, rendered, seenIn } from './testing/rendered.ts';

describe("another program's Markdown", () => {
  test('keeps its tables, lists, emphasis, code and links', () => {
    const source = '| a | **b** |\n|---|---|\n| `c` | [d](https://x.test) |\n\n- e';
    expect(foreign(source)).toBe(source);
  });

  test('makes no HTML, image, mention or reference', () => {
    fc.assert(
      fc.property(fc.array(hostile), (values) => {
        const page = rendered(foreign(values.join('\n')));
        expect(elementsIn(page)).not.toContain('img');
        expect(elementsIn(page)).not.toContain('script');
        expect(elementsIn(page)).not.toContain('b');
        const own = referencesIn(page).filter((found) => /^(?:@|#|GH-)/i.test(found));
        expect(own).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(foreign('<img> @team #12 gh-3 ![a](b) &lt; a && b < c')).toBe(
      '<\u200bimg> @\u200bteam #\u200b12 gh-\u200b3 !\u200b[a](b) &\u200blt; a && b < c',
    );
  });

  test('keeps what this package wrote', () => {
    fc.assert(
      fc.property(hostile, hostile, (value, other) => {
        const own = md`**3** of ${text(value)} · ${code(other)} · ${code('a|b')}`;
        expect(seenIn(rendered(foreign(own)))).toBe(seenIn(rendered(own)));
      }),
      { numRuns: 500 },
    );
    expect(foreign(code('a|b'))).toBe(code('a|b'));
  });

  test.each(['```\nx', '~~~~ js\nx\n~~~', '````\n```\nx', '```\nx\n``` y'])(
    'of %j ends its block of code',
    (source) => {
      expect(rendered(`${foreign(source)}\n\nafter`).endsWith('\n<p>after</p>')).toBe(true);
    },
  );

  test.each(['```\nx\n```', '``` a`b\nx', '~~~\n```\n~~~~'])('of %j has nothing to end', (source) => {
    expect(foreign(source)).toBe(source);
  });
});
