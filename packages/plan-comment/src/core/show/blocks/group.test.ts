import { expect, test } from 'vitest';
import { planOf, updateOf } from '../../../testing/cases.ts';
import { own } from '../../secrets/clean.ts';
import { createScrubber } from '../../secrets/scrub.ts';
import { groupedBlocks } from './group.ts';

/** The block of four resources that are alike. */
function group(attribute: string, end = '') {
  const changes = ['a', 'b', 'c', 'd'].map((name) => ({
    ...updateOf({ n: name, [attribute]: 1 }, { n: name, [attribute]: 2 }),
    address: `a_b.${name}${end}`,
  }));
  const [plan] = planOf({ resource_changes: changes });
  const entries = (plan?.changes ?? []).map((change) => ({ change, prefix: own`` }));
  const context = { scrubber: createScrubber(new Set()), shownElsewhere: () => undefined, room: { left: 0 } };
  const [block, ...others] = groupedBlocks(entries, context);
  if (block === undefined || others.length > 0) throw new Error('not alike');
  return block;
}

test('on one line it names three', () => {
  expect(group('size').line()).toBe(
    '- **\\~ change** 4 resources alike: `a_b.a`, `a_b.b`, `a_b.c` and 1 more · `size`',
  );
});

test('long names of resources and attributes are shortened in the comment, and whole in the full text', () => {
  const [end, attribute] = ['x'.repeat(120), 'y'.repeat(401)];
  const block = group(attribute, end);
  expect(block.compact()).toContain(`…${'x'.repeat(40)} (125 characters)`);
  expect(block.compact()).toContain(`…${'y'.repeat(120)} (401 characters)</code>`);
  expect(block.full()).toContain(`\`a_b.d${end}\``);
  expect(block.full()).toContain(`<code>${attribute}</code></summary>`);
});
