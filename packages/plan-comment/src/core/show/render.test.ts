import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { atMost } from '../../testing/property-runs.ts';
import { parsePlan } from '../read/parse-plan.ts';
import type { Plan } from '../read/plan.ts';
import type { CommentInput } from './comment-input.ts';
import { BODY_LIMIT, renderComment } from './render.ts';

function fixture(name: string): Plan[] {
  return parsePlan(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'), `${name}.json`);
}

function planOf(...changes: object[]): Plan[] {
  return parsePlan(JSON.stringify({ format_version: '1.2', resource_changes: changes }), 'plan.json');
}

function resource(address: string, actions: string[], values: object = {}): object {
  return { address, type: address.split('.')[0], change: { actions, before: null, after: null, ...values } };
}

function render(plans: Plan[], rest: Partial<CommentInput> = {}) {
  const rendered = renderComment({ environment: 'dev', plans, ...rest });
  return { ...rendered, full: [...rendered.full()].join('') };
}

const line = (body: string, start: string) => body.split('\n').find((text) => text.startsWith(start));

describe('verdict', () => {
  test('marker first, then what the plan does and the phases', () => {
    const { body, counts } = render(fixture('changes'), { phaseFrom: 'infrastructure', phaseTo: 'rollout' });
    expect(body.split('\n').slice(0, 2)).toEqual([
      '<!-- loki-adoption:plan environment=dev -->',
      '## 🔶 dev: 1 to add, 2 to change, **2 to replace**, **1 to destroy**, 1 to move, 1 to forget · phase `infrastructure` → `rollout`',
    ]);
    expect(counts).toEqual({ creates: 1, updates: 2, deletes: 1, replaces: 2 });
  });

  test('says what a phase means, and that one goes back', () => {
    const phases = (phaseFrom: string, phaseTo: string) =>
      line(render(fixture('no-changes'), { phaseFrom, phaseTo }).body, '| phase');
    expect(phases('baseline', 'infrastructure')).toBe(
      '| phase | **baseline**: CloudWatch and ADOT sidecars, as before | **infrastructure**: Loki runs, services stay on ADOT |',
    );
    expect(phases('rollout', 'infrastructure')).toMatch(/stay on ADOT · ↩️ a step back \|$/);
    expect(phases('rollout', 'rollout')).toMatch(/ \| unchanged \|$/);
    expect(phases('my|own', 'other')).toBe('| phase | **my\\|own** | **other** |');
  });

  test('no changes', () => {
    expect(render(fixture('no-changes')).body).toContain('## ✅ dev: no changes\n');
  });

  test('danger, warnings and notices of an ECS change', () => {
    const { body, findings } = render(fixture('ecs'));
    expect(line(body, '## ')).toMatch(
      /^## ⛔ dev: 1 to add, 1 to change, 0 to replace, \*\*1 to destroy\*\*, 1 new revision · ⛔ 1 danger · ⚠️ 2 warnings/,
    );
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      'danger log-group-destroyed',
      'warning open-ingress',
      'warning iam-wildcard',
      'notice image-digest',
      'notice image-digest',
    ]);
    expect(body).toMatch(/^> \[!CAUTION\]\n> - `aws_cloudwatch_log_group/m);
    expect(body).toContain('> [!WARNING]\n');
    expect(body).toContain('<summary>ℹ️ 2 notices: <code>image-digest</code></summary>');
    expect(body).toContain('<b>± new revision</b>');
  });

  test.each([
    [['create', 'delete'], '**1 to replace**', 'replaces'],
    [['delete', 'create'], '**1 to replace**', 'replaces'],
    [['create', 'forget'], '**1 to replace**', 'replaces'],
    [['forget', 'create'], '**1 to replace**', 'replaces'],
    [['delete'], '**1 to destroy**', 'deletes'],
    [['forget'], '1 to forget', undefined],
    [['open'], '1 to `open`', undefined],
    [['levitate', 'create'], '1 to add', 'creates'],
  ])('actions %j', (actions, words, count) => {
    const { body, counts } = render(planOf(resource('a.b', actions)));
    expect(line(body, '## ')).toContain(words);
    expect(Object.entries(counts).filter(([, number]) => number > 0)).toEqual(count ? [[count, 1]] : []);
  });

  test('import, move and outputs alone are changes', () => {
    const imported = resource('a.b', ['no-op'], { importing: { id: 'x' } });
    const moved = { ...resource('a.c', ['no-op']), previous_address: 'a.d' };
    expect(line(render(planOf(imported, moved)).body, '## ')).toContain('1 to import, 1 to move');
    const outputs = '{"format_version":"1.2","output_changes":{"x":{"actions":["create"],"after":1}}}';
    expect(line(render(parsePlan(outputs, 'p')).body, '## ')).toMatch(/🔶 dev: no resource changes, 1 output changes$/);
  });

  test('a plan that failed says so', () => {
    const plans = parsePlan('{"format_version":"1.2","planned_values":{},"errored":true}', 'p');
    expect(render(plans)).toMatchObject({
      isErrored: true,
      body: expect.stringContaining('## ⛔ dev: **the plan failed**\n'),
    });
  });
});

test('what destroys comes first, drift stands apart', () => {
  const plans = parsePlan(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: [
        resource('a.new', ['create'], { after: { x: 1 } }),
        resource('a.gone', ['delete'], { before: { x: 1 } }),
      ],
      resource_drift: [resource('a.drifted', ['update'], { before: { x: 1 }, after: { x: 2 } })],
    }),
    'p',
  );
  const { body } = render(plans);
  const places = [
    '### Needs a look',
    'a.gone',
    '### Resources',
    'a.new',
    '### Changed outside of Terraform',
    'a.drifted',
  ];
  expect(places.map((text) => body.indexOf(text))).toEqual(
    places.map((text) => body.indexOf(text)).sort((a, b) => a - b),
  );
});

describe('drift', () => {
  const drifted = (address: string, before: object, after: object) => resource(address, ['update'], { before, after });
  let body = '';
  let full = '';
  beforeEach(() => {
    ({ body, full } = render(
      parsePlan(
        JSON.stringify({
          format_version: '1.2',
          resource_changes: [],
          resource_drift: [
            drifted('a.empty', { tags: null, mode: '' }, { tags: {}, mode: null }),
            drifted('a.filled', { rules: [] }, { rules: [{ port: 443 }] }),
            drifted('a.moved', { task: 'x:1' }, { task: 'x:2' }),
          ],
        }),
        'p',
      ),
    ));
  });

  test('what changed comes first, what was filled in is one block that names those with empty values', () => {
    expect(body.indexOf('a.moved')).toBeLessThan(body.indexOf('<b>~ filled in</b> 2 resources'));
    expect(body).toContain('+ rules[0].port = 443');
    expect(body).toContain('With empty values alone:\n\n- `a.empty`\n');
    expect(body).not.toContain('+ tags = {}');
    expect(body.split('<details').length).toBe(body.split('</details>').length);
  });

  test('the full text has all of it', () => {
    expect(full).toContain('<code>a.empty</code>');
    expect(full).toContain('+ tags = {}');
  });
});

test('a long text of a container that is a rendered file as well is told once', () => {
  const text = Array.from({ length: 12 }, (_, index) => `line ${index}`);
  const definition = JSON.stringify([
    { name: 'alloy', environment: [{ name: 'ALLOY_CONFIG', value: text.join('\n') }] },
  ]);
  const plans = planOf(resource('a.b', ['create'], { after: { container_definitions: definition } }));
  const configDiff = `--- /dev/null\n+++ b/alloy/w.alloy\n@@ -0,0 +1,12 @@\n${text.map((each) => `+${each}`).join('\n')}\n`;
  const { body, full } = render(plans, { configDiff });
  expect(body).toContain(
    '+ container_definitions[alloy].environment[ALLOY_CONFIG].value: 12 lines, as under Rendered configuration: alloy/w.alloy',
  );
  expect(body.split('line 7').length).toBe(2);
  expect(full.split('line 7').length).toBe(3);
  const other = render(plans, { configDiff: configDiff.replace('+line 7', '+line seven') });
  expect(other.body).toContain('+   line 7');
});

test('rendered configuration by file, a removed "-- line" is no header', () => {
  const configDiff = '--- a/alloy/w.alloy\n+++ b/alloy/w.alloy\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n same\n';
  const { body } = render(fixture('no-changes'), { configDiff });
  expect(body).toContain('<summary><code>alloy/w.alloy</code> · +1 −1</summary>');
});

test.each([
  ['$33.35 → $14.00 a month (−58 %)', '| monthly logging cost | $33.35 | $14.00 (−58 %) |'],
  ['$63.03 a month, unchanged', '| monthly logging cost | $63.03 | unchanged |'],
  ['$63.03 a month', '| monthly logging cost | – | $63.03 |'],
  [
    '{"before":"34.50","after":"17.90","budget":{"minimumSavingPercent":50,"met":false}}',
    '$17.90 (−48 %) · budget −50 % **not met** |',
  ],
  ['| a | b |\n|---|---|\n| 1 | 2 |', '### Cost\n\n| a | b |'],
])('cost file %j', (cost, expected) => {
  expect(render(fixture('no-changes'), { cost }).body).toContain(expected);
});

test('an environment that could end the marker is refused', () => {
  expect(() => render([], { environment: 'x --> <b>' })).toThrow('use letters, digits');
});

describe('secrets', () => {
  test('a sensitive variable is nowhere, wherever it was copied to', () => {
    const { body, full } = render(fixture('changes'), {
      configDiff: '+++ b/x\n@@ -0,0 +1 @@\n+pw=hunter2-second"<&\n',
    });
    expect(body + full).not.toContain('hunter2');
    expect(body).toContain('+pw=(sensitive)');
  });

  test('no literal below any mask is left, whatever the plan', () => {
    const secret = fc.string({ minLength: 6, maxLength: 30 }).map((text) => `§${text}§`);
    const wrap = fc.constantFrom<(text: string) => unknown>(
      (text) => text,
      (text) => JSON.stringify({ a: [{ name: 'x', value: text }] }),
      (text) => `line one\nuses ${text} here\nline three`,
      (text) => ({ [text]: [text, { deep: `x${text}y` }] }),
    );
    fc.assert(
      fc.property(secret, secret, wrap, (before, after, copy) => {
        const values = {
          before: { hidden: { deep: before }, shown: copy(before) },
          after: { hidden: { deep: after }, shown: copy(after) },
          before_sensitive: { hidden: true },
          after_sensitive: { hidden: { deep: true } },
        };
        const { full } = render(planOf(resource('a.b', ['update'], values)));
        for (const text of [before.trim(), after.trim()]) expect(full).not.toContain(text);
        expect(full).not.toContain('§');
      }),
    );
  });
});

test('any shape of values, masks and unknowns is rendered', () => {
  const any = fc.jsonValue({ maxDepth: 4 });
  const actions = fc.constantFrom(['update'], ['create'], ['delete', 'create']);
  fc.assert(
    fc.property(actions, any, any, any, any, any, any, (kind, before, after, unknown, hidden, masked, paths) => {
      const masks = { before_sensitive: hidden, after_sensitive: masked };
      const change = resource('a.b', [...kind], {
        before,
        after,
        after_unknown: unknown,
        replace_paths: paths,
        ...masks,
      });
      expect(render(planOf(change)).body).toContain('a.b');
    }),
  );
});

describe('length', () => {
  test('5,000 resources: the limit holds, danger is shown, the rest is counted', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      resource(`a.r${index}`, ['create'], { after: { text: 'x'.repeat(300) } }),
    );
    const { body, full } = render(planOf(...many, resource('aws_s3_bucket.gone', ['delete'], { before: { x: 1 } })));
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(BODY_LIMIT);
    expect(Buffer.byteLength(body)).toBeGreaterThan(BODY_LIMIT * 0.9);
    expect(body).toContain('<b>− destroy</b> <code>aws_s3_bucket.gone</code>');
    expect(body).toMatch(/_Too long for a comment: \d+ resources left out, .*see the full plan._/);
    expect(body.split('<details').length).toBe(body.split('</details>').length);
    expect(full).toContain('a.r4999');
  });

  test('one huge value leaves room for the others', () => {
    const plans = planOf(
      resource('a.big', ['update'], { before: { t: 'a\n'.repeat(50_000) }, after: { t: 'b\n'.repeat(50_000) } }),
      resource('a.small', ['update'], { before: { x: 1 }, after: { x: 2 } }),
    );
    const { body } = render(plans);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(BODY_LIMIT);
    expect(body).toContain('more lines');
    expect(body).toContain('+ x = 2');
  });

  test('the limit holds for anything', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 50 });
    const change = fc.record({
      name: text,
      size: fc.integer({ min: 0, max: 3000 }),
      kind: fc.constantFrom('create', 'delete', 'update', 'forget'),
    });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        text,
        fc.integer({ min: 1, max: 9000 }),
        (changes, odd, repeat) => {
          const plans = planOf(
            ...changes.map(({ name, size, kind }) =>
              resource(`a.${name}`, [kind], { before: { x: name.repeat(size) }, after: { x: odd.repeat(size) } }),
            ),
          );
          const configDiff = `+++ b/${odd}\n@@ -0,0 +1,${repeat} @@\n${`+${odd.replace(/\s/g, ' ')}\n`.repeat(repeat)}`;
          const { body } = render(plans, { configDiff, cost: `${odd}\n`.repeat(repeat), phaseFrom: odd, phaseTo: 'x' });
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(BODY_LIMIT);
        },
      ),
      atMost(30),
    );
  });
});

describe('fingerprint', () => {
  const base = JSON.parse(readFileSync(new URL('../../fixtures/changes.json', import.meta.url), 'utf8'));
  const of = (change: (document: typeof base) => void) => {
    const document = structuredClone(base);
    change(document);
    return render(parsePlan(JSON.stringify(document), 'p')).fingerprint;
  };
  let original = '';
  beforeEach(() => {
    original = of(() => {});
  });

  test('is the same at another time, in another order, from another version', () => {
    expect(original).toMatch(/^[0-9a-f]{64}$/);
    expect(
      of((document) => {
        document.timestamp = '2030-01-01T00:00:00Z';
        document.terraform_version = '1.14.0';
        document.resource_changes.reverse();
      }),
    ).toBe(original);
  });

  test.each<[string, (document: typeof base) => void]>([
    ['a value', (document) => Object.assign(document.resource_changes[0].change.after, { input: 'other' })],
    [
      'a secret value',
      (document) => Object.assign(document.resource_changes[6].change.after.input, { password: 'other' }),
    ],
    ['an action', (document) => document.resource_changes[5].change.actions.reverse()],
    ['an output', (document) => Object.assign(document.output_changes.step, { after: 3 })],
    ['a resource less', (document) => document.resource_changes.shift()],
  ])('is another one for %s', (_, change) => {
    expect(of(change)).not.toBe(original);
  });
});
