import { describe, expect, test } from 'vitest';
import { entryOf, planOf } from '../../testing/cases.ts';
import type { Plan } from './plan.ts';

function of(document: object): Plan {
  const [plan] = planOf(document);
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

const NOTHING = { before: null, after: null, unknown: false, beforeSensitive: false, afterSensitive: false };

describe('a change', () => {
  test('has what its entry says', () => {
    const [change] = of({
      resource_changes: [
        {
          address: 'a_b.c[0]',
          previous_address: 'a_b.d',
          type: 'a_b',
          mode: 'data',
          deposed: 'x1',
          action_reason: 'why',
          provider_name: 'p',
          change: {
            actions: ['update', 7],
            before: { x: 1 },
            after: { x: 2 },
            after_unknown: { y: true },
            before_sensitive: { x: true },
            after_sensitive: { y: true },
            before_identity: { id: 'b' },
            after_identity: { id: 'a' },
            generated_config: 'text',
            replace_paths: [['x', 0], 'no path'],
            importing: { id: 'i', identity: { n: 1 }, unknown: true },
          },
        },
      ],
      configuration: { root_module: { resources: [{ address: 'a_b.c', expressions: { x: {} }, provisioners: [1] }] } },
    }).changes;
    expect(change).toEqual({
      address: 'a_b.c[0]',
      previousAddress: 'a_b.d',
      type: 'a_b',
      mode: 'data',
      deposed: 'x1',
      reason: 'why',
      providerName: 'p',
      actions: ['update'],
      before: { x: 1 },
      after: { x: 2 },
      unknown: { y: true },
      beforeSensitive: { x: true },
      afterSensitive: { y: true },
      beforeIdentity: { id: 'b' },
      afterIdentity: { id: 'a' },
      generatedConfig: 'text',
      replacePaths: [['x', 0]],
      importing: { id: 'i', identity: { n: 1 }, isUnknown: true },
      block: { attributes: new Set(['x']), provisioners: [1] },
    });
  });

  test('may say next to nothing', () => {
    expect(of({ resource_changes: [{ address: 'x', change: { actions: ['create'] } }] }).changes).toEqual([
      {
        ...NOTHING,
        address: 'x',
        type: '',
        mode: 'managed',
        actions: ['create'],
        beforeIdentity: null,
        afterIdentity: null,
        replacePaths: [],
      },
    ]);
    expect(of({ deferred_changes: [{}] }).deferred[0]).toMatchObject({
      reason: 'unknown',
      change: { ...NOTHING, address: '', actions: [] },
    });
  });

  test('imports by an id, by an identity, or by what isn’t known yet', () => {
    const importing = (value: unknown) =>
      of({ resource_changes: [entryOf('a_b.c', ['update'], { importing: value })] }).changes[0]?.importing;
    expect(importing({ id: 'i' })).toEqual({ id: 'i', identity: null, isUnknown: false });
    expect(importing({ id: '', identity: { n: 1 } })).toEqual({ id: undefined, identity: { n: 1 }, isUnknown: false });
    expect(importing({ unknown: 'true' })).toMatchObject({ isUnknown: false });
    expect(importing('i')).toBeUndefined();
  });
});

describe('a plan', () => {
  test('has outputs, deferred changes and names', () => {
    const plan = of({
      output_changes: { o: { actions: ['create'], after: 1 }, half: null },
      deferred_changes: [{ reason: 'r', resource_change: entryOf('a_b.c', ['create']) }],
      configuration: { root_module: { variables: { v: {} } } },
    });
    expect(plan.outputs).toEqual([{ ...NOTHING, name: 'o', actions: ['create'], after: 1 }]);
    expect(plan.deferred).toMatchObject([{ reason: 'r', change: { address: 'a_b.c' } }]);
    expect([...plan.names]).toEqual(['v']);
    expect(of({ output_changes: [1] }).outputs).toEqual([]);
  });

  test('has providers, checks and what changed outside of Terraform', () => {
    const settings = { expressions: { region: { references: ['var.region'] } } };
    const plan = of({
      configuration: { provider_config: { aws: settings } },
      variables: { region: { value: 'eu' } },
      checks: [{ status: 'pass' }],
      resource_drift: [entryOf('a_b.c', ['update'], { before: { x: 1 } })],
    });
    expect(plan.providers).toEqual([{ name: 'aws', settings, variables: { region: 'eu' } }]);
    expect(plan.checks.passed).toBe(1);
    expect(plan.drift).toMatchObject([{ address: 'a_b.c', before: { x: 1 } }]);
  });

  test('is incomplete or errored where it says so', () => {
    expect(of({ complete: false, errored: true, terraform_version: '1.14.0' })).toMatchObject({
      source: 'plan.json',
      terraformVersion: '1.14.0',
      isIncomplete: true,
      errored: true,
    });
    expect(of({ complete: null, errored: 'true', terraform_version: 1 })).toMatchObject({
      terraformVersion: undefined,
      isIncomplete: false,
      errored: false,
    });
  });

  const resource_drift = [entryOf('a_b.c', ['update'])];
  test.each<[string, object, boolean]>([
    ['with drift alone', { resource_drift }, true],
    ['that can be applied', { resource_drift, applyable: true, resource_changes: [] }, true],
    ['that can’t be applied', { resource_drift, applyable: false }, false],
    ['that lists resources, if none', { resource_drift, resource_changes: [] }, false],
    [
      'that lists a resource',
      { resource_drift, applyable: true, resource_changes: [entryOf('a_b.c', ['no-op'])] },
      false,
    ],
    ['that failed', { resource_drift, errored: true }, false],
    ['without drift', { applyable: true }, false],
    ['with drift that is none', { resource_drift: [entryOf('a_b.c', ['no-op'])], applyable: true }, false],
  ])('%s is refresh-only: %s', (_, document, expected) => expect(of(document).isRefreshOnly).toBe(expected));
});
