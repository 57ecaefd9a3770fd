import { beforeEach, describe, expect, test } from 'vitest';
import { casePlans, entryOf, planOf, shown, updateOf } from '../../testing/cases.ts';
import { parsePlan } from '../read/parse-plan.ts';
import type { CommentInput } from './comment-input.ts';

describe('what isn’t known isn’t said', () => {
  test.each([
    ['b04-deferred-delete-only', '## 🔶 dev: 1 deferred, **1 of them to destroy**, **the plan is incomplete**'],
    ['b19-one-unknown-action-only', '## 🔶 dev: 1 to `purge`'],
    ['a11-tofu-open', '## 🔶 dev: 1 to add, 0 to change, 0 to replace, 0 to destroy'],
    ['a16-refresh-only', '## 🔶 dev: **2 changes outside of Terraform to record**, 1 output changes'],
    [
      'a12-targeted-incomplete',
      '## 🔶 dev: 0 to add, 1 to change, 0 to replace, 0 to destroy, **the plan is incomplete**',
    ],
    ['c14-import-generated', '## 🔶 dev: 1 to import, nothing to destroy'],
  ])('%s: %s', (name, heading) => {
    expect(shown(casePlans(name)).heading).toBe(heading);
  });

  test('an incomplete plan without a change doesn’t say that nothing would change', () => {
    const { body, heading } = shown(planOf({ complete: false }));
    expect(heading).toBe('## 🔶 dev: no changes, **the plan is incomplete**');
    expect(body).not.toContain('would change nothing');
    expect(body).toContain('may not represent all of the changes requested by the current configuration');
    expect(shown(casePlans('b04-deferred-delete-only')).body).toContain('Some changes are deferred');
    expect(shown(planOf({ complete: true })).body).not.toContain('incomplete');
  });

  test('an unknown action that leaves nothing counts as a destruction, a forgotten object doesn’t', () => {
    expect(shown(casePlans('b19-one-unknown-action-only')).destroyed).toBe(1);
    expect(shown(planOf({ resource_changes: [entryOf('a_b.c', ['forget'], { before: { x: 1 } })] })).destroyed).toBe(0);
  });
});

describe('a refresh-only plan', () => {
  test('records what changed, in Terraform’s words', () => {
    const { body } = shown(casePlans('a16-refresh-only'));
    expect(body).toContain('It records in the state what changed outside of Terraform.');
    expect(body).toContain('<b>~ has changed</b> <code>aws_instance.a</code>');
    expect(body).toContain('<b>− has been deleted</b> <code>aws_instance.gone</code>');
    expect(body).toContain('**→ has moved** `aws_instance.moved_here` · moved from `aws_instance.was`');
    expect(body).not.toMatch(/destroy|would change nothing/);
  });

  test('is told from one that does nothing, or something else', () => {
    const drift = { resource_drift: [updateOf({ x: 1 }, { x: 2 })] };
    const isRefreshOnly = (document: object) => shown(planOf({ ...drift, ...document })).heading.includes('to record');
    expect(isRefreshOnly({ applyable: true })).toBe(true);
    expect(isRefreshOnly({})).toBe(true);
    expect(isRefreshOnly({ applyable: false })).toBe(false);
    expect(isRefreshOnly({ resource_changes: [] })).toBe(false);
    expect(isRefreshOnly({ applyable: true, resource_changes: [entryOf('a_b.c', ['no-op'])] })).toBe(false);
  });
});

describe('drift', () => {
  test('made by hand is news, with its findings', () => {
    const { body, heading, findings, destroyed } = shown(casePlans('d01-drift-hand-opened'));
    expect(heading).toBe('## ⛔ dev: no changes, **2 changed outside of Terraform** · ⛔ 1 danger · ⚠️ 1 warning');
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'iam-admin: changed outside of Terraform: attaches `AdministratorAccess`',
      'open-ingress: changed outside of Terraform: lets in `0.0.0.0/0` on ports 0 to 65535',
    ]);
    expect(body).not.toContain('filled in');
    expect(destroyed).toBe(0);
  });

  const drifted = (before: object, after: object) =>
    shown(planOf({ resource_changes: [], resource_drift: [updateOf(before, after)] })).heading.includes(
      'changed outside',
    );
  test.each<[string, object, object, boolean]>([
    ['a rule more', { r: [{ p: 1 }] }, { r: [{ p: 1 }, { p: 2 }] }, true],
    ['a rule less', { r: [{ p: 1 }, { p: 2 }] }, { r: [{ p: 1 }] }, true],
    ['a tag more', { tags: { a: '1' } }, { tags: { a: '1', b: '2' } }, true],
    ['a statement more in JSON', { p: '{"S":[1]}' }, { p: '{"S":[1,2]}' }, true],
    ['a value that goes', { x: 'a' }, { x: null }, true],
    ['false to true', { x: false }, { x: true }, true],
    ['zero to one', { x: 0 }, { x: 1 }, true],
    ['a list that was empty', { r: [] }, { r: [{ p: 1 }] }, false],
    ['an attribute that was null', { x: null, y: 1 }, { x: 'a', y: 1 }, false],
    ['an attribute that wasn’t there', { y: 1 }, { y: 1, x: 'a' }, false],
    ['a value in a block that was null', { b: [{ x: null, y: 1 }] }, { b: [{ x: 'a', y: 1 }] }, false],
    ['one kind of nothing for another', { t: null }, { t: {} }, false],
  ])('%s', (_, before, after, isNews) => expect(drifted(before, after)).toBe(isNews));

  test('that the plan takes back is a notice', () => {
    const open = (...cidr: string[]) => ({ ingress: [{ from_port: 22, to_port: 22, cidr_blocks: cidr }] });
    const at = (before: object, after: object) => ({
      ...updateOf(before, after),
      address: 'aws_security_group.g',
      type: 'aws_security_group',
    });
    const drift = { resource_drift: [at(open('10.0.0.0/8'), open('10.0.0.0/8', '0.0.0.0/0'))] };
    const back = shown(
      planOf({ ...drift, resource_changes: [at(open('10.0.0.0/8', '0.0.0.0/0'), open('10.0.0.0/8'))] }),
    );
    expect(back.findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'notice: changed outside of Terraform, and taken back by this plan: lets in `0.0.0.0/0` on port 22',
    ]);
    const stays = shown(
      planOf({
        ...drift,
        resource_changes: [{ ...at(open('0.0.0.0/0'), open('0.0.0.0/0')), change: { actions: ['no-op'] } }],
      }),
    );
    expect(stays.findings.map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('a database that is gone is said to be gone', () => {
    const gone = entryOf('aws_db_instance.d', ['delete'], { before: { id: 'x' } });
    const { findings, body } = shown(planOf({ resource_changes: [], resource_drift: [gone] }));
    expect(findings[0]?.message).toBe(
      'changed outside of Terraform: is gone, and with it the database and what it holds',
    );
    expect(body).not.toContain('− destroy');
  });

  test('without an address, as Terraform 0.15.4 to 1.0 has it', () => {
    expect(shown(casePlans('c06-drift-old-no-address')).body).toContain(
      '<b>~ has changed</b> <code>aws_instance.a</code>',
    );
    const entry = (rest: object) => ({
      mode: 'managed',
      type: 'a_b',
      name: 'c',
      change: { actions: ['update'], before: { x: 1 }, after: { x: 2 } },
      ...rest,
    });
    const drift = [
      entry({ module_address: 'module.m["k"]', index: 'a.b' }),
      entry({ index: 0 }),
      entry({ mode: 'data' }),
    ];
    const { body } = shown(planOf({ resource_changes: [], resource_drift: drift }));
    expect(body).toContain('`module.m["k"].a_b.c["a.b"]`, `a_b.c[0]`, `data.a_b.c`');
    expect(() => planOf({ resource_drift: [{ change: { actions: ['update'] } }] })).toThrow(
      'resource_drift[0] has no address',
    );
  });
});

test('an empty list of actions is nothing, and the other entries are there', () => {
  const { body } = shown(
    planOf({ resource_changes: [entryOf('a_b.none', []), entryOf('a_b.new', ['create'], { after: { x: 1 } })] }),
  );
  expect(body).toContain('a_b.new');
  expect(body).not.toContain('a_b.none');
});

describe('checks', () => {
  test('show the instance that fails, one line a problem', () => {
    const { body } = shown(casePlans('b08-checks'));
    expect(body).toContain('Checks: **4 failed**, 1 passed, 1 known only after the apply.');
    for (const line of [
      '`check.bad`: first problem (',
      '`check.bad`: second problem (',
      '`check.err`: can’t be evaluated (',
      '`aws_x.many["b"]`: bad b (',
      '`var.x`: invalid (',
    ]) {
      expect(body).toContain(`> - ${line}`);
    }
    expect(body).not.toContain('many["a"]');
  });

  test('with line breaks that are real', () => {
    const problems = [{ message: 'first line\nsecond *line*\n' }];
    const checks = [
      {
        address: { to_display: 'check.a' },
        status: 'fail',
        instances: [{ address: { to_display: 'check.a' }, status: 'fail', problems }],
      },
    ];
    expect(shown(planOf({ checks })).body).toContain('> - `check.a`: first line<br>second \\*line\\* (`check`)');
  });
});

describe('action invocations', () => {
  let body = '';
  let heading = '';
  beforeEach(() => {
    ({ body, heading } = shown(casePlans('a15-actions')));
  });

  test('what waits for another plan doesn’t run', () => {
    expect(heading).toContain('3 actions to run, 1 deferred');
    expect(body).toContain('<b>▷ later</b> <code>action.aws_lambda_invoke.later</code>');
  });

  test('are in their order, with what becomes of the apply', () => {
    const places = ['action.aws_ec2_stop_instance.stop', 'action.aws_lambda_invoke.warm'].map((name) =>
      body.indexOf(name),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(body).toContain(
      '<code>BeforeUpdate</code> · of <code>aws_lambda_function.f</code> · number 1 of its trigger · on failure: <code>taint</code>',
    );
    expect(body).toContain(
      '<code>AfterUpdate</code> · of <code>aws_lambda_function.f</code> · number 2 of its trigger · on failure: <code>halt</code>',
    );
    expect(body).toContain('<code>Invoke</code> · of <code>aws_instance.caller</code>');
  });

  test('of several triggers by their place', () => {
    const action = (name: string, block: number, place: number) => ({
      address: `action.a.${name}`,
      lifecycle_action_trigger: {
        triggering_resource_address: 'a_b.c',
        action_trigger_event: 'AfterCreate',
        action_trigger_block_index: block,
        actions_list_index: place,
      },
    });
    const text = shown(
      planOf({ action_invocations: [action('last', 1, 0), action('second', 0, 1), action('first', 0, 0)] }),
    ).body;
    expect([...text.matchAll(/`action\.a\.(\w+)`/g)].map(([, name]) => name)).toEqual(['first', 'second', 'last']);
    expect(text).toContain('`action.a.last` · `AfterCreate` · of `a_b.c` · number 1 of trigger 2');
  });
});

describe('imports', () => {
  test('by identity', () => {
    expect(shown(casePlans('a09-import-identity')).body).toContain(
      'imported as `{account_id = "111122223333", bucket = "prod-data", region = "eu-west-1"}`',
    );
    const both = planOf({
      resource_changes: [entryOf('a_b.c', ['no-op'], { importing: { id: '', identity: { name: 'n' } } })],
    });
    expect(shown(both).body).toContain('imported as `{name = "n"}`');
    const later = planOf({ resource_changes: [entryOf('a_b.c', ['no-op'], { importing: { unknown: true } })] });
    expect(shown(later).body).toContain('known only after apply');
  });

  test('of what is destroyed are warned of', () => {
    const { body, findings } = shown(casePlans('a08-import-replace'));
    expect(body).toContain('this will destroy the imported object');
    expect(findings.map(({ rule }) => rule)).toEqual(['import-destroyed', 'bucket-destroyed']);
    expect(shown(casePlans('a09-import-identity')).findings).toEqual([]);
  });

  test('have their attributes and their configuration in the full text', () => {
    const { body, full } = shown(casePlans('c14-import-generated'));
    expect(full).toContain('```diff\n  bucket = "b"\n  acl = "public-read"\n```');
    expect(full).toContain('```hcl\nresource "aws_s3_bucket" "b" {');
    expect(body).not.toContain('public-read');
    const changed = planOf({
      resource_changes: [updateOf({ a: 1, b: 2 }, { a: 1, b: 3 }, { importing: { id: 'i' } })],
    });
    expect(shown(changed).full).toContain('```diff\n- b = 2\n+ b = 3\n  a = 1\n```');
  });
});

describe('names', () => {
  test('of two long addresses tell them apart in the comment, and are whole in the full text', () => {
    const { body, full } = shown(casePlans('d15-long-key'));
    for (const end of ['/the-one&quot;]', '/the-other&quot;]']) {
      expect(body).toContain(end);
      expect(full).toMatch(new RegExp(`${'k'.repeat(430)}${end.replace(']', '\\]')}</code>`));
    }
    expect(body).not.toContain('k'.repeat(300));
  });

  test('of several plans are short, in findings too', () => {
    const { body, findings } = shown(casePlans('g02-both/dev/plan', 'g02-both/prod/plan'));
    expect(findings[0]?.addresses).toEqual(['dev: aws_db_instance.main', 'prod: aws_db_instance.main']);
    expect(body).toContain('| `dev` | 0 | 0 | 0 | 1 |');
    expect(body).toContain('<code>prod: aws_db_instance.main</code>');
    expect(body).not.toContain('plan.json');
  });

  test('that the comment counts are listed in the full text', () => {
    const groups = Array.from({ length: 7 }, (_, index) =>
      entryOf(`aws_s3_bucket.b${index}`, ['delete'], { before: { id: index } }),
    );
    const { body, full } = shown(planOf({ resource_changes: groups }));
    expect(body).toContain('`aws_s3_bucket.b0` and 6 more: destroys the bucket');
    for (let index = 0; index < 7; index++) expect(full).toContain(`>   - \`aws_s3_bucket.b${index}\``);
    const actions = ['s3:A', 's3:B', 's3:C', 's3:D', 's3:E'];
    const policy = { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }) };
    const wide = shown(planOf({ resource_changes: [entryOf('aws_iam_policy.p', ['create'], { after: policy })] }));
    expect(wide.body).toContain('allows `s3:A`, `s3:B`, `s3:C` and 2 more on every resource');
    expect(wide.full).toContain('allows `s3:A`, `s3:B`, `s3:C`, `s3:D`, `s3:E` on every resource');
  });
});

describe('noise', () => {
  test('equal changes are one block that counts and names them', () => {
    const { body, full } = shown(casePlans('c04-tagsall-100'));
    expect(body.split('<details').length - 1).toBe(2);
    expect(body.indexOf('aws_lb.important')).toBeLessThan(body.indexOf('99 resources alike'));
    expect(body).toMatch(
      /`aws_instance\.i\[0\]`, .*`aws_instance\.i\[19\]` and 79 more\n\n```diff\n- tags_all\.Sha = "abc123"/,
    );
    expect(full).toContain('`aws_instance.i[98]`');
    expect(body).toContain('all 100 resources shown');
  });

  test('also of drift', () => {
    const drift = [1, 2, 3].map((index) => ({
      ...updateOf({ tags: { a: '1' } }, { tags: { a: '2' } }),
      address: `a_b.c[${index}]`,
    }));
    const { body, heading } = shown(planOf({ resource_changes: [], resource_drift: drift }));
    expect(heading).toContain('**3 changed outside of Terraform**');
    expect(body).toContain('<b>~ has changed</b> 3 resources alike');
    expect(body).toContain('`a_b.c[1]`, `a_b.c[2]`, `a_b.c[3]`');
  });

  test('what differs in anything stands alone', () => {
    const change = (name: string, after: object, rest: object = {}) => ({
      ...updateOf({ x: 1, n: name }, { x: 2, n: name, ...after }),
      address: `a_b.${name}`,
      ...rest,
    });
    const blocks = (...changes: object[]) =>
      shown(planOf({ resource_changes: changes })).body.split('<details').length - 1;
    expect(blocks(change('a', {}), change('b', {}), change('c', {}))).toBe(1);
    expect(blocks(change('a', {}), change('b', {}))).toBe(2);
    expect(blocks(change('a', {}), change('b', { x: 3 }), change('c', {}))).toBe(3);
    expect(blocks(change('a', {}), change('b', {}), change('c', {}, { previous_address: 'a_b.z' }))).toBe(3);
  });

  test('destructions are open as far as a screen', () => {
    const gone = Array.from({ length: 100 }, (_, index) =>
      entryOf(`a_b.r${index}`, ['delete'], { before: { id: index, name: `n${index}` } }),
    );
    const { body } = shown(planOf({ resource_changes: gone }));
    const open = body.split('<details open>').length - 1;
    expect(open).toBeGreaterThan(5);
    expect(open).toBeLessThan(20);
    expect(body.split('− destroy').length - 1).toBe(100);
  });
});

describe('long values', () => {
  test('show the first difference', () => {
    const { body } = shown(casePlans('b01-long-single-line'));
    const lines = body.split('\n').filter((line) => /^[-+] /.test(line));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^- user_data_base64 = "gtD7.{0,200}… \d+ equal characters ….*JIQb/);
    expect(lines[1]).toContain('XXXX');
    for (const line of lines) expect(line.length).toBeLessThan(700);
  });

  test('in a text of several lines, and in the rendered configuration', () => {
    const line = (middle: string) => `${'a'.repeat(2000)}${middle}${'b'.repeat(2000)}`;
    const text = (middle: string) => ['same', line(middle), line('kept'), line(middle.toUpperCase())].join('\n');
    const { body } = shown(planOf({ resource_changes: [updateOf({ t: text('one') }, { t: text('two') })] }));
    const changed = body.split('\n').filter((each) => /^[-+] /.test(each));
    expect(changed.map((each) => /one|two|ONE|TWO/.exec(each)?.[0])).toEqual(['one', 'two', 'ONE', 'TWO']);
    const configDiff = `--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-${line('one')}\n-short\n+${line('two')}\n+short\n`;
    const diff = shown(parsePlan('{"format_version":"1.2","planned_values":{}}', 'p'), { configDiff }).body;
    expect(diff).toMatch(/^-a+… \d+ equal characters …a+one/m);
    expect(diff).toMatch(/^\+a+… \d+ equal characters …a+two/m);
  });

  test('of which one is the beginning of the other, or that differ at once', () => {
    const shownLines = (before: string, after: string) =>
      shown(planOf({ resource_changes: [updateOf({ v: before }, { v: after })] }))
        .body.split('\n')
        .filter((each) => /^[-+] /.test(each));
    const [old = '', now = ''] = shownLines('x'.repeat(3000), `${'x'.repeat(3000)}END`);
    expect(old.endsWith('x"')).toBe(true);
    expect(now.endsWith('xEND"')).toBe(true);
    const [first = ''] = shownLines(`A${'x'.repeat(3000)}`, `B${'x'.repeat(3000)}`);
    expect(first).toMatch(/^- v = "Ax{500,}… \(3009 characters\)$/);
  });
});

describe('what a comment leaves out is elsewhere', () => {
  const run = { number: 7, url: 'https://github.test/run/7' };
  const big = planOf({ resource_changes: [updateOf({ x: 'a\nb' }, { x: 'c\nd\n'.repeat(500) })] });

  test.each<[string, Partial<CommentInput>, string]>([
    ['nobody knows where', {}, 'see the full plan'],
    ['nobody knows the run', { hasArtifact: true }, 'see the full plan'],
    ['in the summary', { run }, 'see the [job summary](https://github.test/run/7)'],
    ['in the summary alone', { run, hasArtifact: false }, 'see the [job summary](https://github.test/run/7)'],
    ['in an artifact', { run, hasArtifact: true }, 'see the [full plan](https://github.test/run/7#artifacts)'],
  ])('%s', (_, rest, words) => expect(shown(big, rest).within(1500)).toContain(`; ${words}._`));
});

test.each<[string, boolean]>([
  ['dev', true],
  ['9', true],
  ['a.b_c-D', true],
  [`a${'b'.repeat(99)}`, true],
  [`a${'b'.repeat(100)}`, false],
  ['x'.repeat(200), false],
  ['.a', false],
  ['a b', false],
  ['a\n', false],
  ['', false],
])('an environment called %j: %s', (environment, isGood) => {
  const render = () => shown(planOf({}), { environment }).body;
  if (isGood) expect(render().split('\n')[0]).toBe(`<!-- loki-adoption:plan environment=${environment} -->`);
  else expect(render).toThrow(`The environment is called ${JSON.stringify(environment).slice(0, 120)}: use letters`);
});

test('findings leave room for resources, however long they are', () => {
  const checks = Array.from({ length: 12 }, (_, index) => {
    const address = { to_display: `check.c${index}` };
    const problems = [{ message: `${index}${'x'.repeat(400)}` }];
    return { address, status: 'fail', instances: [{ address, status: 'fail', problems }] };
  });
  const lines = (bytes: number) =>
    shown(planOf({ resource_changes: [updateOf({ x: 1 }, { x: 2 })], checks }))
      .within(bytes)
      .match(/^> - `check/gm)?.length;
  expect([lines(30_000), lines(6000), lines(2000)]).toEqual([10, 3, 1]);
});

test('what is to be done is counted, and what nobody allowed is named', () => {
  const gone = ['a', 'b'].map((name) => entryOf(`a_b.${name}`, ['delete'], { before: { x: name } }));
  const { destroyed, forbidden, changesNothing } = shown(planOf({ resource_changes: gone }), {
    description: 'allow-destroy: a_b.a',
  });
  expect([destroyed, forbidden, changesNothing]).toEqual([2, ['a_b.b'], false]);
  expect(shown(planOf({})).changesNothing).toBe(true);
});

test('a name of the source stays, though a secret holds it too', () => {
  const after = { password: 'database-hunter2', host: 'database' };
  const created = entryOf('a_b.database', ['create'], { after, after_sensitive: { password: true } });
  const { body } = shown(planOf({ resource_changes: [created] }));
  expect(body).toContain('+ password = (sensitive)');
  expect(body).toContain('+ host = "database"');
});

test('one of several plans may have failed', () => {
  expect(shown([...planOf({}), ...planOf({ errored: true })])).toMatchObject({
    isErrored: true,
    heading: '## ⛔ dev: **the plan failed**',
  });
});
