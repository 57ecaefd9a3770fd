import fc from 'fast-check';
import { expect, test } from 'vitest';
import { details, fenced, htmlCode, inlineCode, plain, trustedMarkdown } from './markdown.ts';

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('`', '```', '|', '<', '>', '@', '#', '\n', '\\', '*', '&'),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
});

test('a fence is longer than any run of backticks in it', () => {
  fc.assert(
    fc.property(fc.array(anyText), (lines) => {
      const [open = '', ...rest] = fenced(lines, 'diff').split('\n');
      const fence = open.slice(0, -'diff'.length);
      expect(rest.pop()).toBe(fence);
      expect(rest.filter((line) => line.includes(fence))).toEqual([]);
    }),
  );
});

test('HTML holds no tag and no line of its own', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(htmlCode(text)).toMatch(/^<code>[^<>"\n]*<\/code>$/);
    }),
  );
});

test('inline code ends where it should, in a table too', () => {
  expect(inlineCode('a`b')).toBe('``a`b``');
  expect(inlineCode('`')).toBe('`` ` ``');
  expect(inlineCode('a|b\nc')).toBe('`a\\|b\\u000ac`');
  fc.assert(
    fc.property(anyText, (text) => {
      const code = inlineCode(text);
      const fence = /^`+/.exec(code)?.[0] ?? '';
      expect(code.slice(fence.length, -fence.length).split(/[^`]+/)).not.toContain(fence);
      expect(code).not.toMatch(/\n|(^|[^\\])\|/);
    }),
  );
});

test('plain words mention nobody, refer to nothing and link nowhere', () => {
  expect(plain('@team #12 https://x.test www.y.test')).not.toMatch(/@t|#1|https:|www\./);
  expect(plain('<b>*x*</b>')).toBe('\\<b\\>\\*x\\*\\</b\\>');
});

test('Markdown of our own keeps its table, but no HTML and no mention', () => {
  expect(trustedMarkdown('| a | **b** |\n<img> @team')).toBe('| a | **b** |\n&lt;img> @\u200bteam');
});

test('what would hide text is made visible', () => {
  expect(fenced(['+ a\u202eb', '+ c\rd'], '')).toBe('```\n+ a\\u202eb\n+ c\\u000dd\n```');
});

test('a folded block is HTML outside and Markdown inside', () => {
  expect(details('<b>x</b>', 'text', true)).toBe('<details open><summary><b>x</b></summary>\n\ntext\n</details>\n');
});
