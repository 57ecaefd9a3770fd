import { expect, test } from 'vitest';
import { planOf } from '../../../testing/cases.ts';
import { own } from '../../secrets/clean.ts';
import { createScrubber } from '../../secrets/scrub.ts';
import { invocationBlock } from './invocation.ts';
import { outputBlock } from './output.ts';

const context = { scrubber: createScrubber(new Set()), shownElsewhere: () => undefined, room: { left: 0 } };

function output(name: string, before: unknown, after: unknown) {
  const [plan] = planOf({ output_changes: { [name]: { actions: ['update'], before, after } } });
  const [change] = plan?.outputs ?? [];
  if (change === undefined) throw new Error('no output');
  return outputBlock(change, own``, context);
}

function invocation(values: object, trigger: object = {}) {
  const [plan] = planOf({
    action_invocations: [{ address: 'action.a.b', config_values: values, lifecycle_action_trigger: trigger }],
  });
  const [change] = plan?.invocations ?? [];
  if (change === undefined) throw new Error('no invocation');
  return invocationBlock(change, own``, context);
}

test('an output is cut in the comment, and whole in the full text', () => {
  const lines = Array.from({ length: 2000 }, (_, index) => `line ${index}`);
  const long = output('o', '', lines.join('\n'));
  expect(long.compact()).toMatch(/ … \d+ more lines\n```/);
  expect(long.full()).toContain('+   line 1999\n');
  const name = output('n'.repeat(401), 1, 2);
  expect(name.compact()).toContain('(401 characters)');
  expect(name.full()).toContain(`<code>${'n'.repeat(401)}</code>`);
});

test('an output may become an empty text, an action isn’t given one', () => {
  expect(output('o', null, '').full()).toContain('```diff\n+ o = ""\n```');
  expect(invocation({ name: 'x', empty: '' }).full()).toContain('```diff\n+ name = "x"\n```');
});

test('an action has a place in its trigger where that is all that is known', () => {
  expect(invocation({}, { actions_list_index: 1 }).line()).toContain(' · number 2 of its trigger');
});
