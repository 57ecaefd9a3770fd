import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { REAL_PLANS, realPlan } from '../../testing/fixtures.ts';
import { structureOf } from '../../testing/markdown-structure.ts';
import { atMost } from '../../testing/property-runs.ts';
import { parsePlan } from '../read/parse-plan.ts';
import { BODY_LIMIT, renderComment } from './render.ts';

// Many random plans take longer than a usual test when the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const NASTY = [
  '```',
  '~~~~\n',
  '`` ` ``',
  '</details>',
  '<details open><summary>x</summary>',
  '<img src=x onerror=y>',
  '<!-- loki-adoption:plan environment=prod -->',
  '-->',
  '</code></b>',
  '@team',
  '@acme/admins ',
  '#123',
  'GH-12',
  'acme/logging#7',
  'https://evil.test/x',
  'www.evil.test',
  '[link](https://evil.test)',
  '![image](https://evil.test/i.png)',
  '\n# heading',
  '\n## 🔶 prod: no changes',
  '\n> [!CAUTION]\n> x',
  '\n\n---\n',
  '| a | b |',
  '\n- [ ] task',
  '[^1]',
  '**bold**',
  '_x_',
  ':rocket:',
  '$x$',
  '\u202egnp.exe',
  '\u2066',
  '\u200b',
  '\ud83d',
  '𝒳👩‍👩‍👧',
  '::set-output name=posted::x',
  '\r\n::error::x',
  '\u0000',
  '%0A',
  '&lt;b&gt;',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''));

/** A plan with such text in every place that a text can stand. */
const plan = fc
  .record({
    address: nasty,
    key: nasty,
    old: nasty,
    now: nasty,
    reason: nasty,
    action: nasty,
    output: nasty,
    id: nasty,
  })
  .map((text) => {
    const values = (value: string) => ({
      [text.key]: value,
      list: [value, { [text.key]: value }],
      json: JSON.stringify({ [text.key]: value }),
      lines: `${value}\n${value}`,
    });
    const change = (actions: string[], before: object | null, after: object | null) => ({
      actions,
      before,
      after,
      replace_paths: [[text.key]],
      importing: { id: text.id },
    });
    const resource = (name: string, actions: string[], before: object | null, after: object | null) => ({
      address: `${name}${text.address}`,
      previous_address: text.now,
      type: 'a',
      deposed: text.reason,
      action_reason: text.reason,
      change: change(actions, before, after),
    });
    const check = {
      address: { to_display: text.address },
      status: 'fail',
      instances: [{ problems: [{ message: text.now }] }],
    };
    return {
      format_version: '1.2',
      terraform_version: text.reason,
      resource_changes: [
        resource('a', ['update'], values(text.old), values(text.now)),
        resource('b', ['delete', 'create'], values(text.old), values(text.now)),
        resource('c', [text.action], values(text.old), values(text.now)),
        resource('d', ['create'], null, values(text.now)),
      ],
      resource_drift: [resource('e', ['update'], values(text.old), values(text.now))],
      deferred_changes: [{ reason: text.reason, resource_change: resource('f', ['create'], null, values(text.now)) }],
      action_invocations: [
        {
          address: text.address,
          config_values: values(text.now),
          lifecycle_action_trigger: { triggering_resource_address: text.old, action_trigger_event: text.reason },
        },
      ],
      output_changes: { [text.output]: { actions: ['update'], before: text.old, after: text.now } },
      checks: [check],
    };
  });

const HEADINGS = [
  'Needs a look',
  'Resources',
  'Actions that run with the apply',
  'Deferred',
  'Outputs',
  'Rendered configuration',
  'Changed outside of Terraform',
];

describe('whatever a plan says', () => {
  const rendered = plan.map((document) => {
    const plans = [
      ...parsePlan(JSON.stringify(document), document.terraform_version),
      ...parsePlan(JSON.stringify(document), 'b'),
    ];
    const configDiff = `+++ b/${document.terraform_version}\n@@ -0,0 +1 @@\n+${JSON.stringify(document.output_changes)}\n`;
    return renderComment({ environment: 'dev', plans, configDiff, phaseFrom: document.terraform_version });
  });

  test('the comment has our structure and no other', () => {
    fc.assert(
      fc.property(rendered, (comment) => {
        for (const text of [comment.body, [...comment.full()].join('')]) {
          const { headings, links, tags, types } = structureOf(text);
          expect(headings[0]).toMatch(/^[⛔🔶✅]+.* dev: /u);
          expect(headings.slice(1).filter((heading) => !HEADINGS.includes(heading))).toEqual([]);
          expect(links).toEqual([]);
          expect(new Set(tags.map((tag) => tag.replace('/', '')))).toEqual(
            new Set(
              ['<!--', 'details', 'summary', 'b', 'code', 'sub', 'br', 'span'].filter((tag) => tags.includes(tag)),
            ),
          );
          for (const tag of ['details', 'summary', 'b', 'code', 'sub']) {
            expect(tags.filter((each) => each === tag).length, tag).toBe(
              tags.filter((each) => each === `/${tag}`).length,
            );
          }
          for (const type of ['image', 'footnoteReference', 'definition', 'thematicBreak', 'delete'])
            expect(types).not.toContain(type);
        }
      }),
      atMost(60),
    );
  });

  test('nobody is mentioned and nothing is referred to', () => {
    fc.assert(
      fc.property(rendered, ({ body }) => {
        const { prose } = structureOf(body);
        expect(prose).not.toMatch(/@[A-Za-z0-9]/);
        expect(prose).not.toMatch(/(?:#|GH-)\d/i);
        expect(prose).not.toMatch(/https?:\/\/\S|www\.\S/i);
      }),
      atMost(60),
    );
  });

  test('what is invisible is made visible, and the text is well-formed', () => {
    fc.assert(
      fc.property(rendered, ({ body }) => {
        expect(body.replaceAll('\n', '').replaceAll('\u200b', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(body.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(BODY_LIMIT);
      }),
    );
  });
});

test.each(REAL_PLANS)('the structure of a real plan: %s', (name) => {
  const comment = renderComment({
    environment: 'dev',
    plans: realPlan(name),
    run: { number: 7, url: 'https://github.test/run/7' },
  });
  const { headings, links } = structureOf([...comment.full()].join(''));
  expect(headings.slice(1).filter((heading) => !HEADINGS.includes(heading))).toEqual([]);
  expect(links).toEqual(['https://github.test/run/7']);
});

describe('secrets', () => {
  const words = fc.constantFrom(
    ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!?+/=&<>"\\%äß'.split(''),
  );
  // A sign that nothing else in a comment has, so that every six characters of it are its own.
  const secret = fc
    .array(words, { minLength: 8, maxLength: 40 })
    .map((characters) => characters.map((each, index) => (index % 3 === 1 ? '§' : each)).join(''));
  const hide = fc.constantFrom<(secret: string) => { values: object; mask: object | true }>(
    (text) => ({ values: { hidden: text }, mask: { hidden: true } }),
    (text) => ({ values: { hidden: { deep: [text, { more: text }] } }, mask: { hidden: true } }),
    (text) => ({
      values: { hidden: { deep: ['x', { more: text }] } },
      mask: { hidden: { deep: [false, { more: true }] } },
    }),
    (text) => ({ values: { hidden: text }, mask: true }),
  );
  const copies = fc.subarray<(text: string) => unknown>(
    [
      (text) => text,
      (text) => `postgres://user:${text}@host/db`,
      (text) => JSON.stringify({ a: [{ name: 'PASSWORD', value: text }] }),
      (text) => JSON.stringify(JSON.stringify({ a: text })),
      (text) => Buffer.from(text).toString('base64'),
      (text) => Buffer.from(`user:${text}`).toString('base64'),
      (text) => Buffer.from(`{"auth":"${text}"}`).toString('base64url'),
      (text) => encodeURIComponent(text),
      (text) => new URLSearchParams({ q: text }).toString(),
      (text) => text.slice(1, 8),
      (text) => `see ${text.slice(-7)} there`,
      (text) => `first\n  ${text}\nlast`,
      (text) => ({ [text]: text }),
    ],
    { minLength: 1 },
  );

  test('none is in any output, in whatever form and wherever it was copied to', () => {
    fc.assert(
      fc.property(
        secret,
        hide,
        copies,
        fc.constantFrom(['update'], ['create'], ['delete'], ['delete', 'create']),
        (text, cover, forms, actions) => {
          const { values, mask } = cover(text);
          const copied = Object.fromEntries(forms.map((form, index) => [`copy${index}`, form(text)]));
          const before = actions[0] === 'create' ? null : { ...values };
          const after = actions.length === 1 && actions[0] === 'delete' ? null : { ...values, more: 1 };
          const sides = { actions, before, after, before_sensitive: mask, after_sensitive: mask };
          const document = {
            format_version: '1.2',
            resource_changes: [
              { address: 'a.hidden', type: 'a', change: sides },
              { address: `a.shown["${text}"]`, type: 'a', change: { actions: ['update'], before: {}, after: copied } },
              {
                address: 'aws_ecs_task_definition.x',
                type: 'aws_ecs_task_definition',
                change: {
                  actions: ['create'],
                  before: null,
                  after: { container_definitions: JSON.stringify([{ name: 'a', image: `${text}/app` }]) },
                },
              },
            ],
            output_changes: { o: { actions: ['create'], before: null, after: copied } },
            checks: [
              {
                status: 'fail',
                address: { to_display: text },
                instances: [{ problems: [{ message: `not ${text}` }] }],
              },
            ],
          };
          const comment = renderComment({
            environment: 'dev',
            plans: parsePlan(JSON.stringify(document), 'p'),
            cost: `costs ${text}`,
            configDiff: `+++ b/x\n@@ -0,0 +1 @@\n+pw=${text}\n`,
          });
          const all = [comment.body, ...comment.full(), JSON.stringify(comment.findings)].join('\n');
          const decoded = [
            all,
            ...[...all.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)].map(([run]) => Buffer.from(run, 'base64').toString()),
          ];
          expect(
            [...decoded, decodeLoosely(all)]
              .filter((readable) => readable.includes('§'))
              .map((readable) => readable.replace(/^[\s\S]*?(.{0,80}§.{0,80})[\s\S]*$/u, '$1')),
          ).toEqual([]);
        },
      ),
      atMost(100),
    );
  });

  test('the values that two real secrets were copied to', () => {
    const comment = renderComment({ environment: 'dev', plans: realPlan('values') });
    const all = [...comment.full()].join('');
    for (const part of ['hunter', 'correct', 'horse', 'battery', 'staple', 'dXNlcjpodW50'])
      expect(all).not.toContain(part);
    expect(all).toContain('postgres://app:(sensitive)@db/2');
  });
});

function decodeLoosely(text: string): string {
  return text.replace(/(?:%[0-9A-F]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString());
}
