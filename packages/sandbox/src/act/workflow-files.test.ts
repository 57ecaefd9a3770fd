import { expect, test } from 'vitest';
import { withoutUnknownKeys } from './workflow-files.ts';

test('keys that act refuses are taken out and nothing else', () => {
  const source = [
    'concurrency:',
    '  group: a',
    '  queue: max',
    'jobs:',
    '  plan:',
    '    environment:',
    '      name: dev-plan',
    '      deployment: false',
    '    env: { queue: kept }',
    '',
  ].join('\n');
  expect(withoutUnknownKeys(source)).toBe(
    [
      'concurrency:',
      '  group: a',
      'jobs:',
      '  plan:',
      '    environment:',
      '      name: dev-plan',
      '    env: { queue: kept }',
      '',
    ].join('\n'),
  );
});

test('a file without them stays byte for byte what it was', () => {
  const source = 'on:   push\njobs: {}   # odd spacing\n';
  expect(withoutUnknownKeys(source)).toBe(source);
});
