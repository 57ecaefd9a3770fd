import { describe, expect, test } from 'vitest';
import { entryOf, planOf, updateOf } from '../../../testing/cases.ts';
import { own } from '../../secrets/clean.ts';
import { createScrubber } from '../../secrets/scrub.ts';
import { driftBlocks } from './drift.ts';
import type { BlockContext } from './resource.ts';

const drifted = (name: string, before: object, after: object) => ({
  ...updateOf(before, after),
  address: `a_b.${name}`,
});
const empty = (name: string) => drifted(name, { tags: null, n: name }, { tags: {}, n: name });
const learnt = (name: string) => drifted(name, { endpoint: null, n: name }, { endpoint: 'x', n: name });

/** The last block: what was filled in. */
function filledIn(...changes: object[]) {
  const context: BlockContext = {
    scrubber: createScrubber(new Set()),
    shownElsewhere: () => undefined,
    room: { left: 0 },
  };
  const [plan] = planOf({ resource_changes: [], resource_drift: changes });
  const entries = (plan?.drift ?? []).map((change) => ({ change, prefix: own`` }));
  const block = driftBlocks(entries, context).at(-1);
  if (block === undefined) throw new Error('no block');
  return { line: block.line(), compact: block.compact(), full: block.full(), count: block.count };
}

const opening = (words: string) =>
  `<details><summary><b>~ filled in</b> ${words} values where there was nothing, and no other change</summary>\n\n`;
const empties = (count: number) => Array.from({ length: count }, (_, index) => empty(`e${index}`));

describe('what was filled in', () => {
  test('of one resource, and of several', () => {
    const one = filledIn(learnt('one'));
    expect(one.line).toBe('- **\\~ filled in** 1 resource has values where there was nothing, and no other change');
    expect(one.compact.startsWith(`${opening('1 resource has')}<details>`)).toBe(true);
    const two = filledIn(learnt('one'), learnt('two'));
    expect(two.line).toBe('- **\\~ filled in** 2 resources have values where there was nothing, and no other change');
    expect(two.compact.startsWith(opening('2 resources have'))).toBe(true);
    expect(two.count).toBe(2);
  });

  test('with empty values alone is named in the comment, behind what has more', () => {
    expect(filledIn(empty('one')).compact).toBe(
      `${opening('1 resource has')}With empty values alone:\n\n- \`a_b.one\`\n\n</details>`,
    );
    expect(filledIn(learnt('one')).compact).toMatch(/```\n\n<\/details>\n\n<\/details>$/);
    const both = filledIn(empty('one'), learnt('two'));
    expect(both.compact).toContain('</details>\n\nWith empty values alone:\n\n- `a_b.one`\n');
    expect(both.full).toContain('<code>a_b.one</code>');
  });

  test('is named twenty times, the others are counted', () => {
    const [twenty, more] = [filledIn(...empties(20)).compact, filledIn(...empties(22)).compact];
    expect(twenty).toMatch(/- `a_b\.e19`\n\n<\/details>$/);
    expect(more).toMatch(/- `a_b\.e19`\n\nand 2 more\n\n<\/details>$/);
  });

  test('stands behind what somebody changed', () => {
    expect(filledIn(learnt('one'), entryOf('a_b.two', ['delete'], { before: { x: 1 } })).line).toContain('1 resource');
  });
});
