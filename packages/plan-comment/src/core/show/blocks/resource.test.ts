import { expect, test } from 'vitest';
import { entryOf, planOf, updateOf } from '../../../testing/cases.ts';
import { own } from '../../secrets/clean.ts';
import { createScrubber } from '../../secrets/scrub.ts';
import { type BlockContext, resourceBlock } from './resource.ts';

const [plan] = planOf({
  resource_changes: [
    updateOf({ name: 'old', tags: { a: '' } }, { name: 'new', tags: { a: null } }),
    entryOf('a_b.c', ['create'], { after: { name: 'new', empty: '' }, after_unknown: { id: true } }),
  ],
});

const context = (left: number): BlockContext => ({
  scrubber: createScrubber(new Set()),
  shownElsewhere: () => undefined,
  room: { left },
});

const FORMS = ['line', 'compact', 'full'] as const;
const ORDERS = FORMS.flatMap((first) => FORMS.map((second) => [first, second] as const));

test.each(ORDERS)('asked for %s, then %s, then all, a block says the same, kept or not', (...order) => {
  for (const change of plan?.changes ?? []) {
    const make = (left = 0) => resourceBlock({ change, prefix: own`` }, context(left), false);
    for (const left of [0, 1]) {
      const asked = make(left);
      for (const form of [...order, ...FORMS]) expect(asked[form]()).toBe(make()[form]());
    }
    expect(make().full()).toContain('name');
  }
});
