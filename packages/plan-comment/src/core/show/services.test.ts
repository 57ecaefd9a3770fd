import { describe, expect, test } from 'vitest';
import type { Target } from '../judge/services.ts';
import { parsePlan } from '../read/parse-plan.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { renderComment } from './render.ts';
import { servicesSection } from './services.ts';

const arn = (service: string, revision: number) =>
  `arn:aws:ecs:eu-west-1:111122223333:task-definition/dev-${service}:${revision}`;

interface Change {
  readonly actions: readonly string[];
  readonly before: object | null;
  readonly after: object;
  readonly after_unknown?: object;
  readonly after_sensitive?: boolean;
}

function output(before: object | null, after: object, rest: Partial<Change> = {}): Change {
  return { actions: ['update'], before, after, ...rest };
}

function service(name: string, before: string, after = before): object {
  const change = { actions: [before === after ? 'no-op' : 'update'] };
  return {
    address: `aws_ecs_service.${name}`,
    type: 'aws_ecs_service',
    mode: 'managed',
    change: { ...change, before: { task_definition: before }, after: { task_definition: after } },
  };
}

function body(outputs: Readonly<Record<string, Change>>, services: object[] = [], phaseTo?: string): string {
  const document = { format_version: '1.2', output_changes: outputs, resource_changes: services };
  return renderComment({ environment: 'dev', plans: parsePlan(JSON.stringify(document), 'p'), phaseTo }).body;
}

const rows = (text: string) => text.split('\n').filter((line) => /^\| (?:`|<code>)/.test(line));
const heading = (text: string) => text.split('\n')[1];

const before = { history: arn('history', 1), ui: arn('ui', 1), worker: arn('worker', 1) };
const variants = output(
  {
    history: { adot: arn('history', 1), alloy: arn('history', 2) },
    worker: { adot: arn('worker', 1), alloy: arn('worker', 2) },
  },
  { history: { adot: arn('history', 1), alloy: arn('history', 2) }, worker: { adot: arn('worker', 1) } },
  { after_unknown: { history: {}, worker: { alloy: true } } },
);

describe('services that outputs move', () => {
  const target = output(before, { history: arn('history', 2), ui: arn('ui', 1) }, { after_unknown: { worker: true } });

  test('by revision, and by the name that another output has for it', () => {
    const text = body({ target_task_definitions: target, task_definitions: variants }, [], 'rollout');
    expect(rows(text)).toEqual([
      '| `history` | `adot`, revision 1 | `alloy`, revision 2 |',
      '| `worker` | `adot`, revision 1 | `alloy`, a new revision |',
    ]);
    expect(heading(text)).toBe(
      '## 🔶 dev: no resource changes, 2 outputs change, **2 services to move** · phase `rollout`',
    );
    expect(text).toContain('the rollout moves these, wave by wave');
    expect(rows(body({ anything: target }))).toEqual([
      '| `history` | revision 1 | revision 2 |',
      '| `worker` | revision 1 | a new revision |',
    ]);
    expect(body({ anything: target })).not.toContain('rollout');
    expect(body({ anything: target })).toContain(
      '### Services\n\nOutputs name another task definition revision for these services:\n\n',
    );
  });

  test('from what a service runs on, which after a rollout that stopped is not its last target', () => {
    const done = output(
      { ...before, history: arn('history', 2), worker: arn('worker', 2) },
      { ...before, history: arn('history', 2), worker: arn('worker', 3) },
    );
    const services = [
      service('history', arn('history', 1)),
      service('ui', arn('ui', 1)),
      service('worker', arn('worker', 1)),
    ];
    const expected = ['| `history` | revision 1 | revision 2 |', '| `worker` | revision 1 | revision 3 |'];
    expect(rows(body({ target_task_definitions: done }, services))).toEqual(expected);
    const still = { ...done, actions: ['no-op'], before: done.after };
    expect(rows(body({ target_task_definitions: still }, services))).toEqual(expected);
    expect(heading(body({ target_task_definitions: still }, services))).toBe(
      '## 🔶 dev: no changes, **2 services to move**',
    );
    expect(rows(body({ baseline_revisions: still }, services))).toEqual([]);
  });

  test('not those that Terraform moves, nor those that have arrived', () => {
    const services = [service('history', arn('history', 1), arn('history', 2)), service('worker', arn('worker', 2))];
    const after = { ...before, history: arn('history', 2), worker: arn('worker', 2) };
    expect(rows(body({ target_task_definitions: output(before, after) }, services))).toEqual([]);
  });

  test('another family is named in full, a service that goes or comes has one side', () => {
    const text = body({ t: output({ a: arn('a', 1), b: arn('b', 1) }, { a: arn('other', 7), c: arn('c', 1) }) });
    expect(rows(text)).toEqual([
      '| `a` | `dev-a:1` | `dev-other:7` |',
      '| `b` | revision 1 | – |',
      '| `c` | – | revision 1 |',
    ]);
  });

  test.each([
    ['a first apply', output(null, before, { actions: ['create'] })],
    ['other texts', output({ a: 'x' }, { a: 'y' })],
    ['a sensitive output', output(before, { ...before, ui: arn('ui', 2) }, { after_sensitive: true })],
    ['an output of another shape', variants],
  ])('nothing for %s', (_, change) => {
    expect(body({ target_task_definitions: change })).not.toContain('### Services');
  });

  test('names can’t break the table, many are counted', () => {
    const many = (revision: number) =>
      Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`s|${index}<b>`, arn(`s${index}`, revision)]));
    const text = body({ t: output(many(1), many(2)) });
    expect(rows(text)).toHaveLength(20);
    expect(rows(text)[0]).toBe('| <code>s&#124;0&#60;b&#62;</code> | revision 1 | revision 2 |');
    expect(text).toContain('_… and 5 more._');
  });
});

describe('a target', () => {
  const target = (kind: Target['kind'], rest: Partial<Target> = {}): Target => ({
    kind,
    family: 'dev-a',
    revision: '1',
    variant: undefined,
    ...rest,
  });
  const cells = (from: Target, to: Target, service = 'a') => {
    const section = servicesSection([{ service, from, to }], true, createScrubber(new Set(['hunter-two'])), 9);
    return rows(section)[0]?.split(' | ').slice(1).join(' | ');
  };
  const other = { family: 'dev-b', revision: '2' };

  test.each<[Target, Target, string]>([
    [target('revision'), target('revision', { revision: '2' }), 'revision 1 | revision 2 |'],
    [target('revision'), target('revision', other), '`dev-a:1` | `dev-b:2` |'],
    [
      target('revision', { variant: 'x' }),
      target('revision', { ...other, variant: 'y' }),
      '`x`, `dev-a:1` | `y`, `dev-b:2` |',
    ],
    [target('revision'), target('later', { family: '' }), 'revision 1 | a new revision |'],
    [target('later'), target('later', { ...other, variant: 'x' }), 'a new revision | `x`, a new revision |'],
    [target('none', { family: '' }), target('revision'), '– | revision 1 |'],
    [target('revision'), target('none', { family: '' }), 'revision 1 | – |'],
    [target('revision', { variant: 'hunter-two' }), target('none'), '`(sensitive)`, revision 1 | – |'],
  ])('%j to %j: %s', (from, to, expected) => expect(cells(from, to)).toBe(expected));

  test('has names of 80 characters', () => {
    const long = 'x'.repeat(81);
    expect(
      servicesSection(
        [{ service: long, from: target('none'), to: target('none') }],
        true,
        createScrubber(new Set()),
        9,
      ),
    ).toContain('(81 characters)');
    expect(cells(target('revision', { variant: long }), target('none'))).toContain('(81 characters)`, revision 1');
    expect(cells(target('revision'), target('revision', { family: long }))).toContain('(83 characters)` |');
    expect(cells(target('revision', { variant: 'x'.repeat(80) }), target('none'))).toBe(
      `\`${'x'.repeat(80)}\`, revision 1 | – |`,
    );
  });
});
