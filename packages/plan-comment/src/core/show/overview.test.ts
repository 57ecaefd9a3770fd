import { describe, expect, test } from 'vitest';
import { planOf, shown, updateOf } from '../../testing/cases.ts';
import { parsePlan } from '../read/parse-plan.ts';
import type { Plan } from '../read/plan.ts';
import { components, remarks } from './overview.ts';

const later = { deferred_changes: [{ reason: 'deferred_prereq', resource_change: updateOf({ x: 1 }, { x: 2 }) }] };
const action = { action_invocations: [{ address: 'action.a.b' }] };
const laterAction = {
  deferred_action_invocations: [{ reason: 'deferred_prereq', action_invocation: { address: 'action.a.b' } }],
};

describe('an incomplete plan says why', () => {
  const why = (...documents: object[]) => {
    const text = remarks(
      documents.flatMap((document) => planOf({ complete: false, ...document })),
      false,
    );
    return /deferred|-target/.exec(text)?.[0];
  };

  test.each<[string, object[], string]>([
    ['deferred changes', [later], 'deferred'],
    ['deferred actions', [laterAction], 'deferred'],
    ['nothing deferred', [{}], '-target'],
    ['actions that are planned', [action], '-target'],
    ['one of two with deferred changes', [later, {}], '-target'],
    ['a complete one beside it', [later, { complete: true }], 'deferred'],
  ])('%s', (_, documents, words) => expect(why(...documents)).toBe(words));
});

test('one of several plans may be refresh-only', () => {
  const drift = { resource_drift: [updateOf({ x: 1 }, { x: 2 })], applyable: true };
  const plans = [...planOf(drift), ...planOf({ resource_changes: [updateOf({ x: 1 }, { x: 2 })] })];
  expect(remarks(plans, false)).toMatch(/^> \[!NOTE\]\n> This is a refresh-only plan: /);
  expect(shown(plans).body).toContain('Applying records this in the state.');
});

describe('checks', () => {
  const check = (status: string) => ({ address: { to_display: `check.${status}` }, status });
  const line = (...documents: object[]) =>
    remarks(
      documents.flatMap((document) => planOf(document)),
      false,
    );

  test('are counted over all plans', () => {
    expect(line({ checks: [check('pass'), check('pass')] }, { checks: [check('pass')] })).toBe('Checks: 3 passed.\n\n');
    expect(line({ checks: [check('unknown')] }, {})).toBe('Checks: 1 known only after the apply.\n\n');
    expect(line({}, {})).toBe('');
  });
});

describe('phases and cost', () => {
  const table = (rest: object) =>
    shown(planOf({}), rest)
      .body.match(/^\|.*$/gm)
      ?.slice(2);

  test.each<[object, string[] | undefined]>([
    [{}, undefined],
    [{ phaseFrom: '', phaseTo: '' }, undefined],
    [{ phaseFrom: 'own' }, ['| phase | **own** | – |']],
    [{ phaseTo: 'own' }, ['| phase | – | **own** |']],
    [{ phaseFrom: 'own', phaseTo: 'own' }, ['| phase | **own** | unchanged |']],
    [{ cost: '$3' }, ['| monthly logging cost | – | $3 |']],
    [{ phaseTo: 'own', cost: '$3' }, ['| phase | – | **own** |', '| monthly logging cost | – | $3 |']],
  ])('%j', (rest, rows) => expect(table(rest)).toEqual(rows));
});

test('plans have a row each, as many as there is room for', () => {
  const plan = (name: string): Plan[] => parsePlan('{"format_version":"1.2","planned_values":{}}', `${name}/plan.json`);
  const rows = (count: number, most: number) =>
    components(Array.from({ length: count }, (_, index) => plan(`p${index}`)).flat(), most);
  expect(rows(1, 2)).toBe('');
  expect(rows(2, 2)).toMatch(
    /^\| plan \| add .*\n.*\n\| `p0` \| 0 \| 0 \| 0 \| 0 \|\n\| `p1` \| 0 \| 0 \| 0 \| 0 \|\n\n$/,
  );
  expect(rows(3, 2)).toMatch(/`p1` .*\n\n_… and 1 more\._\n\n$/);
  const long = components([...plan('x'.repeat(500)), ...plan('y')], 2);
  expect(long).toMatch(/… ?x+ \(5\d\d characters\)|\(500 characters\)/);
});
