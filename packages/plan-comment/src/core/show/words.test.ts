import { describe, expect, test } from 'vitest';
import { changeOf } from '../../testing/cases.ts';
import type { Kind } from '../judge/classify.ts';
import type { ResourceChange } from '../read/plan.ts';
import { fromSource } from '../secrets/clean.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { signOf, signOfChange, signOfDrift } from './blocks/signs.ts';
import { fingerprintIn } from './footer.ts';
import { attributesNote, deferralNote, notesOf } from './notes.ts';
import { isBack, meaningOf } from './phases.ts';
import { shortened } from './shortened.ts';

const scrubber = () => createScrubber(new Set());

/** The notes of a change, each as one text. */
function notes(kind: Kind, change: ResourceChange, attributes: string[] = []): string[] {
  const diff = () => ({ lines: [], attributes: attributes.map(fromSource), computed: [], empties: [] });
  return notesOf(change, kind, diff, scrubber()).map(({ before = '', code, after = '' }) =>
    [before, code === undefined ? '' : `\`${code}\``, after].join(''),
  );
}

describe('why something happens', () => {
  test.each([
    ['replace_because_tainted', 'tainted'],
    ['replace_by_request', 'replacement was asked for'],
    ['replace_by_triggers', 'a trigger changed (replace_triggered_by)'],
    ['replace_because_cannot_update', 'can’t be changed in place'],
    ['delete_because_no_resource_config', 'no longer in the configuration'],
    ['delete_because_wrong_repetition', 'count or for_each changed'],
    ['delete_because_count_index', 'beyond count'],
    ['delete_because_each_key', 'no longer in for_each'],
    ['delete_because_no_module', 'its module is gone'],
    ['delete_because_no_move_target', 'moved to nowhere'],
    ['delete_because_enabled_false', 'disabled in the configuration'],
    ['forgot_because_lifecycle_destroy_in_state', 'destroy = false in the state'],
    ['forgot_because_lifecycle_destroy_in_config', 'destroy = false in the configuration'],
    ['read_because_config_unknown', 'its configuration is known only after apply'],
    ['read_because_dependency_pending', 'it depends on something that changes'],
    ['read_because_check_nested', 'for a check'],
    ['something_new', 'reason `something_new`'],
  ])('%s: %s', (reason, words) => {
    expect(notes('create', changeOf(['create'], {}, { action_reason: reason }))).toEqual([words]);
  });

  test.each([
    ['instance_count_unknown', 'how many there will be isn’t known yet'],
    ['resource_config_unknown', 'its configuration isn’t known yet'],
    ['provider_config_unknown', 'its provider’s configuration isn’t known yet'],
    ['deferred_prereq', 'it waits for another deferred change'],
    ['absent_prereq', 'something that it needs doesn’t exist yet'],
  ])('%s: %s', (reason, before) => expect(deferralNote(reason, scrubber())).toEqual({ before }));

  test('a deferral that is new is shown by its name', () => {
    expect(deferralNote('new_one', scrubber())).toEqual({ code: 'new_one' });
  });

  test('what can’t be changed in place is said once', () => {
    const rest = { action_reason: 'replace_because_cannot_update' };
    const replaced = changeOf(['delete', 'create'], { replace_paths: [['x'], ['x', 0], ['y'], []], before: {} }, rest);
    expect(notes('replace', replaced)[0]).toBe('`x, y` forces replacement');
    expect(notes('replace', replaced)).not.toContain('can’t be changed in place');
  });
});

describe('what stands behind an address', () => {
  test('which attributes change, or how many', () => {
    const names = ['a', 'b', 'c', 'd'].map(fromSource);
    const note = (attributes: string[], rest: object = {}) =>
      attributesNote({ attributes: attributes.map(fromSource), lines: [], computed: [], empties: [], ...rest });
    expect(note(names.slice(0, 3))).toEqual({ code: 'a, b, c' });
    expect(note(names)).toEqual({ before: '4 attributes' });
    expect(note([], { empties: names })).toEqual({ before: 'only empty values' });
    expect(note(['a'], { empties: names })).toEqual({ code: 'a' });
    expect(note([])).toEqual({ before: 'only values marked (sensitive) or computed' });
  });

  test('where it comes from, what it is', () => {
    expect(notes('other', changeOf(['purge', 'x'], {}, { deposed: 'd1', previous_address: 'a_b.d' }))).toEqual([
      'unknown action `purge, x`',
      'leftover object `d1`',
      'moved from `a_b.d`',
    ]);
    expect(notes('forget', changeOf(['forget']))).toEqual([
      'will no longer be managed by Terraform, but will not be destroyed',
    ]);
  });

  test('that something stays', () => {
    const kept = { before: { skip_destroy: true } };
    expect(notes('delete', changeOf(['delete'], kept))).toEqual(['the object stays (skip_destroy)']);
    expect(notes('delete', changeOf(['delete'], { before: {} }))).toEqual([]);
    expect(notes('create', changeOf(['create']))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['an id', { id: 'i' }, 'imported as `i`'],
    ['an id before an identity', { id: 'i', identity: { n: 1 } }, 'imported as `i`'],
    ['an identity', { id: '', identity: { n: 'x' } }, 'imported as `{n = "x"}`'],
    ['an identity that is too deep for a line', { identity: { a: { b: { c: 1 } } } }, 'imported'],
    ['what isn’t known', { unknown: true }, 'imported, as what is known only after apply'],
    ['nothing', {}, 'imported'],
  ])('an import by %s', (_, importing, words) => {
    expect(notes('import', changeOf(['no-op'], { importing }))).toEqual([words]);
    expect(notes('delete', changeOf(['delete'], { importing, before: {} }))).toEqual([
      words,
      'this will destroy the imported object',
    ]);
  });
});

test.each<[Kind, string, string]>([
  ['delete', '**− destroy**', '<b>− destroy</b>'],
  ['replace', '**± replace**', '<b>± replace</b>'],
  ['forget', '**⊘ forget**', '<b>⊘ forget</b>'],
  ['other', '**? other**', '<b>? other</b>'],
  ['update', '**\\~ change**', '<b>~ change</b>'],
  ['create', '**+ add**', '<b>+ add</b>'],
  ['import', '**↓ import**', '<b>↓ import</b>'],
  ['move', '**→ move**', '<b>→ move</b>'],
  ['read', '**… read**', '<b>… read</b>'],
  ['open', '**… open**', '<b>… open</b>'],
  ['no-op', '**= keep**', '<b>= keep</b>'],
])('the sign of %s', (kind, line, summary) => expect(signOf(kind)).toEqual({ line, summary }));

test('a sign of what has been so already, and of a new revision', () => {
  const line = (actions: string[], change: object = {}, rest: object = {}) =>
    [signOfDrift, signOfChange].map((sign) => sign(changeOf(actions, change, rest)).line);
  expect(line(['delete'])).toEqual(['**− has been deleted**', '**− destroy**']);
  expect(line(['create'])).toEqual(['**+ has appeared**', '**+ add**']);
  expect(line(['update'])).toEqual(['**\\~ has changed**', '**\\~ change**']);
  expect(line(['no-op'], {}, { previous_address: 'a_b.d' })).toEqual(['**→ has moved**', '**→ move**']);
  expect(line(['purge'])).toEqual(['**? other**', '**? other**']);
  expect(line(['create', 'delete'], { before: { skip_destroy: true } })[1]).toBe('**± new revision**');
  const moved = changeOf(['no-op'], {}, { previous_address: 'a_b.d' });
  expect([changeOf(['create']), moved].map((change) => signOfDrift(change).summary)).toEqual([
    '<b>+ has appeared</b>',
    '<b>→ has moved</b>',
  ]);
});

test.each([
  ['baseline', 'CloudWatch and ADOT sidecars, as before'],
  ['infrastructure', 'Loki runs, services stay on ADOT'],
  ['rollout', 'services move to Alloy wave by wave, CloudWatch still receives'],
  ['validation', 'nothing new, logs and metrics are checked'],
  ['cleanup', 'CloudWatch delivery and ADOT go, log groups stay'],
  ['other', undefined],
])('phase %s: %s', (phase, meaning) => expect(meaningOf(phase)).toBe(meaning));

test.each<[string | undefined, string | undefined, boolean]>([
  ['rollout', 'baseline', true],
  ['rollout', 'infrastructure', true],
  ['baseline', 'rollout', false],
  ['rollout', 'rollout', false],
  ['rollout', 'other', false],
  ['other', 'baseline', false],
  [undefined, 'baseline', false],
  ['rollout', undefined, false],
])('from %s to %s is a step back: %s', (from, to, back) => expect(isBack(from, to)).toBe(back));

test.each<[number, number | undefined, number, number]>([
  [400, undefined, 400, 0],
  [401, undefined, 240, 120],
  [60, 60, 60, 0],
  [61, 60, 40, 20],
  [1000, 600, 240, 120],
])('a name of %i characters, of which %s may be shown', (length, longest, head, tail) => {
  const name = fromSource(
    'a'
      .repeat(head)
      .padEnd(length, 'b')
      .slice(0, length - tail) + 'c'.repeat(tail),
  );
  const shown = tail === 0 ? name : `${'a'.repeat(head)}…${'c'.repeat(tail)} (${length} characters)`;
  expect(shortened(name, longest)).toBe(shown);
});

test('half of a character is never left', () => {
  expect(shortened(fromSource(`${'a'.repeat(39)}😀${'b'.repeat(50)}`), 60).isWellFormed()).toBe(true);
  expect(shortened(fromSource(`${'a'.repeat(60)}😀${'b'.repeat(19)}`), 60).isWellFormed()).toBe(true);
});

test('the fingerprint stands at the end, and only there', () => {
  const line = `<!-- loki-adoption:fingerprint ${'0a'.repeat(32)} -->`;
  expect(fingerprintIn(line)).toBe('0a'.repeat(32));
  expect(fingerprintIn(`text\n${line}\n\n`)).toBe('0a'.repeat(32));
  for (const body of [`${line}\nx`, `x${line}`, line.replace('0a', 'xx'), line.replace('0a0a', '0a'), ''])
    expect(fingerprintIn(body)).toBeUndefined();
});
