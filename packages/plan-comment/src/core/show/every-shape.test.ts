import { describe, expect, test } from 'vitest';
import { parsePlan } from '../read/parse-plan.ts';
import { renderComment } from './render.ts';

function render(document: object) {
  const { body, counts, full, fingerprint } = renderComment({
    environment: 'dev',
    plans: parsePlan(JSON.stringify({ format_version: '1.2', ...document }), 'p'),
  });
  return { body, counts, fingerprint, full: [...full()].join('') };
}

function change(actions: readonly string[], values: object = {}, entry: object = {}): object {
  const sides = { before: { x: 1 }, after: { x: 2 }, ...values };
  return {
    resource_changes: [{ address: 'a.b', type: 'a', mode: 'managed', ...entry, change: { actions, ...sides } }],
  };
}

const summary = (body: string) =>
  /<summary>(.*a\.b.*)<\/summary>|^- (.*a\.b.*)$/m.exec(body)?.slice(1).find(Boolean) ?? '';

describe('actions', () => {
  test.each<[string[], string, string]>([
    [['create'], '+ add', '1 to add'],
    [['update'], '~ change', '1 to change'],
    [['delete'], '− destroy', '**1 to destroy**'],
    [['delete', 'create'], 'the old one is destroyed first', '**1 to replace**'],
    [['create', 'delete'], 'the new one is created first', '**1 to replace**'],
    [['create', 'forget'], 'the old object stays', '**1 to replace**'],
    [['forget', 'create'], 'the old object stays', '**1 to replace**'],
    [['forget'], 'will no longer be managed by Terraform, but will not be destroyed', '1 to forget'],
    [['read'], '… read', 'no changes'],
    [['open'], 'unknown action <code>open</code>', '1 to `open`'],
    [['renew', 'close'], 'unknown action <code>renew, close</code>', '1 to `renew, close`'],
  ])('%j', (actions, words, verdict) => {
    const { body } = render(change(actions));
    expect(summary(body)).toContain(words);
    expect(body.split('\n')[1]).toContain(verdict);
  });

  test('nothing, an import, a move, and an import that is replaced', () => {
    expect(render(change(['no-op'])).body).not.toContain('a.b');
    expect(summary(render(change(['no-op'], { importing: { id: 'i-1' } })).body)).toContain(
      'imported as <code>i-1</code>',
    );
    expect(summary(render(change(['no-op'], { after: { x: 1 } }, { previous_address: 'a.old' })).body)).toContain(
      'moved from `a.old`',
    );
    const both = render(change(['delete', 'create'], { importing: { id: 'i-1' } })).body;
    expect(summary(both)).toContain('imported as <code>i-1</code>');
    expect(both.split('\n')[1]).toMatch(/\*\*1 to replace\*\*.*1 to import/);
  });
});

describe('reasons', () => {
  test.each([
    ['replace_because_tainted', 'tainted'],
    ['replace_by_request', 'asked for'],
    ['replace_by_triggers', 'replace_triggered_by'],
    ['replace_because_cannot_update', 'changed in place'],
    ['delete_because_no_resource_config', 'no longer in the configuration'],
    ['delete_because_wrong_repetition', 'count or for_each changed'],
    ['delete_because_count_index', 'beyond count'],
    ['delete_because_each_key', 'no longer in for_each'],
    ['delete_because_no_module', 'module is gone'],
    ['delete_because_no_move_target', 'moved to nowhere'],
    ['delete_because_enabled_false', 'disabled'],
    ['forgot_because_lifecycle_destroy_in_state', 'in the state'],
    ['forgot_because_lifecycle_destroy_in_config', 'in the configuration'],
    ['read_because_config_unknown', 'known only after apply'],
    ['read_because_dependency_pending', 'depends on'],
    ['read_because_check_nested', 'for a check'],
    ['replace_because_of_the_weather', 'reason <code>replace_because_of_the_weather</code>'],
  ])('%s', (action_reason, words) => {
    expect(summary(render(change(['delete', 'create'], {}, { action_reason })).body)).toContain(words);
  });

  test('what forces a replacement stands beside why', () => {
    const { body } = render(
      change(['delete', 'create'], { replace_paths: [['x']] }, { action_reason: 'replace_because_tainted' }),
    );
    expect(summary(body)).toMatch(/<code>x<\/code> forces replacement .* tainted/);
    expect(body).toContain('+ x = 2 # forces replacement');
  });
});

describe('masks', () => {
  const secret = 'hunter2-correct';
  test.each<[string, unknown, unknown]>([
    ['the whole resource', { a: secret }, true],
    ['a value', { a: secret }, { a: true }],
    ['an element, false before it', { a: ['x', secret] }, { a: [false, true] }],
    ['a whole list', { a: [secret, secret] }, { a: true }],
    ['inside of blocks', { a: [{ b: [{ c: secret }] }] }, { a: [{ b: [{ c: true }] }] }],
    ['false and empty beside it', { a: 1, b: {}, c: secret }, { a: false, b: {}, c: true }],
    ['a number of its own', { a: 73218899 }, { a: true }],
  ])('%s', (_, value, mask) => {
    const sides = { before: null, after: value, before_sensitive: false, after_sensitive: mask };
    const text = JSON.stringify([
      render(change(['create'], sides)),
      render(change(['update'], { ...sides, before: { z: 1 } })),
    ]);
    expect(text).not.toMatch(/hunter2|73218899/);
    expect(text).toContain('(sensitive)');
  });

  test('a mask that is longer or of another shape than its value harms nothing', () => {
    for (const mask of [[true, true], { a: { b: true } }, { q: true }, 'x', null]) {
      expect(render(change(['update'], { after_sensitive: mask, before_sensitive: mask })).body).toContain('+ x = 2');
    }
  });

  test('outputs, actions and deferred changes have theirs', () => {
    const document = {
      output_changes: { o: { actions: ['create'], before: null, after: secret, after_sensitive: true } },
      action_invocations: [
        {
          address: 'action.x.y',
          config_values: { token: secret, url: `https://${secret}/` },
          config_sensitive: { token: true },
        },
      ],
      deferred_changes: [
        {
          reason: 'deferred_prereq',
          ...deferredOf(change(['create'], { before: null, after: { p: secret }, after_sensitive: { p: true } })),
        },
      ],
    };
    expect(JSON.stringify(render(document))).not.toContain('hunter2');
  });
});

function deferredOf(document: object): object {
  return { resource_change: (document as { resource_changes: object[] }).resource_changes[0] };
}

describe('what Terraform 1.9 and later add', () => {
  test('actions that run with the apply, with what they are given and when', () => {
    const { body } = render({
      action_invocations: [
        {
          address: 'action.aws_lambda_invoke.warm',
          type: 'aws_lambda_invoke',
          config_values: { function_name: 'warm' },
          config_unknown: { payload: true },
          lifecycle_action_trigger: {
            triggering_resource_address: 'aws_s3_bucket.b',
            action_trigger_event: 'AfterCreate',
          },
        },
        { address: 'action.x.y', invoke_action_trigger: {} },
      ],
      deferred_action_invocations: [{ reason: 'deferred_prereq', action_invocation: { address: 'action.x.z' } }],
    });
    expect(body.split('\n')[1]).toBe('## 🔶 dev: 2 actions to run, 1 deferred');
    expect(body).toContain(
      '<b>▷ run</b> <code>action.aws_lambda_invoke.warm</code> · <code>AfterCreate</code> · of <code>aws_s3_bucket.b</code>',
    );
    expect(body).toContain('+ function_name = "warm"\n! known after apply: payload');
    expect(body).toContain('- **▷ run** `action.x.y` · `Invoke`\n');
    expect(body).toContain('- **▷ later** `action.x.z` · `Invoke` · deferred · it waits for another deferred change');
  });

  test('deferred changes, apart and in no count', () => {
    const { body, counts } = render({
      deferred_changes: [{ reason: 'instance_count_unknown', ...deferredOf(change(['create'], { before: null })) }],
    });
    expect(body.split('\n')[1]).toBe('## 🔶 dev: 1 deferred');
    expect(body).toMatch(
      /### Deferred\n\n.*\n\n<details><summary><b>\+ add<\/b> <code>a\.b<\/code> · how many there will be/,
    );
    expect(counts.creates).toBe(0);
  });

  test('checks, by their outcome', () => {
    const check = (status: string) => ({ status, address: { to_display: `check.${status}` } });
    const { body } = render({ planned_values: {}, checks: ['pass', 'pass', 'fail', 'error', 'unknown'].map(check) });
    expect(body).toContain('Checks: **2 failed**, 2 passed, 1 known only after the apply.');
  });

  test('each of them is a part of the fingerprint', () => {
    const invocation = (value: string) => ({ action_invocations: [{ address: 'a', config_values: { x: value } }] });
    const deferred = (reason: string) => ({ deferred_changes: [{ reason, ...deferredOf(change(['create'])) }] });
    const prints = [
      {},
      invocation('1'),
      invocation('2'),
      deferred('a'),
      deferred('b'),
      change(['no-op'], { importing: { id: '1' } }),
      change(['no-op'], { importing: { id: '2' } }),
    ];
    expect(new Set(prints.map((document) => render({ planned_values: {}, ...document }).fingerprint)).size).toBe(
      prints.length,
    );
  });
});

describe('several plans of one environment', () => {
  const plan = (name: string, actions: string[]) =>
    parsePlan(JSON.stringify({ format_version: '1.2', ...change(actions) }), name);

  test('each has a row, and each resource says whose it is', () => {
    const { body } = renderComment({
      environment: 'dev',
      plans: [...plan('net/plan.json', ['create']), ...plan('app/plan.json', ['delete'])],
    });
    expect(body.split('\n')[1]).toContain('1 to add, 0 to change, 0 to replace, **1 to destroy**');
    expect(body).toContain('| `net` | 1 | 0 | 0 | 0 |\n| `app` | 0 | 0 | 0 | 1 |');
    expect(body).toContain('<code>app: a.b</code>');
  });
});

test('what holds data comes first among what needs a look', () => {
  const entry = (address: string, type: string, actions: string[]) => ({
    address,
    type,
    mode: 'managed',
    change: { actions, before: { x: 1 }, after: null },
  });
  const { body } = render({
    resource_changes: [
      entry('aws_iam_role.a', 'aws_iam_role', ['delete']),
      entry('aws_db_instance.b', 'aws_db_instance', ['delete', 'create']),
    ],
  });
  expect(body.indexOf('<code>aws_db_instance.b')).toBeLessThan(body.indexOf('<code>aws_iam_role.a'));
});

test('HCP Terraform’s redacted form is a plan too', () => {
  const document = {
    plan_format_version: '1.2',
    provider_format_version: '1.0',
    provider_schemas: {},
    ...change(['update']),
  };
  const [plan] = parsePlan(JSON.stringify(document), 'p');
  expect(plan?.changes).toHaveLength(1);
});
