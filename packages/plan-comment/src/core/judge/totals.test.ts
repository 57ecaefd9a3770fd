import { describe, expect, test } from 'vitest';
import { entryOf, planOf } from '../../testing/cases.ts';
import { driftOf, isNews } from './drift.ts';
import { countChanges, destroyedIn, hasChanges } from './totals.ts';

const NONE = {
  creates: 0,
  updates: 0,
  deletes: 0,
  replaces: 0,
  revisions: 0,
  forgets: 0,
  imports: 0,
  moves: 0,
  outputs: 0,
  invocations: 0,
  deferred: 0,
  deferredDestroys: 0,
  others: new Map(),
  recorded: 0,
  drifted: 0,
  isIncomplete: false,
};

const change = (...actions: string[]) => entryOf('a_b.c', actions, { before: { x: 1 }, after: { x: 2 } });
const gone = entryOf('a_b.c', ['delete'], { before: { x: 1 } });
const kept = entryOf('a_b.c', ['delete', 'create'], { before: { skip_destroy: true }, after: { x: 1 } });
const output = (action: string) => ({ actions: [action], before: 1, after: 2 });

describe('of a plan', () => {
  test.each<[string, object, object, boolean]>([
    ['nothing', {}, {}, false],
    ['new objects', { resource_changes: [change('create'), change('create')] }, { creates: 2 }, true],
    ['changes', { resource_changes: [change('update')] }, { updates: 1 }, true],
    ['objects that go', { resource_changes: [gone] }, { deletes: 1 }, true],
    ['objects that are replaced', { resource_changes: [change('delete', 'create')] }, { replaces: 1 }, true],
    ['new revisions', { resource_changes: [kept] }, { replaces: 1, revisions: 1 }, true],
    ['objects that are forgotten', { resource_changes: [change('forget')] }, { forgets: 1 }, true],
    ['data that is read', { resource_changes: [change('read')] }, {}, false],
    ['imports', { resource_changes: [entryOf('a_b.c', ['no-op'], { importing: { id: 'i' } })] }, { imports: 1 }, true],
    [
      'moves',
      { resource_changes: [entryOf('a_b.c', ['no-op'], {}, { previous_address: 'a_b.d' })] },
      { moves: 1 },
      true,
    ],
    ['outputs', { output_changes: { o: output('update'), p: output('no-op') } }, { outputs: 1 }, true],
    ['actions', { action_invocations: [{}] }, { invocations: 1 }, true],
    ['actions that wait', { deferred_action_invocations: [{}] }, { deferred: 1 }, true],
    [
      'changes that wait',
      { deferred_changes: [{ resource_change: gone }, { resource_change: change('create') }] },
      { deferred: 2, deferredDestroys: 1 },
      true,
    ],
    [
      'unknown actions, by name',
      { resource_changes: [change('purge'), change('purge'), change('a', 'b')] },
      {
        others: new Map([
          ['purge', 2],
          ['a, b', 1],
        ]),
      },
      true,
    ],
    ['drift that is recorded', { resource_drift: [change('update'), change('no-op')] }, { recorded: 1 }, true],
    ['drift that is told', { resource_drift: [change('update')], resource_changes: [] }, { drifted: 1 }, false],
    ['that it is incomplete', { complete: false }, { isIncomplete: true }, false],
  ])('%s', (_, document, counts, has) => {
    const totals = countChanges(planOf(document));
    expect(totals).toEqual({ ...NONE, ...counts });
    expect(hasChanges(totals)).toBe(has);
  });

  test('several are added up; one that is incomplete makes the whole so', () => {
    const plans = [...planOf({ resource_changes: [gone] }), ...planOf({ resource_changes: [gone], complete: false })];
    expect(countChanges(plans)).toEqual({ ...NONE, deletes: 2, isIncomplete: true });
  });
});

test('what exists and goes away, or may', () => {
  const unknown = entryOf('a_b.u', ['purge'], { before: { x: 1 } });
  const [plan] = planOf({ resource_changes: [gone, kept, unknown, change('update'), change('purge')] });
  expect(plan && destroyedIn(plan).map(({ address }) => address)).toEqual(['a_b.c', 'a_b.u']);
});

describe('drift', () => {
  const drift = (...resource_drift: object[]) => planOf({ resource_drift, resource_changes: [] }).flatMap(driftOf);
  const isNewsOf = (before: unknown, after: unknown, action = 'update') =>
    drift(entryOf('a_b.c', [action], { before, after })).map(isNews)[0];

  test('is neither a move nor nothing', () => {
    const moved = entryOf('a_b.c', ['no-op'], {}, { previous_address: 'a_b.d' });
    const still = entryOf('aws_ecs_service.s', ['no-op']);
    expect(drift(moved, still, gone, change('update')).map(({ actions }) => actions)).toEqual([['delete'], ['update']]);
  });

  test.each<[string, unknown, unknown, boolean]>([
    ['another value', { x: 'a' }, { x: 'b' }, true],
    ['a value where there was null', { x: null }, { x: 'a' }, false],
    ['an attribute more', { x: 1 }, { x: 1, y: 2 }, false],
    ['a value gone', { x: 'a' }, { x: null }, true],
    ['an attribute gone', { x: 'a' }, {}, true],
    ['nothing gone', { x: [], y: 1 }, { y: 1 }, false],
    ['a list filled', { x: [] }, { x: ['a'] }, false],
    ['an element more', { x: ['a'] }, { x: ['a', 'b'] }, true],
    ['an element less', { x: ['a', 'b'] }, { x: ['a'] }, true],
    ['elements in another order', { x: ['a', 'b'] }, { x: ['b', 'a'] }, false],
    ['a block that learns', { x: [{ id: null, n: 1 }] }, { x: [{ id: 'i', n: 1 }] }, false],
    ['a block with a member more', { x: [{ n: 1 }] }, { x: [{ n: 1, m: 2 }] }, true],
    ['a block with nothing more', { x: [{ n: 1 }] }, { x: [{ n: 1, m: null }] }, false],
    ['another shape', { x: [1] }, { x: { a: 1 } }, true],
    ['a number for a text', { x: '1' }, { x: 1 }, true],
    ['a document that learns', { x: '{"a":null,"b":1}' }, { x: '{"a":1,"b":1}' }, false],
    ['a document with more', { x: '{"b":1}' }, { x: '{"a":1,"b":1}' }, true],
    ['a document that is spelled otherwise', { x: '{"a":1}' }, { x: '{ "a": 1 }' }, false],
    ['a document for a text', { x: 'a' }, { x: '{"a":1}' }, true],
    ['a text for a document', { x: '{"a":1}' }, { x: 'a' }, true],
  ])('%s is news: %s', (_, before, after, expected) => expect(isNewsOf(before, after)).toBe(expected));

  test('that is gone is news, whatever was there', () => expect(isNewsOf({}, null, 'delete')).toBe(true));
});
