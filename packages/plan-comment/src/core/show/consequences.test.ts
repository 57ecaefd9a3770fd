import { describe, expect, test } from 'vitest';
import { planOf, shown } from '../../testing/cases.ts';

const arn = (service: string, revision: number) =>
  `arn:aws:ecs:eu-west-1:111122223333:task-definition/dev-${service}:${revision}`;
const names = ['worker', 'frontend', 'history'];
const side = (revision: number) =>
  Object.fromEntries(names.map((name) => [name, arn(name, name === 'frontend' ? 1 : revision)]));
const plans = planOf({
  output_changes: { target_task_definitions: { actions: ['update'], before: side(1), after: side(2) } },
});

const service = (name: string, wave: number, rest: object = {}) => ({
  service: name,
  wave,
  tasks: 2,
  windowSeconds: 90,
  bakeSeconds: 600,
  kind: 'adot to alloy',
  ...rest,
});
const SERVICES = [service('worker', 1), service('frontend', 2), service('history', 3, { tasks: 4, bakeSeconds: 3600 })];

function section(document: object | string): string {
  const consequences = typeof document === 'string' ? document : JSON.stringify(document);
  const { body } = shown(plans, { consequences });
  return /### Consequences\n\n([\s\S]*?)\n\n(?=###|<)/.exec(body)?.[1] ?? '';
}

const move = (seconds: number, rest: object = {}) => ({
  service: 'worker',
  kind: 'adot to alloy',
  outcome: 'promoted',
  seconds,
  ...rest,
});
const history = (...moves: object[]) => ({ schema: 1, services: SERVICES, history: { status: 'read', moves } });

test('tasks, waves and the time until promoted, of the services that move and no others, one after the other', () => {
  const text = section({ schema: 1, services: SERVICES });
  expect(text).toContain('6 tasks are replaced, in 2 waves; all is promoted after 1 h 13 min at the earliest');
  expect(text.split('\n').filter((line) => line.startsWith('| `'))).toEqual([
    '| `worker` | 1 | 2 | 12 min |',
    '| `history` | 3 | 4 | 1 h 13 min |',
  ]);
  expect(text).not.toContain('took before');
});

test('a service that goes to another capacity provider moves, on whatever revision', () => {
  const capacity = { from: 'old-provider', to: 'new-provider' };
  const text = section({ schema: 1, services: [service('frontend', 2, { capacity })] });
  expect(text).toContain('| `frontend`, `old-provider` → `new-provider` | 2 | 2 | 12 min |');
  const half = section({ schema: 1, services: [service('frontend', 2, { capacity: { from: 'old-provider' } })] });
  expect(half).toBe('');
});

test('what a broken base leaves to compare with is said in a box, and nobody is mentioned', () => {
  const read = (incomparable: unknown) =>
    shown(plans, { consequences: JSON.stringify({ schema: 1, services: [], incomparable }) }).body;
  expect(read('dev is not valid at HEAD^1: @team')).toContain(
    '> [!WARNING]\n> Phase, rendered configuration and cost are shown without what they were before: dev is not valid at HEAD^1: ',
  );
  expect(read('@team')).not.toContain('before: @team');
  for (const nothing of [null, '', undefined, 7]) expect(read(nothing)).not.toContain('without what they were');
});

test('why no plan came is said in the comment, the end of it, and nobody is mentioned', () => {
  const errored = planOf({ errored: true });
  const read = (failure: unknown) =>
    shown(errored, { consequences: JSON.stringify({ schema: 1, services: [], failure }) }).body;
  const body = read('Error: the image has no digest\nask @team');
  expect(body).toContain(
    '> [!CAUTION]\n> There is no plan that could be applied. The log of the plan step has all of it:<br>Error: the image has no digest<br>ask ',
  );
  expect(body).not.toContain('ask @team');
  expect(body).toContain('the plan failed');
  const long = read(`first words${'x'.repeat(5000)}last words`);
  expect(long).toContain('last words');
  expect(long).not.toContain('first words');
  for (const nothing of [null, '', 7]) expect(read(nothing)).toContain('Terraform stopped with an error');
  const made = shown(plans, { consequences: JSON.stringify({ schema: 1, services: [], failure: 'old' }) });
  expect(made.body).not.toContain('old');
});

test('services of a wave that move at once count once, and the next wave begins after the last of them', () => {
  const two = { parallel: 2 };
  const all = ['a', 'b', 'c'].map((name, index) => service(name, 1, { ...two, bakeSeconds: 600 * (index + 1) }));
  const of = (revision: number) => Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, arn(name, revision)]));
  const moving = planOf({ output_changes: { target_t: { actions: ['update'], before: of(1), after: of(2) } } });
  const consequences = JSON.stringify({ schema: 1, services: [...all, service('d', 2)] });
  const { body } = shown(moving, { consequences });
  const minutes = body.split('\n').flatMap((line) => /^\| `[abcd]` .* \| (\d+ min) \|$/.exec(line)?.[1] ?? []);
  // a 0–11.5, b 0–21.5, c after a: 11.5–43, d after all: 54.5
  expect(minutes).toEqual(['12 min', '22 min', '43 min', '55 min']);
  expect(body).toContain('all is promoted after 55 min at the earliest');
});

test('that the deploy will refuse this is said before all else, in any length', () => {
  const refusal = "migration.phase can't go to rollout: infrastructure is deployed but not verified @team";
  const consequences = JSON.stringify({ schema: 1, services: SERVICES, refusal });
  const { body, within } = shown(plans, { consequences });
  const box = "> [!CAUTION]\n> The deploy will refuse this after the merge: migration.phase can't go to rollout";
  expect(body.split('\n\n')[1]).toContain(box);
  expect(within(2000)).toContain(box);
  expect(body).not.toMatch(/ @team/);
  const silent = (value: unknown) =>
    shown(plans, { consequences: JSON.stringify({ schema: 1, services: [], refusal: value }) });
  for (const value of [null, '', undefined, 7]) expect(silent(value).body).not.toContain('CAUTION');
});

describe('with earlier moves', () => {
  const cell = (...moves: object[]) =>
    section(history(...moves))
      .split('\n')
      .find((line) => line.startsWith('| `worker`'))
      ?.split(' | ')
      .at(-1);

  test('the median, the 90 % range, and how often it was promoted or rolled back', () => {
    const times = Array.from({ length: 21 }, (_, index) => move((20 - index) * 60));
    expect(cell(...times, move(30, { outcome: 'rolled-back' }))).toBe(
      '10 min (90 %: 1 min to 19 min); 21 promoted, 1 rolled back |',
    );
    expect(cell(move(600), move(1200))).toBe('15 min; 2 promoted, 0 rolled back |');
    expect(cell(move(30), move(40), move(50))).toBe('40 s (90 %: 31 s to 49 s); 3 promoted, 0 rolled back |');
  });

  test('of this service and this kind alone', () => {
    expect(cell(move(60, { service: 'history' }), move(60, { kind: 'alloy to adot' }))).toBe('never moved so |');
    expect(cell(move(60, { outcome: 'rolled-back' }))).toBe('0 promoted, 1 rolled back |');
    expect(cell(move(60), move(60, { outcome: 'rolled-back' }))).toBe('1 min; 1 promoted, 1 rolled back |');
    expect(cell(move(60, { outcome: 'held' }), move(-1), move(120, { seconds: 'x' }))).toBe('never moved so |');
  });
});

test.each([
  [59, '59 s'],
  [60, '1 min'],
  [3569, '59 min'],
  [3570, '1 h'],
  [3600, '1 h'],
  [7230, '2 h 1 min'],
])('%i seconds are %s', (bakeSeconds, words) => {
  const text = section({ schema: 1, services: [service('worker', 1, { tasks: 1, windowSeconds: 0, bakeSeconds })] });
  expect(text).toContain(`| \`worker\` | 1 | 1 | ${words} |`);
  expect(text).toMatch(new RegExp(`^1 task is replaced, in 1 wave; all is promoted after ${words} at the earliest: `));
});

test('a ledger that can’t be read is said to be, and the rest stands', () => {
  const text = section({ schema: 1, services: SERVICES, history: { status: 'unreadable', why: 'AccessDenied @team' } });
  expect(text).toContain('| `worker` | 1 | 2 | 12 min |');
  expect(text).toMatch(/How earlier moves went isn’t known: AccessDenied @\u200bteam\.$/);
});

test.each([
  ['{', 'the file is not JSON'],
  ['{"schema":2}', 'the file has the schema 2, 1 is understood'],
  ['[]', 'the file has the schema null'],
  [JSON.stringify({ schema: 1, services: [{ service: 'x' }] }), 'a service in the file lacks a field'],
  [
    JSON.stringify({ schema: 1, services: [service('worker', 1, { tasks: -1 })] }),
    'a service in the file lacks a field',
  ],
])('%s: %s', (content, words) => {
  expect(section(content)).toContain(`They can’t be told: ${words}`);
});

test('nothing is said where nothing moves, or nobody gave a file', () => {
  expect(section({ schema: 1, services: [service('other', 1)] })).toBe('');
  expect(shown(plans).body).not.toContain('Consequences');
  const consequences = JSON.stringify({ schema: 1, services: [service('other', 1)] });
  expect(shown(plans, { consequences }).body).toBe(shown(plans).body);
});

test('many services are counted', () => {
  const many = Array.from({ length: 30 }, (_, index) => `s${String(index).padStart(2, '0')}`);
  const of = (revision: number) => Object.fromEntries(many.map((name) => [name, arn(name, revision)]));
  const moving = planOf({ output_changes: { target_t: { actions: ['update'], before: of(1), after: of(2) } } });
  const consequences = JSON.stringify({ schema: 1, services: many.map((name) => service(name, 1)) });
  const { body, full } = shown(moving, { consequences });
  const rows = (text: string) =>
    text
      .split('### Consequences')[1]
      ?.split('\n')
      .filter((line) => line.startsWith('| `s')).length;
  expect(rows(body)).toBe(20);
  expect(body.split('### Consequences')[1]).toContain('_… and 10 more._');
  expect(rows(full)).toBe(30);
});
