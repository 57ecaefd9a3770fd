import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../judge/policy.ts';
import type { Totals } from '../judge/totals.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { type Headline, headline } from './headline.ts';

const NOTHING: Totals = {
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
const found = (...severities: Severity[]): Finding[] =>
  severities.map((severity) => ({ rule: 'r', severity, message: [], addresses: [] }));

/** The verdict behind the name of the environment. */
function verdict(totals: Partial<Totals>, rest: Partial<Headline> = {}): string {
  const around = {
    environment: 'dev',
    moves: 0,
    findings: [],
    isErrored: false,
    phaseFrom: undefined,
    phaseTo: undefined,
  };
  return headline({ ...around, totals: { ...NOTHING, ...totals }, ...rest }, createScrubber(new Set(['hunter-two'])))
    .replace(/^## /, '')
    .replace(' dev:', '');
}

test('counts what the plan does', () => {
  expect(verdict({})).toBe('✅ no changes');
  expect(verdict({ creates: 1, updates: 2 })).toBe('🔶 1 to add, 2 to change, 0 to replace, 0 to destroy');
  expect(verdict({ creates: 1, updates: 1 })).toBe('🔶 1 to add, 1 to change, 0 to replace, 0 to destroy');
  expect(verdict({ replaces: 3, deletes: 4 })).toBe('🔶 0 to add, 0 to change, **3 to replace**, **4 to destroy**');
  expect(verdict({ updates: 1, replaces: 3, revisions: 2 })).toBe(
    '🔶 0 to add, 1 to change, **1 to replace**, 0 to destroy, 2 new revisions',
  );
});

describe('without a change of an object', () => {
  test.each<[Partial<Totals>, string]>([
    [{ outputs: 1 }, 'no resource changes, 1 output changes'],
    [{ outputs: 2 }, 'no resource changes, 2 outputs change'],
    [{ replaces: 1, revisions: 1 }, '1 new revision, nothing to destroy'],
    [{ imports: 1, outputs: 1 }, '1 to import, 1 output changes, nothing to destroy'],
    [{ moves: 1, forgets: 2 }, '1 to move, 2 to forget, nothing to destroy'],
    [{ invocations: 1 }, '1 action to run'],
    [{ invocations: 2 }, '2 actions to run'],
    [{ deferred: 1 }, '1 deferred'],
    [{ deferred: 2, deferredDestroys: 1 }, '2 deferred, **1 of them to destroy**'],
    [{ deferred: 1, invocations: 1 }, '1 action to run, 1 deferred'],
    [{ invocations: 1, recorded: 1 }, '1 action to run, **1 change outside of Terraform to record**'],
    [{ recorded: 1 }, '**1 change outside of Terraform to record**'],
    [{ recorded: 2 }, '**2 changes outside of Terraform to record**'],
    [{ imports: 1, isIncomplete: true }, '1 to import, **the plan is incomplete**'],
    [{ others: new Map([['purge', 2]]) }, '2 to `purge`'],
  ])('%o: %s', (totals, words) => expect(verdict(totals)).toBe(`🔶 ${words}`));
});

test('names five unknown actions, short and without secrets', () => {
  const names = (...actions: string[]) => verdict({ others: new Map(actions.map((action) => [action, 1])) });
  expect(names('a', 'b', 'c', 'd', 'e', 'f')).toBe('🔶 1 to `a`, 1 to `b`, 1 to `c`, 1 to `d`, 1 to `e`');
  expect(names('hunter-two')).toBe('🔶 1 to `(sensitive)`');
  expect(names('x'.repeat(61))).toContain('(61 characters)');
});

test('is quiet where nothing happens, inside and outside of Terraform', () => {
  expect(verdict({}, { moves: 1 })).toBe('🔶 no changes, **1 service to move**');
  expect(verdict({}, { moves: 2 })).toBe('🔶 no changes, **2 services to move**');
  expect(verdict({ drifted: 1 })).toBe('🔶 no changes, **1 changed outside of Terraform**');
  expect(verdict({ isIncomplete: true })).toBe('🔶 no changes, **the plan is incomplete**');
  expect(verdict({ creates: 1, drifted: 2, isIncomplete: true }, { moves: 1 })).toBe(
    '🔶 1 to add, 0 to change, 0 to replace, 0 to destroy, **1 service to move**, **2 changed outside of Terraform**, **the plan is incomplete**',
  );
});

test('counts dangers and warnings, and no notices', () => {
  expect(verdict({}, { findings: found('danger') })).toBe('⛔ no changes · ⛔ 1 danger');
  expect(verdict({}, { findings: found('danger', 'danger', 'warning') })).toBe(
    '⛔ no changes · ⛔ 2 dangers · ⚠️ 1 warning',
  );
  expect(verdict({}, { findings: found('warning', 'warning', 'notice') })).toBe('✅ no changes · ⚠️ 2 warnings');
  expect(verdict({ creates: 1 }, { isErrored: true, findings: found('danger') })).toBe('⛔ **the plan failed**');
});

test('names the phases, the same one once', () => {
  const phases = (phaseFrom: string | undefined, phaseTo: string | undefined) => verdict({}, { phaseFrom, phaseTo });
  expect(phases('baseline', 'rollout')).toBe('✅ no changes · phase `baseline` → `rollout`');
  expect(phases('rollout', 'rollout')).toBe('✅ no changes · phase `rollout`');
  expect(phases(undefined, 'rollout')).toBe('✅ no changes · phase `rollout`');
  expect(phases('rollout', '')).toBe('✅ no changes · phase `rollout`');
  expect(phases(undefined, '')).toBe('✅ no changes');
  expect(phases('x'.repeat(81), undefined)).toBe(`✅ no changes · phase \`${'x'.repeat(80)}\``);
});
