import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blocks,
  bold,
  code,
  comment,
  details,
  fence,
  heading,
  html,
  htmlText,
  join,
  lines,
  link,
  list,
  md,
  quote,
  sub,
  table,
  text,
} from './index.ts';
import { hostile } from './testing/hostile.ts';
import { elementsIn, folded, referencesIn, rendered, seenIn } from './testing/rendered.ts';
import { oneLine, visible } from './visible.ts';

const counted = (html: string, name: string) => elementsIn(html).filter((element) => element === name).length;
const shown = (value: string) => folded(visible(oneLine(value)));

describe('a table', () => {
  test('has the cells it is given, no more and no less', () => {
    const cell = fc.tuple(hostile, fc.boolean()).map(([value, isCode]) => (isCode ? code(value) : text(value)));
    const shape = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }));
    const cells = shape.chain(([width, height]) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
        minLength: height + 1,
        maxLength: height + 1,
      }),
    );
    fc.assert(
      fc.property(cells, ([head = [], ...rows]) => {
        const page = rendered(table(head, rows));
        expect(counted(page, 'table')).toBe(1);
        expect(counted(page, 'th')).toBe(head.length);
        expect(counted(page, 'td')).toBe(head.length * rows.length);
        expect(referencesIn(page.replace(/<\/t[hd]>/g, ' '))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps pipes and line breaks of our own words in their cells', () => {
    expect(
      table(
        [md`a|b`, md`c`],
        [
          [
            md`d\\|e`,
            md`f
      g`,
          ],
        ],
        'lr',
      ),
    ).toBe('| a\\|b | c |\n|-----|--:|\n| d\\|e | f g |');
  });

  test('takes numbers', () => {
    expect(table([md`n`, md``], [[3, md``]])).toBe('| n | |\n|---|---|\n| 3 | |');
  });

  test('refuses rows and alignments of another width, which GitHub would cut', () => {
    expect(() => table([md`a`], [[md`b`, md`c`]])).toThrow('A row has 2 cells where the head has 1: b, c');
    expect(() => table([md`a`], [[]])).toThrow('A row has 0 cells');
    expect(() => table([md`a`], [], 'lr')).toThrow('aligned by "lr"');
    expect(() => table([md`a`], [], 'x')).toThrow('aligned by "x"');
    expect(() => table([], [])).toThrow('A table of 0 columns');
  });
});

describe('a link', () => {
  test('goes where it says, and only to the web or within GitHub', () => {
    fc.assert(
      fc.property(hostile, hostile, (label, end) => {
        const page = rendered(link(md`go ${text(label)}`, `https://x.test/${end}`));
        expect(elementsIn(page).filter((name) => name !== 'span')).toEqual(['a']);
        const [, href = ''] = /href="([^"]*)"/.exec(page) ?? [];
        expect(href.startsWith('https://x.test/')).toBe(true);
        expect(seenIn(page)).toBe(folded(`go ${shown(label)}`));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['https://x.test/a?b=1&c=2#d', '[run](https://x.test/a?b=1&c=2#d)'],
    ['https://x.test/a b(c)"|<>', '[run](https://x.test/a%20b%28c%29%22%7C%3C%3E)'],
    ['https://x.test/?a&copy;', '[run](https://x.test/?a&amp;copy;)'],
    ['https://x.test/%20', '[run](https://x.test/%20)'],
    ['/owner/repo', '[run](/owner/repo)'],
    ['../x', '[run](../x)'],
    ['#part', '[run](#part)'],
  ])('to %s', (url, expected) => {
    expect(link(md`run`, url)).toBe(expected);
  });

  test.each([
    'javascript:alert(1)',
    'ftp://x.test',
    'vscode://x.test',
    ' JavaScript:x',
    'java\nscript:x',
    'data:text/html,x',
    '//x.test',
    '/\\x.test',
    'https://',
    'x.test',
  ])('to %j is text', (url) => {
    const page = rendered(link(md`run`, url));
    expect(elementsIn(page)).toEqual([]);
    expect(seenIn(page)).toBe(`run (${shown(url)})`);
  });

  test('without a label shows its address; behind an exclamation mark it is no image', () => {
    expect(link(md``, '/a')).toBe('[/a](/a)');
    expect(elementsIn(rendered(md`Look!${link(md`run`, '/a')}`))).toEqual(['a']);
    expect(elementsIn(rendered(md`${text('Look!')}${link(md`run`, '/a')}`))).toEqual(['a']);
  });
});

describe('bold', () => {
  test('is one bold piece, wherever it stands and whatever it holds', () => {
    fc.assert(
      fc.property(
        hostile.filter((value) => shown(value) !== ''),
        hostile,
        (value, other) => {
          const content = text(shown(value));
          for (const page of [
            md`${bold(content)}`,
            md`${text(other)}${bold(content)}${text(other)}`,
            md`a${bold(content)}b`,
          ]) {
            const strong = rendered(page).match(/<strong>.*?<\/strong>/gs) ?? [];
            expect(strong.map(seenIn)).toEqual([shown(shown(value))]);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('beside bold is two bold pieces', () => {
    expect(elementsIn(rendered(md`${bold(md`a`)}${bold(md`b`)}`))).toEqual(['strong', 'strong']);
    expect(seenIn(rendered(bold(md`a** b`)))).toBe('a** b');
    expect(bold(text('3 services'))).toBe('**3 services**');
  });
});

describe('blocks', () => {
  test('of each kind stay what they are', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const part = text(value);
        const page = blocks([
          heading(2, md`x ${part}`),
          quote(lines([md`x`, part])),
          details(html`x ${htmlText(value)}`, blocks([part, list([part, lines([md`x`, part])]), fence(value, '')]), {
            open: true,
          }),
          sub(md`x ${part}`),
          md`after`,
        ]);
        const seen = elementsIn(rendered(page)).filter((name) => name !== 'span');
        expect(seen).toEqual(['h2', 'blockquote', 'details', 'summary', 'ul', 'li', 'li', 'pre', 'code', 'sub']);
        expect(rendered(page).endsWith('<p>after</p>')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('leave out what is not there', () => {
    expect(blocks([md`a`, undefined, md``, md`b`])).toBe('a\n\nb');
    expect(lines([md`a`, undefined, md``, md`b`])).toBe('a\n\nb');
    expect(join([md`a`, md`b`], md` · `)).toBe('a · b');
  });

  test('take several lines in an item and in a quotation, and one in a heading', () => {
    const two = md`a
b`;
    expect(list([two, md`c`])).toBe('- a\n  b\n- c');
    expect(quote(md`[!WARNING]\n${list([two])}`)).toBe('> [!WARNING]\n> - a\n>   b');
    expect(heading(3, two)).toBe('### a b');
    expect(heading(1, text('a #'))).toBe('# a \\#\u200b');
  });

  test('fold', () => {
    expect(details(html`<b>${htmlText('a<b')}</b>`, md`c`)).toBe(
      '<details><summary><b>a&lt;b</b></summary>\n\nc\n\n</details>',
    );
    expect(details(html`a`, md`b`, { open: true })).toMatch(/^<details open>/);
  });
});

describe('a comment', () => {
  test('ends where it should', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const own = comment(value);
        expect(own).toMatch(/^<!-- .* -->$/);
        expect(own.slice(4, -3)).not.toMatch(/--|\n/);
        expect(rendered(`a ${own} b`).replace(own, '')).toBe('<p>a  b</p>');
      }),
      { numRuns: 500 },
    );
  });

  test('keeps words that need no escape', () => {
    expect(comment('loki-adoption:plan environment=dev')).toBe('<!-- loki-adoption:plan environment=dev -->');
    expect(comment('a --> b')).toBe('<!-- a -%2D> b -->');
  });
});
