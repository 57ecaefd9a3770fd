import { beforeEach, describe, expect, test } from 'vitest';
import { casePlans } from '../../testing/cases.ts';
import { parsePlan } from '../read/parse-plan.ts';
import { fingerprintAside, fingerprintOf } from './fingerprint.ts';
import { ACTION, CHANGE, OUTPUT, PLAN_IN, PLAN_OUT } from './fingerprint-table.ts';

const base = {
  format_version: '1.2',
  terraform_version: '1.14.0',
  timestamp: '2026-01-01T00:00:00Z',
  complete: true,
  applyable: true,
  errored: false,
  variables: { region: { value: 'eu-west-1' }, other: { value: '1' } },
  planned_values: { root_module: {} },
  prior_state: { values: {} },
  relevant_attributes: [{ resource: 'a_b.c', attribute: ['x'] }],
  checks: [{ address: { to_display: 'check.a' }, status: 'pass' }],
  configuration: {
    provider_config: {
      a: {
        name: 'a',
        expressions: { region: { references: ['var.region'] }, password: { constant_value: 'p-one-two' } },
      },
    },
    root_module: {
      resources: [
        {
          address: 'a_b.c',
          expressions: {},
          provisioners: [{ type: 'local-exec', expressions: { command: { constant_value: 'one' } } }],
        },
      ],
    },
  },
  resource_changes: [
    {
      address: 'a_b.c',
      previous_address: 'a_b.old',
      deposed: 'd1',
      provider_name: 'a',
      action_reason: 'replace_because_tainted',
      change: {
        actions: ['delete', 'create'],
        before: { x: 1, secret: 's-one' },
        after: { x: 2, secret: 's-two' },
        after_unknown: { y: true },
        before_sensitive: { secret: true },
        after_sensitive: { secret: true },
        importing: { id: 'i-1' },
        before_identity: { id: 'b' },
        after_identity: { id: 'a' },
        replace_paths: [['x']],
        generated_config: 'resource',
      },
    },
    { address: 'a_b.still', change: { actions: ['no-op'], before: { x: 1 }, after: { x: 1 } } },
  ],
  resource_drift: [{ address: 'a_b.c', change: { actions: ['update'], before: { x: 0 }, after: { x: 1 } } }],
  output_changes: {
    o: {
      actions: ['update'],
      before: 1,
      after: 2,
      after_unknown: false,
      before_sensitive: false,
      after_sensitive: false,
    },
  },
  action_invocations: [
    {
      address: 'action.a.b',
      provider_name: 'a',
      config_values: { x: 1 },
      config_unknown: {},
      config_sensitive: {},
      lifecycle_action_trigger: {
        triggering_resource_address: 'a_b.c',
        action_trigger_event: 'AfterCreate',
        action_trigger_block_index: 0,
        actions_list_index: 0,
        on_failure: 'halt',
      },
    },
  ],
};

const NOTHING = { resource_changes: [], output_changes: {}, action_invocations: [], resource_drift: [] };

type Document = typeof base;
// biome-ignore lint/suspicious/noExplicitAny: a mutation may put anything anywhere, as a plan may have it.
type Change = (document: any) => void;

function of(change: Change, from: object = base, source = 'p'): string {
  const document = structuredClone(from) as Document;
  change(document);
  return fingerprintOf(parsePlan(JSON.stringify(document), source));
}

const set =
  (place: (document: Document) => object, values: object): Change =>
  (document) =>
    Object.assign(place(document), values);
const entry = (d: Document) => d.resource_changes[0] as object;
const change = (d: Document) => d.resource_changes[0]?.change as object;
const output = (d: Document) => d.output_changes.o;
const action = (d: Document) => d.action_invocations[0] as object;
const trigger = (d: Document) => d.action_invocations[0]?.lifecycle_action_trigger as object;

const CHANGES: Readonly<Record<string, Change>> = {
  address: set(entry, { address: 'a_b.d' }),
  deposed: set(entry, { deposed: 'd2' }),
  previous_address: set(entry, { previous_address: 'a_b.older' }),
  provider_name: set(entry, { provider_name: 'b' }),
  importing: set(change, { importing: { identity: { id: 'i-1' } } }),
  before_identity: set(change, { before_identity: { id: 'c' } }),
  after_identity: set(change, { after_identity: { id: 'c' } }),
  provisioners: (d) => Object.assign(d.configuration.root_module.resources[0].provisioners[0], { type: 'remote-exec' }),
  actions: set(change, { actions: ['create', 'delete'] }),
  before: set(change, { before: { x: 0, secret: 's-one' } }),
  after: set(change, { after: { x: 2, secret: 's-three' } }),
  after_unknown: set(change, { after_unknown: { y: true, z: true } }),
  before_sensitive: set(change, { before_sensitive: { secret: true, x: true } }),
  after_sensitive: set(change, { after_sensitive: { secret: true, x: true } }),
};

const OUTPUTS: Readonly<Record<string, Change>> = {
  name: (d) => Object.assign(d, { output_changes: { p: d.output_changes.o } }),
  actions: set(output, { actions: ['create'] }),
  before: set(output, { before: 0 }),
  after: set(output, { after: 3 }),
  after_unknown: set(output, { after_unknown: true }),
  before_sensitive: set(output, { before_sensitive: true }),
  after_sensitive: set(output, { after_sensitive: true }),
};

const ACTIONS: Readonly<Record<string, Change>> = {
  address: set(action, { address: 'action.a.c' }),
  action_trigger_event: set(trigger, { action_trigger_event: 'BeforeCreate' }),
  triggering_resource_address: set(trigger, { triggering_resource_address: 'a_b.d' }),
  action_trigger_block_index: set(trigger, { action_trigger_block_index: 1 }),
  actions_list_index: set(trigger, { actions_list_index: 1 }),
  on_failure: set(trigger, { on_failure: 'continue' }),
  deferred: (d) => {
    d.deferred_action_invocations = d.action_invocations.map((each: object) => ({
      reason: 'x',
      action_invocation: each,
    }));
    d.action_invocations = [];
  },
  provider_name: set(action, { provider_name: 'b' }),
  config_values: set(action, { config_values: { x: 2 } }),
  config_unknown: set(action, { config_unknown: { y: true } }),
  config_sensitive: set(action, { config_sensitive: { x: true } }),
};

const refreshOnly = { ...base, resource_changes: [] };
const drifted: Change = (d) => Object.assign(d.resource_drift[0].change, { after: { x: 7 } });

const WHOLE: Readonly<Record<string, () => readonly [string, string]>> = {
  'plan file': () => [both('a/dev/p.json', 'a/prod/p.json'), both('a/prod/p.json', 'a/dev/p.json')],
  errored: () => [of(() => {}), of((d) => Object.assign(d, { errored: true }))],
  complete: () => [of(() => {}), of((d) => Object.assign(d, { complete: false }))],
  'drift of a refresh-only plan': () => [of(() => {}, refreshOnly), of(drifted, refreshOnly)],
  provider_config: () => [
    of(() => {}),
    of((d) => Object.assign(d.configuration.provider_config.a.expressions, { profile: { constant_value: 'x' } })),
  ],
  'variables of a provider': () => [of(() => {}), of((d) => Object.assign(d.variables.region, { value: 'us-east-1' }))],
};

/** Two plans, of which the first alone destroys something. */
function both(first: string, second: string): string {
  const still = { ...base, ...NOTHING };
  return fingerprintOf([...parsePlan(JSON.stringify(base), first), ...parsePlan(JSON.stringify(still), second)]);
}

const SAME: Readonly<Record<string, Change>> = {
  order: (d) => d.resource_changes.reverse(),
  timestamp: set((d) => d, { timestamp: '2030-01-01T00:00:00Z' }),
  terraform_version: set((d) => d, { terraform_version: '1.15.0' }),
  format_version: set((d) => d, { format_version: '1.3' }),
  variables: set((d) => d.variables, { other: { value: '2' } }),
  planned_values: set((d) => d, { planned_values: { outputs: {} } }),
  prior_state: set((d) => d, { prior_state: { values: { outputs: {} } } }),
  configuration: set((d) => d.configuration.root_module, { outputs: { q: {} } }),
  relevant_attributes: set((d) => d, { relevant_attributes: [] }),
  checks: set((d) => d, { checks: [{ address: { to_display: 'check.a' }, status: 'fail' }] }),
  applyable: set((d) => d, { applyable: false }),
  'drift of any other plan': drifted,
  'entries that do nothing': (d) => d.resource_changes.pop(),
  action_reason: set(entry, { action_reason: 'replace_by_request' }),
  replace_paths: set(change, { replace_paths: [] }),
  generated_config: set(change, { generated_config: '' }),
};

let original = '';
beforeEach(() => {
  original = of(() => {});
});

test('64 hex digits', () => expect(original).toMatch(/^[0-9a-f]{64}$/));

// A comment outlives the version that wrote it: what changes these digests needs another number in fingerprint.ts.
test.each<[string, Change, string]>([
  ['of all that a plan can have', () => {}, '25b8ae50cd80a31cce60'],
  [
    'of a failed and incomplete plan',
    (d) => Object.assign(d, { errored: true, complete: false }),
    'a661b18e448dcff203fa',
  ],
  ['of a plan that changes nothing', (d) => Object.assign(d, NOTHING), '4c701b615a290b8e29a3'],
  [
    'of a refresh-only plan',
    (d) => Object.assign(d, { ...NOTHING, resource_drift: base.resource_drift }),
    '23cd88896c6a601a49a5',
  ],
  [
    'of a provider with a secret',
    (d) => {
      d.variables.region.value = 'r-secret-1';
      d.configuration.root_module.variables = { region: { sensitive: true } };
    },
    '3e3a15add2aeb581af98',
  ],
  [
    'of masks of every shape',
    (d) => {
      const before = { a: null, b: [{ c: 's-one', d: 1 }, 2], e: { f: 's-two' }, g: 3, h: ['x'] };
      const mask = { a: true, b: [{ c: true }], e: { f: true }, g: {}, h: {} };
      Object.assign(d.resource_changes[0].change, {
        before,
        before_sensitive: mask,
        after: null,
        after_sensitive: true,
      });
      d.output_changes.o = { actions: ['create'], before: null, after: 's-three', after_sensitive: true };
      d.deferred_changes = [{ reason: 'r', resource_change: d.resource_changes[0] }];
    },
    'cc77dbd64aa115821da8',
  ],
])('the fingerprint %s stays the same from version to version', (_, given, digest) => {
  expect(of(given).slice(0, 20)).toBe(digest);
});

describe('what is in the table is another plan', () => {
  test.each(CHANGE.map(({ field }) => field))('change: %s', (field) => {
    expect(of(CHANGES[field] as Change)).not.toBe(original);
  });
  test.each(OUTPUT.map(({ field }) => field))('output: %s', (field) => {
    expect(of(OUTPUTS[field] as Change)).not.toBe(original);
  });
  test.each(ACTION.map(({ field }) => field))('action: %s', (field) => {
    expect(of(ACTIONS[field] as Change)).not.toBe(original);
  });
  test.each(Object.keys(PLAN_IN))('plan: %s', (field) => {
    const [one, other] = WHOLE[field]?.() ?? ['', ''];
    expect(one).not.toBe(other);
  });
});

test.each(Object.keys(PLAN_OUT))('what is left out of it is the same plan: %s', (field) => {
  expect(of(SAME[field] as Change)).toBe(original);
});

test('a change of a hidden value alone shows: in a provider, in a provisioner, in an output', () => {
  const secret = (value: string) => (d: Document) =>
    Object.assign(d.configuration.provider_config.a.expressions.password, { constant_value: value });
  expect(of(secret('p-three'))).not.toBe(original);
  const masked: Change = (d) => Object.assign(d.output_changes.o, { before_sensitive: true, after_sensitive: true });
  expect(of(masked)).not.toBe(
    of((d) => {
      masked(d);
      d.output_changes.o.after = 3;
    }),
  );
});

test('what is left alone is the same plan, also where the comment looks at it', () => {
  const still = { actions: ['no-op'], before: { x: 1 }, after: { x: 1 } };
  const more: Change = (d) => {
    d.resource_changes.push({ address: 'aws_ecs_service.s', type: 'aws_ecs_service', change: still });
    d.output_changes.still = still;
  };
  expect(of(more)).toBe(original);
});

test('provisioners count with any creation, a value below a mask of another shape counts as it is', () => {
  const created = set(change, { actions: ['create', 'forget'] });
  const other: Change = (d) => {
    created(d);
    CHANGES['provisioners']?.(d);
  };
  expect(of(other)).not.toBe(of(created));
  const value = (x: number) => set(change, { before: { x }, before_sensitive: { x: { deeper: true } } });
  expect(of(value(1))).not.toBe(of(value(2)));
});

describe('compare finds no reviewed plan in another one', () => {
  test('the destruction is in the other file', () => {
    const reviewed = fingerprintOf(casePlans('g01-reviewed/dev/plan', 'g01-reviewed/prod/plan'));
    expect(fingerprintOf(casePlans('g01-applied/dev/plan', 'g01-applied/prod/plan'))).not.toBe(reviewed);
    expect(fingerprintOf(casePlans('g01-reviewed/prod/plan', 'g01-reviewed/dev/plan'))).toBe(reviewed);
  });

  test('the folder that plans lie in makes no difference', () => {
    expect(both('/tmp/1/dev/plan.json', '/tmp/1/prod/plan.json')).toBe(
      both('x/dev/plan.json.gz', 'x/prod/plan.json.gz'),
    );
  });

  test('another object is imported', () => {
    const [plan] = casePlans('a09-import-identity');
    const other = JSON.parse(JSON.stringify(plan)) as { changes: { importing: { identity: { bucket: string } } }[] };
    const [imported] = other.changes;
    if (imported) imported.importing.identity.bucket = 'prod-data-2';
    expect(fingerprintOf([{ ...plan, changes: other.changes } as unknown as NonNullable<typeof plan>])).not.toBe(
      fingerprintOf(casePlans('a09-import-identity')),
    );
  });
});

test.each(['g01-reviewed/dev/plan', 'e01-shortlines', 'a09-import-identity'])(
  'on another thread it is the same: %s',
  async (name) => {
    const plans = casePlans(name);
    expect(await fingerprintAside(plans)).toBe(fingerprintOf(plans));
  },
);
