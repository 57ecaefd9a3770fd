import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromSource } from '../secrets/clean.ts';
import { type Block, bytesOf, fill, fillAll } from './budget.ts';
import { fence, md, text } from './escape.ts';

function block(name: string, size: number, count = 1): Block {
  const content = fence([fromSource('x'.repeat(size))], 'diff');
  const line = md`- ${text(fromSource(name))}`;
  return { line: () => line, compact: () => md`${line}\n\n${content}`, full: () => content, count };
}

const section = (blocks: readonly Block[]) => ({ title: md`Things`, noun: md`things`, blocks });
const WHERE = md`see elsewhere`;

test('whatever the blocks, the budget holds and the bytes are counted right', () => {
  const blocks = fc.array(fc.record({ name: fc.string({ maxLength: 200 }), size: fc.nat(20_000) }), { maxLength: 40 });
  const long = fc.nat(2000).map((length) => text(fromSource('w'.repeat(length))));
  fc.assert(
    fc.property(blocks, fc.nat(60_000), long, long, (given, budget, title, where) => {
      const all = { ...section(given.map(({ name, size }) => block(name, size))), title };
      const filled = fill(all, budget, where);
      expect(filled.bytes).toBe(bytesOf(filled.markdown));
      expect(filled.bytes).toBeLessThanOrEqual(Math.max(budget, 0));
      if (given.length > 0 && budget > bytesOf(title) + bytesOf(where) + 200) expect(filled.bytes).toBeGreaterThan(0);
    }),
  );
});

test('a name that stands behind HTML has room for the empty line that ends it', () => {
  const folded = (index: number): Block => {
    const [html, line] = [md`<b>${index}</b>`, md`- ${index}`];
    return { full: () => html, compact: () => (index % 2 === 0 ? html : line), line: () => line, count: 1 };
  };
  const many = section(Array.from({ length: 600 }, (_, index) => folded(index)));
  for (let budget = 5000; budget < 9000; budget += 50) {
    const { bytes, shown } = fill(many, budget, WHERE);
    expect(shown).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(budget);
  }
});

test('where not even one name fits, all are counted; where that doesn’t fit, nothing is said', () => {
  const none = section([block('n'.repeat(500), 1)]);
  const { markdown, shown, bytes } = fill(none, 300, WHERE);
  expect(markdown).toMatch(/^### Things\n+_Too long for a comment: 1 things left out; see elsewhere\._\n\n$/);
  expect(shown).toBe(0);
  expect(fill(none, bytes, WHERE).markdown).toBe(markdown);
  expect(fill(none, bytes - 1, WHERE)).toEqual({ markdown: '', shown: 0, bytes: 0 });
});

test('as many that are left out as there are without details', () => {
  const { markdown } = fill(section([block('one', 900), block('n'.repeat(500), 1)]), 400, WHERE);
  expect(markdown).toContain('_Too long for a comment: 1 things left out, 1 shown without details; see elsewhere._');
});

test('a small block finds its place in a small rest', () => {
  const { markdown } = fill(section([block('one', 9650), block('two', 5000), block('three', 3)]), 10_000, WHERE);
  expect(markdown.match(/x{9650}/g)).toHaveLength(1);
  expect(markdown).toContain('- three\n\n```diff\nxxx\n');
});

test('first every name, then as many blocks as fit, in order; what is left out is counted', () => {
  const blocks = [block('one', 300), block('two', 5000), block('three', 300)];
  const { markdown, shown } = fill(section(blocks), 1500, WHERE);
  expect(shown).toBe(3);
  expect(markdown.match(/^- \w+/gm)).toEqual(['- one', '- two', '- three']);
  expect(markdown.match(/x{300}/g)).toHaveLength(2);
  expect(markdown).toContain('_Too long for a comment: 1 shown without details; see elsewhere._');
  const many = fill(section(Array.from({ length: 100 }, (_, index) => block(`n${index}`, 10, 2))), 500, WHERE);
  expect(many.shown).toBeGreaterThan(0);
  expect(many.markdown).toContain(`${200 - many.shown} things left out`);
});

test('with room for all nothing is remarked, and the full text has all of it', () => {
  const blocks = [block('one', 300), block('two', 300)];
  expect(fill(section(blocks), 10_000, WHERE).markdown).not.toContain('Too long');
  expect([...fillAll(section(blocks))].join('').match(/x{300}/g)).toHaveLength(2);
  expect(fill(section([]), 10_000, WHERE)).toEqual({ markdown: '', shown: 0, bytes: 0 });
  expect([...fillAll(section([]))]).toEqual([]);
});

test('of thousands that have no room few are rendered in vain, and a small one behind big ones is still found', () => {
  let rendered = 0;
  const counted = (each: Block): Block => ({
    ...each,
    compact: () => {
      rendered++;
      return each.compact();
    },
  });
  const many = Array.from({ length: 3000 }, (_, index) => counted(block(`n${index}`, 900)));
  const lines = many.reduce((sum, { line }) => sum + bytesOf(line()) + 1, 0);
  const { markdown } = fill(section(many), lines + 30_000, WHERE);
  expect(markdown.match(/x{900}/g)?.length).toBeGreaterThan(25);
  expect(rendered).toBeLessThan(100);
  const mixed = [...Array.from({ length: 200 }, (_, index) => block(`n${index}`, 9000)), block('small', 3)];
  expect(fill(section(mixed), 9000, WHERE).markdown).toContain('- small\n\n```diff\nxxx\n');
});
