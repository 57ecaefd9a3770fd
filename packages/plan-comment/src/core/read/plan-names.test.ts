import { expect, test } from 'vitest';
import { planNames, planPrefixes } from './plan-names.ts';

test.each<[string[], string[]]>([
  [['/tmp/x/plan.json'], ['']],
  [
    ['/tmp/x/dev/plan.json', '/tmp/x/prod/plan.json'],
    ['dev', 'prod'],
  ],
  [
    ['C:\\x\\dev\\plan.json', 'C:\\x\\prod\\plan.json.gz'],
    ['dev', 'prod'],
  ],
  [
    ['out/dev.json', 'out/prod.json'],
    ['dev', 'prod'],
  ],
  [
    ['plan.json', 'modules/a/plan.json.gz'],
    ['plan', 'modules/a/plan'],
  ],
  [
    ['net/eu/plan.json', 'app/eu/plan.json'],
    ['net', 'app'],
  ],
  [
    ['x/dev.gz', 'x/prod.gz'],
    ['dev', 'prod'],
  ],
  [
    ['x/net/eu/plan.json', 'x/app/us/plan.json'],
    ['net/eu', 'app/us'],
  ],
  [
    ['x/plan.json', 'x/a/plan.json'],
    ['plan', 'a/plan'],
  ],
  [
    ['x.json', 'x/y.json'],
    ['x', 'x/y'],
  ],
  [
    ['a.json', 'a.json'],
    ['plan 1', 'plan 2'],
  ],
  [
    ['x/a.json', 'x/b.json', 'x/a.json'],
    ['a 1', 'b', 'a 2'],
  ],
  [
    ['x/a.json', 'x/a.json.gz'],
    ['x/a.json', 'x/a.json.gz'],
  ],
])('%j', (sources, names) => {
  expect(planNames(sources)).toEqual(names);
});

test('a name stands before an address, unless there is only one plan', () => {
  expect(planPrefixes([{ source: 'dev.json' }, { source: 'prod.json' }])).toEqual(['dev: ', 'prod: ']);
  expect(planPrefixes([{ source: 'dev.json' }])).toEqual(['']);
});
