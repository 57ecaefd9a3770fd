import { describe, expect, test } from 'vitest';
import { entryOf, planOf, shown, updateOf } from '../../testing/cases.ts';
import { parsePlan } from '../read/parse-plan.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { sectionsOf } from './sections.ts';

const gone = (address: string, lines = 1) =>
  entryOf(address, ['delete'], { before: Object.fromEntries(Array.from({ length: lines }, (_, i) => [`x${i}`, i])) });
const named = (address: string, before: object, after: object) => ({ ...updateOf(before, after), address });
const titles = (text: string) => [...text.matchAll(/^### (.*)$/gm)].map(([, title]) => title);

test('what takes data with it comes first, then what can be undone least, in Terraform’s order otherwise', () => {
  const changes = [
    entryOf('a_b.read', ['read'], { after: { x: 1 } }),
    entryOf('a_b.new', ['create'], { after: { x: 1 } }),
    named('a_b.second', { x: 1 }, { x: 2 }),
    named('a_b.third', { x: 1, y: 1 }, { x: 2, y: 1 }),
    entryOf('aws_ecs_service.same', ['no-op'], { before: { x: 1 }, after: { x: 1 } }),
    entryOf('a_b.replaced', ['delete', 'create'], { before: { x: 1 }, after: { x: 2 }, replace_paths: [['x']] }),
    gone('a_b.gone'),
    entryOf('aws_db_instance.data', ['delete', 'create'], { before: { x: 1 }, after: { x: 2 } }),
  ];
  const { full } = shown(planOf({ resource_changes: changes }));
  const order = [...full.matchAll(/<\/b> <code>([^<]*)<\/code>/g)].map(([, name]) => name);
  expect(order).toEqual([
    'aws_db_instance.data',
    'a_b.gone',
    'a_b.replaced',
    'a_b.second',
    'a_b.third',
    'a_b.new',
    'a_b.read',
  ]);
  expect(titles(full)).toEqual(['Needs a look', 'Resources']);
  expect(full).not.toContain('aws_ecs_service');
});

test('what needs a look is open as far as a screen', () => {
  const open = (lines: number) => {
    const changes = Array.from({ length: 60 }, (_, index) => gone(`a_b.r${index}`, lines));
    return shown(planOf({ resource_changes: changes })).body.match(/<details open>/g)?.length;
  };
  expect([open(1), open(7), open(22), open(60)]).toEqual([13, 5, 2, 1]);
});

describe('with several plans', () => {
  const document = {
    format_version: '1.2',
    planned_values: {},
    resource_changes: [gone('a_b.gone'), named('a_b.kept', { x: 1 }, { x: 2 })],
    resource_drift: [named('a_b.drifted', { x: 1 }, { x: 2 })],
    deferred_changes: [
      { reason: 'deferred_prereq', resource_change: entryOf('a_b.later', ['create'], { after: { x: 1 } }) },
    ],
    action_invocations: [{ address: 'action.a.run', config_values: { x: 1 } }],
    output_changes: { url: { actions: ['create'], before: null, after: 'x' }, same: { actions: ['no-op'] } },
  };
  const plans = ['dev', 'prod'].flatMap((name) => parsePlan(JSON.stringify(document), `${name}/plan.json`));

  test('everything has the name of its plan before it', () => {
    const { full } = shown(plans);
    for (const plan of ['dev', 'prod']) {
      for (const name of ['a_b.gone', 'a_b.kept', 'a_b.drifted', 'a_b.later', 'action.a.run', 'url']) {
        expect(full, name).toContain(`<code>${plan}: ${name}</code>`);
      }
    }
    expect(full).not.toContain('same');
    expect(titles(full)).toEqual([
      'Needs a look',
      'Resources',
      'Actions that run with the apply',
      'Deferred',
      'Outputs',
      'Changed outside of Terraform',
    ]);
  });

  test('each section says what it counts', () => {
    const sections = sectionsOf(plans, undefined, createScrubber(new Set()));
    expect(Object.values(sections).map(({ noun }) => noun)).toEqual([
      'resources',
      'resources',
      'actions',
      'changes',
      'outputs',
      'files',
      'entries',
    ]);
    expect(Object.values(sections).map(({ blocks }) => blocks.length)).toEqual([2, 2, 2, 2, 2, 0, 2]);
  });
});

test('drift says what becomes of it', () => {
  const drift = { resource_drift: [named('a_b.c', { x: 1 }, { x: 2 })] };
  const intro = 'Terraform’s state and what is there differ. Applying ';
  expect(shown(planOf({ ...drift, applyable: true })).body).toContain(`${intro}records this in the state.`);
  expect(shown(planOf({ ...drift, resource_changes: [] })).body).toContain(
    `${intro}touches none of it unless it is listed above.`,
  );
  expect(shown(planOf({ deferred_changes: [{ reason: 'x', resource_change: gone('a_b.c') }] })).body).toContain(
    '### Deferred\n\nTerraform can’t plan these yet: they need another plan after this one, and are in none of the counts.\n',
  );
});

test('a file of the configuration is cut in the comment, and whole in the full text', () => {
  const configDiff = ['--- a/x.alloy', '+++ b/x.alloy', '@@ -1 +1,2 @@', '-a', '+b', `+${'c'.repeat(300)}`].join('\n');
  const { body, full } = shown(planOf({}), { configDiff });
  expect(body).toContain(
    `<summary><code>x.alloy</code> · +2 −1</summary>\n\n\`\`\`diff\n@@ -1 +1,2 @@\n-a\n+b\n+${'c'.repeat(299)}… (301 characters)\n\`\`\``,
  );
  expect(full).toContain(`+${'c'.repeat(300)}\n`);
  const long = `${configDiff.split('\n').slice(0, 2).join('\n')}\n@@ -0,0 +1,2000 @@\n${'+1234567\n'.repeat(2000)}`;
  expect(shown(planOf({}), { configDiff: long }).body).toMatch(/\n {2}… \d+ more lines\n/);
  const sections = sectionsOf(planOf({}), configDiff, createScrubber(new Set()));
  expect(sections.configuration.blocks.map((block) => [block.line(), block.count])).toEqual([
    ['- `x.alloy` · +2 −1', 1],
  ]);
});
