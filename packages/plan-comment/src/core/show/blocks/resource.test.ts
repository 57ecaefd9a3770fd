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

/** All forms of the only change. */
function formsOf(entry: object) {
  const [only] = planOf({ resource_changes: [entry] });
  const [change] = only?.changes ?? [];
  if (change === undefined) throw new Error('no change');
  const block = resourceBlock({ change, prefix: own`` }, context(0), false);
  return { line: block.line(), compact: block.compact(), full: block.full() };
}

test('a new object, and one that goes, have no empty values', () => {
  const values = { name: 'x', empty: '', list: [] };
  for (const entry of [
    entryOf('a_b.c', ['create'], { after: values }),
    entryOf('a_b.c', ['delete'], { before: values }),
  ]) {
    const { compact, full } = formsOf(entry);
    for (const form of [compact, full]) expect(form).toMatch(/```diff\n[-+] name = "x"\n```/);
  }
});

test('what a replaced object gets anew is no news, what one that stays gets is', () => {
  const sides = { before: { arn: 'a', n: 1 }, after: { n: 2 }, after_unknown: { arn: true, id: true } };
  const diffOf = (actions: string[]) => /```diff\n([^`]*)```/.exec(formsOf(entryOf('a_b.c', actions, sides)).full)?.[1];
  expect(diffOf(['delete', 'create'])).toBe('- n = 1\n+ n = 2\n! known after apply: arn, id\n');
  expect(diffOf(['update'])).toBe(
    '- n = 1\n+ n = 2\n- arn = "a"\n+ arn = (known after apply)\n! known after apply: id\n',
  );
});

test('an import shows what Terraform wrote for it, and no empty values', () => {
  const imported = (after: object) =>
    formsOf(
      entryOf('a_b.c', ['no-op'], {
        importing: { id: 'i' },
        generated_config: 'resource "a_b" "c" {}',
        before: after,
        after,
      }),
    ).full;
  expect(imported({})).toContain('Generated configuration:\n\n```hcl\nresource "a_b" "c" {}\n```');
  expect(imported({ name: 'x', empty: '' })).toContain('```diff\n  name = "x"\n```');
});

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
